/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/dispatcher.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

#include "harness/base/files.h"
#include "harness/base/test_folder.h"

namespace ktstr {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

/* State that the fakes of one test share. */
struct Script {
	std::mutex lock;
	std::condition_variable changed;
	unsigned begun = 0, runs = 0;
	unsigned alive = 0;  /* hosts */
	unsigned losses = 0; /* this many runs lose their host, from the first on */
	bool hang = false;   /* runs hang until cancelled */
	bool deaf = false;   /* a cancel does not end them either */
	bool let_go = false;
	std::string first_waits_for; /* the run of case.a ends after this one */
	std::vector<std::string> ended;
};

/* A session that ends with a power-off and no records: "lost", which cases can expect. */
class FakeHost final : public Host {
public:
	/* Call with the script's lock held. */
	explicit FakeHost(Script &script) : script_(script) { script_.alive++; }
	~FakeHost() override
	{
		std::lock_guard guard(script_.lock);
		script_.alive--;
		script_.changed.notify_all();
	}
	const char *kind() const override { return "fake"; }
	void cancel() override
	{
		std::lock_guard guard(script_.lock);
		cancelled_ = true;
		script_.changed.notify_all();
	}
	CommandResult run(const Command &command, CommandOutput &) override
	{
		std::string folder = parent_of(command.argv.back());
		std::string name = base_name(folder);
		std::unique_lock guard(script_.lock);

		script_.begun++;
		script_.changed.notify_all();
		script_.changed.wait(guard, [&] { return may_end(name); });
		if (cancelled_)
			return {CommandResult::cancelled, 0, ""};
		if (script_.runs++ < script_.losses)
			return {CommandResult::host_lost, 0, "no heartbeat"};
		SessionResult result;
		result.machine_exit = "power_off";
		EXPECT_TRUE(
			write_file(folder + "/" + kResultFile, serialise_session_result(result)));
		script_.ended.push_back(name);
		script_.changed.notify_all();
		return {CommandResult::exited, 0, ""};
	}

private:
	bool may_end(const std::string &name)
	{
		if (script_.deaf)
			return script_.let_go;
		if (cancelled_)
			return true;
		if (script_.hang)
			return false;
		return name != "case.a" || script_.first_waits_for.empty() ||
		       std::find(script_.ended.begin(), script_.ended.end(),
				 script_.first_waits_for) != script_.ended.end();
	}

	Script &script_;
	bool cancelled_ = false;
};

const Case kLost = {.name = "lost",
		    .description = "vanishes, as it should",
		    .expect = {VerdictKind::lost, "guest-lost"}};
const Case kFails = {.name = "fails", .description = "vanishes"};

class DispatcherTest : public testing::Test {
protected:
	DispatcherTest()
	{
		context_.settings.init = folder_.write("init", "not run");
		context_.settings.deadline = Clock::time_point::max();
		context_.out_dir = folder_.path();
		context_.images = GuestImages::create(context_.settings, context_.kernel, {}, false,
						      "", folder_.path() + "/images")
					  .value();
	}
	~DispatcherTest() override
	{
		for (int number : {SIGTERM, SIGINT, SIGHUP, SIGPIPE})
			signal(number, SIG_DFL);
	}

	void plan(const std::vector<std::string> &names, const Case &test = kLost)
	{
		for (const std::string &name : names)
			plan_.push_back({&test, name, {}, 1, ""});
	}

	std::vector<Outcome> dispatch(unsigned jobs, bool *clean = nullptr)
	{
		bool ended_well = false;
		HostFactory make = [this]() -> Result<std::unique_ptr<Host>> {
			std::lock_guard guard(script_.lock);
			if (no_host_ || starts_to_fail_) {
				starts_to_fail_ -= starts_to_fail_ > 0;
				return format_error("no host here");
			}
			return std::unique_ptr<Host>(new FakeHost(script_));
		};
		Dispatcher dispatcher(context_, plan_, make,
				      {[this](const Outcome &o) { told_.push_back(o.name); },
				       [this](const std::string &text) { notes_.push_back(text); },
				       [](size_t, const std::string &) {}});
		std::vector<Outcome> all =
			dispatcher.run(jobs, signals_, clean ? clean : &ended_well);

		EXPECT_TRUE(clean || ended_well);
		return all;
	}

	void signal_once_begun(unsigned runs)
	{
		std::unique_lock guard(script_.lock);

		script_.changed.wait(guard, [this, runs] { return script_.begun >= runs; });
		kill(getpid(), SIGTERM);
	}

