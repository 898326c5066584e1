/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/lifecycle.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>

#include "harness/base/test_folder.h"
#include "init/sys.h"

namespace ktstr {
namespace {

/* Shell functions that do to files what the kernel does to sysfs; each changes in one step. */
constexpr char kFakeKernel[] = R"(
put() { echo "$2" > "$1.new" && mv "$1.new" "$1"; }
enable() { put root/ops fake; put root/events "SCX_EV_X 1"; put enable_seq 2; put state enabled; }
disable() { put state disabled; }
rest() { while :; do sleep 0.02; done; }
)";

struct Sent {
	RecordType type;
	std::string payload;
};

class Life : public testing::Test {
protected:
	void SetUp() override
	{
		int fds[2];

		ASSERT_EQ(pipe2(fds, O_CLOEXEC | O_NONBLOCK), 0);
		host_end_ = UniqueFd(fds[0]);
		records_ = Records(UniqueFd(fds[1]));
		Result<std::unique_ptr<Reaper>> reaper = Reaper::create(loop_);
		ASSERT_TRUE(reaper.ok());
		reaper_ = std::move(reaper).value();
		folder_.write("root/ops", "");
		folder_.write("enable_seq", "1");
		folder_.write("state", "disabled");
		sysrq_ = folder_.write("sysrq", "");
	}

	/* The life of a scheduler that is @script. */
	SchedulerLife &make(const std::string &script, uint32_t percent = 100)
	{
		std::string text = "cd " + folder_.path() + "\n" + kFakeKernel + script;

		job_.kind = SchedulerKind::executable;
		job_.program = "/bin/sh";
		job_.arguments = {"-c", text};
		job_.attach_ms = 30 * 1000 * 100 / percent;
		life_.emplace(SchedulerHome{loop_, records_, *reaper_, kernel_log_, scx_,
					    TimeScale{percent}},
			      job_);
		return *life_;
	}

	std::vector<Sent> sent()
	{
		std::vector<Sent> all;
		WireHeader header;

		while (read(host_end_.get(), &header, sizeof(header)) == ssize_t(sizeof(header))) {
			std::string payload(header.length, 0);

			EXPECT_EQ(read(host_end_.get(), payload.data(), payload.size()),
				  ssize_t(payload.size()));
			if (RecordType(header.type) != RecordType::sched_log)
				all.push_back({RecordType(header.type), payload});
		}
		return all;
	}

	static std::vector<RecordType> types(const std::vector<Sent> &sent)
	{
		std::vector<RecordType> result;

		for (const Sent &record : sent)
			result.push_back(record.type);
		return result;
	}

	bool comes_to_exit()
	{
		return loop_.run_until(boot_time_ns() + 30000 * kNsPerMs,
				       [this] { return life_->exited(); });
	}

	using Types = std::vector<RecordType>;