	test::TestFolder folder_;
	RunContext context_;
	std::vector<PlannedCase> plan_;
	Script script_;
	bool no_host_ = false;
	unsigned starts_to_fail_ = 0;
	EndSignals signals_ = EndSignals::install().value();
	std::vector<std::string> told_, notes_;
};

using Names = std::vector<std::string>;

TEST_F(DispatcherTest, OutcomesComeInTheOrderOfThePlan)
{
	plan({"case.a", "case.b", "case.c", "case.d"});
	plan_[1].too_large = "memory is 9 MiB";
	plan_[2].skip = "feature-missing:x";
	script_.first_waits_for = "case.d";
	std::vector<Outcome> all = dispatch(2);

	EXPECT_EQ(told_, (Names{"case.a", "case.b", "case.c", "case.d"}));
	ASSERT_EQ(all.size(), 4u);
	EXPECT_EQ(all[0].verdict.kind, VerdictKind::pass);
	EXPECT_EQ(all[1].verdict.kind, VerdictKind::error);
	EXPECT_EQ(all[1].verdict.reason, "host:memory");
	EXPECT_EQ(all[2].verdict.kind, VerdictKind::skip);
	EXPECT_EQ(all[2].verdict.reason, "feature-missing:x");
	EXPECT_EQ(script_.ended, (Names{"case.d", "case.a"}));
	EXPECT_EQ(script_.alive, 0u);
}

TEST_F(DispatcherTest, ACaseWhoseHostWasLostRunsAgain)
{
	plan({"case.a", "case.b"});
	script_.losses = 1;
	std::vector<Outcome> all = dispatch(1);

	EXPECT_EQ(all[0].verdict.kind, VerdictKind::pass);
	EXPECT_EQ(all[0].host_losses, 1u);
	EXPECT_EQ(all[1].host_losses, 0u);
	ASSERT_EQ(notes_.size(), 1u);
	EXPECT_NE(notes_[0].find("case.a"), std::string::npos);
	EXPECT_NE(notes_[0].find("no heartbeat"), std::string::npos);
}

TEST_F(DispatcherTest, TwiceLostIsAnErrorOfTheHost)
{
	plan({"case.a", "case.b"});
	script_.losses = 2;
	std::vector<Outcome> all = dispatch(1);

	EXPECT_EQ(all[0].verdict.kind, VerdictKind::error);
	EXPECT_EQ(all[0].verdict.reason, "host:emulated-host-lost");
	EXPECT_EQ(all[1].verdict.kind, VerdictKind::pass);
}

TEST_F(DispatcherTest, WithoutAHostNothingIsSaidAboutTheKernel)
{
	plan({"case.a", "case.b"});
	no_host_ = true;
	for (const Outcome &outcome : dispatch(2)) {
		EXPECT_EQ(outcome.verdict.kind, VerdictKind::error);
		EXPECT_EQ(outcome.verdict.reason, "host:no-host");
	}
	EXPECT_FALSE(notes_.empty());
}

TEST_F(DispatcherTest, AHostThatStartsAtTheSecondTryCountsAsLost)
{
	plan({"case.a", "case.b"});
	starts_to_fail_ = 1;
	std::vector<Outcome> all = dispatch(1);

	EXPECT_EQ(all[0].verdict.kind, VerdictKind::pass);
	EXPECT_EQ(all[0].host_losses, 1u);
	EXPECT_EQ(all[1].host_losses, 0u);
}

TEST_F(DispatcherTest, AWorkerWithoutAHostLeavesThePlanToTheOthers)
{
	plan({"case.a", "case.b", "case.c", "case.d"});
	starts_to_fail_ = 3; /* of four, so one worker is left */
	for (const Outcome &outcome : dispatch(2))
		EXPECT_EQ(outcome.verdict.kind, VerdictKind::pass);
}

TEST_F(DispatcherTest, FailFastStillHasALineForEach)
{
	plan({"case.a", "case.b", "case.c"}, kFails);
	plan_[2].skip = "feature-missing:x";
	context_.options.fail_fast = true;
	std::vector<Outcome> all = dispatch(1);

	EXPECT_EQ(all[0].verdict.kind, VerdictKind::lost);
	EXPECT_EQ(all[1].verdict.reason, "host:not-run");
	EXPECT_EQ(all[2].verdict.kind, VerdictKind::skip);
	EXPECT_EQ(told_.size(), 3u);
	EXPECT_EQ(script_.runs, 1u);
}

TEST_F(DispatcherTest, ASignalEndsWhatRunsAtOnce)
{
	plan({"case.a", "case.b", "case.c"});
	script_.hang = true;
	std::thread sender([this] { signal_once_begun(2); });
	Clock::time_point begin = Clock::now();
	std::vector<Outcome> all = dispatch(2);

	EXPECT_LT(Clock::now() - begin, seconds(5));
	EXPECT_EQ(told_.size(), 3u);
	for (const Outcome &outcome : all) {
		EXPECT_EQ(outcome.verdict.kind, VerdictKind::error);
		EXPECT_EQ(outcome.verdict.reason, "host:interrupted");
	}
	sender.join();
}

TEST_F(DispatcherTest, TheDeadlineOfTheWholeSuite)
{
	plan({"case.a", "case.b"});
	script_.hang = true;
	context_.settings.deadline = Clock::now() + milliseconds(200);
	std::vector<Outcome> all = dispatch(1);

	EXPECT_EQ(all[1].verdict.reason, "host:suite-deadline");
}

TEST_F(DispatcherTest, AHostThatDoesNotEndIsLeftBehind)
{
	bool clean = true;

	plan({"case.a", "case.b"});
	script_.deaf = true;
	std::thread sender([this] { signal_once_begun(1); });
	std::vector<Outcome> all = dispatch(1, &clean);

	sender.join();
	EXPECT_FALSE(clean);
	EXPECT_EQ(told_, (Names{"case.a", "case.b"}));
	EXPECT_EQ(all[0].verdict.reason, "host:interrupted");
	/* The worker thread uses the fixture until it ends. */
	std::unique_lock guard(script_.lock);
	script_.let_go = true;
	script_.changed.notify_all();
	script_.changed.wait(guard, [this] { return script_.alive == 0; });
	EXPECT_EQ(told_.size(), 2u);
}

} /* namespace */
} /* namespace ktstr */