	test::TestFolder folder_;
	std::string sysrq_;
	Loop loop_;
	UniqueFd host_end_;
	Records records_;
	KernelLog kernel_log_{loop_, records_};
	std::unique_ptr<Reaper> reaper_;
	ScxSysfs scx_{folder_.path(), folder_.path() + "/sysrq"};
	SchedulerJob job_;
	std::optional<SchedulerLife> life_;
};

TEST_F(Life, AttachesAndIsStopped)
{
	SchedulerLife &life = make("trap 'disable; exit 0' TERM; enable; rest");
	std::vector<CheckReport> checks;

	EXPECT_FALSE(life.exited());
	Result<bool> started = life.start();
	ASSERT_TRUE(started.ok() && started.value());
	EXPECT_FALSE(life.exited());
	EXPECT_EQ(life.stop([&](const CheckReport &report) { checks.push_back(report); }),
		  SchedulerEnd::clean);
	EXPECT_FALSE(life.exit_reported());
	ASSERT_EQ(checks.size(), 1u);
	EXPECT_STREQ(checks[0].name, "nothing-left-after-detach");
	EXPECT_EQ(read_line(sysrq_), "S");
	EXPECT_EQ(types(sent()), (Types{RecordType::sched_log_begin, RecordType::attached,
					RecordType::sched_log_end}));
}

TEST_F(Life, DiesBeforeItAttaches)
{
	SchedulerLife &life = make("exit 3");
	Result<bool> started = life.start();

	ASSERT_TRUE(started.ok());
	EXPECT_FALSE(started.value());
	EXPECT_FALSE(life.exited());
	EXPECT_EQ(life.stop({}), SchedulerEnd::clean);
	std::vector<Sent> records = sent();
	ASSERT_EQ(types(records), (Types{RecordType::sched_log_begin, RecordType::sched_log_end,
					 RecordType::sched_died}));
	EXPECT_NE(records[2].payload.find("exited with code 3"), std::string::npos);
}

TEST_F(Life, ItsOwnExitIsReportedOnce)
{
	SchedulerLife &life = make("enable; while [ ! -e go ]; do sleep 0.02; done; disable\n"
				   "echo 'EXIT: runtime error (boom)'; exit 1");
	Result<bool> started = life.start();

	ASSERT_TRUE(started.ok() && started.value());
	EXPECT_FALSE(life.exited());
	folder_.write("go", "");
	ASSERT_TRUE(comes_to_exit());
	life.report_exit();
	life.report_exit();
	EXPECT_TRUE(life.exit_reported());
	EXPECT_EQ(life.stop([](const CheckReport &) { ADD_FAILURE() << "not after an exit"; }),
		  SchedulerEnd::exited);
	std::vector<Sent> records = sent();
	ASSERT_EQ(types(records), (Types{RecordType::sched_log_begin, RecordType::attached,
					 RecordType::sched_exited, RecordType::sched_log_end}));
	WireSchedExit wire;
	ASSERT_GE(records[2].payload.size(), sizeof(wire));
	memcpy(&wire, records[2].payload.data(), sizeof(wire));
	EXPECT_STREQ(wire.kind_name, "error");
	EXPECT_EQ(wire.exit_code, 1);
}

/* Nobody polled: only the stop finds out. */
TEST_F(Life, StopFindsItGone)
{
	SchedulerLife &life =
		make("enable; while [ ! -e go ]; do sleep 0.02; done; disable; exit 0");
	Result<bool> started = life.start();

	ASSERT_TRUE(started.ok() && started.value());
	folder_.write("go", "");
	ASSERT_TRUE(comes_to_exit());
	EXPECT_EQ(life.stop({}), SchedulerEnd::exited);
	EXPECT_EQ(types(sent()), (Types{RecordType::sched_log_begin, RecordType::attached,
					RecordType::sched_log_end, RecordType::sched_exited}));
}

TEST_F(Life, AnErrorThatCrossesTheStopIsAnExit)
{
	SchedulerLife &life = make(
		"trap \"echo 'EXIT: runtime error (late)'; disable; exit 1\" TERM; enable; rest");
	Result<bool> started = life.start();

	ASSERT_TRUE(started.ok() && started.value());
	EXPECT_EQ(life.stop({}), SchedulerEnd::exited);
	EXPECT_EQ(types(sent()), (Types{RecordType::sched_log_begin, RecordType::attached,
					RecordType::sched_log_end, RecordType::sched_exited}));
}

/* The kernel never comes to say "disabled", whatever becomes of the process. */
TEST_F(Life, SaysThatItWouldNotDie)
{
	SchedulerLife &life = make("trap '' TERM; enable; rest", 2);
	Result<bool> started = life.start();

	ASSERT_TRUE(started.ok() && started.value());
	EXPECT_EQ(life.stop([](const CheckReport &) { ADD_FAILURE() << "it still lives"; }),
		  SchedulerEnd::would_not_die);
	std::vector<Sent> records = sent();
	ASSERT_EQ(types(records), (Types{RecordType::sched_log_begin, RecordType::attached,
					 RecordType::fatal, RecordType::sched_log_end}));
	EXPECT_EQ(records[2].payload.find("the scheduler would not die: sched_ext state is "
					  "'enabled'"),
		  0u)
		<< records[2].payload;
}

TEST_F(Life, WithoutSysfsNothingStarts)
{
	SchedulerLife &life = make("enable; rest");

	ASSERT_EQ(unlink((folder_.path() + "/state").c_str()), 0);
	Result<bool> started = life.start();
	ASSERT_TRUE(started.ok());
	EXPECT_FALSE(started.value());
	EXPECT_EQ(life.stop({}), SchedulerEnd::clean);
	EXPECT_EQ(types(sent()), (Types{RecordType::sched_not_attached}));
	EXPECT_EQ(read_line(sysrq_), "");
}

TEST_F(Life, OneThatWasNeverStartedNeedsNoStop)
{
	EXPECT_EQ(make("enable; rest").stop({}), SchedulerEnd::clean);
	EXPECT_TRUE(sent().empty());
}

} /* namespace */
} /* namespace ktstr */
