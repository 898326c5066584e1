/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/actions/run_cases.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "harness/actions/progress.h"
#include "harness/options/exit_codes.h"
#include "harness/placement/place_machine.h"
#include "harness/plan/machine_topology.h"
#include "harness/report/junit.h"
#include "harness/report/reporter.h"
#include "harness/report/suite_cost.h"
#include "harness/run/dispatcher.h"

namespace ktstr {

namespace {

using Clock = std::chrono::steady_clock;

void print(const std::string &text)
{
	fputs(text.c_str(), stdout);
	fflush(stdout);
}

class CaseRun {
public:
	CaseRun(RunContext &context, std::vector<PlannedCase> &plan)
		: context_(context), plan_(plan), reporter_(make_reporter(context.options.format)),
		  progress_(plan.size())
	{}

	int run(const ChosenHost &host, const EndSignals &signals)
	{
		const Options &options = context_.options;
		unsigned jobs = options.jobs;
		bool clean = false;

		if (!jobs)
			jobs = default_jobs(host.kind, largest_memory_mib());
		/*
		 * More jobs than LLCs would only wait for each other. Emulated hosts are machines
		 * of their own and do not.
		 */
		if (!options.jobs && options.pin && host.kind != "tcg")
			jobs = std::min(jobs, host_llc_count());
		jobs = unsigned(std::min<size_t>(jobs, plan_.size()));
		print(reporter_->begin(plan_.size()));
		introduce(host, jobs);

		Dispatcher dispatcher(
			context_, plan_,
			started(host_factory(host.kind, context_.settings,
					     context_.kernel.paths.image, context_.out_dir)),
			callbacks());
		Clock::time_point begin = Clock::now();
		std::vector<Outcome> outcomes = dispatcher.run(jobs, signals, &clean);
		auto wall =
			std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);

		progress_.clear();
		conclude(outcomes, suite_cost(outcomes, jobs, uint64_t(wall.count())));
		int code = write_junit(context_, outcomes,
				       exit_code(count_outcomes(outcomes), options.bisect));
		/* Workers that hang in a host still use objects of the main thread. */
		if (!clean)
			_exit(code);
		return code;
	}

private:
	uint64_t largest_memory_mib() const
	{
		uint64_t largest = 0;

		for (const PlannedCase &planned : plan_)
			largest =
				std::max(largest, machine_memory_mib(planned.topology,
								     context_.options.memory_mib));
		return largest;
	}

	DispatchCallbacks callbacks()
	{
		return {[this](const Outcome &outcome) {
				progress_.clear();
				print(reporter_->result(outcome));
			},
			[this](const std::string &text) {
				progress_.clear();
				print(reporter_->note(text));
			},
			[this](size_t done, const std::string &name) {
				progress_.show(done, name);
			}};
	}

	void introduce(const ChosenHost &host, unsigned jobs)
	{
		const KernelUnderTest &kernel = context_.kernel;

		for (const std::string &note : host.notes)
			print(reporter_->note(note));
		print(reporter_->note("host: " + host.kind + ", " + std::to_string(jobs) +
				      " at a time"));
		print(reporter_->note("kernel: " + kernel.paths.image + " (" + kernel.release +
				      ")"));
		if (!kernel.config)
			print(reporter_->note(
				"kernel configuration unknown: cases run without it"));
		if (std::string note = memory_note(plan_, context_.options); !note.empty())
			print(reporter_->note(note));
		for (const std::string &what : context_.images->missing())
			print(reporter_->note("missing in the guest: " + what));
	}

	void conclude(const std::vector<Outcome> &outcomes, const SuiteCost &cost)
	{
		Totals totals = count_outcomes(outcomes);

		if (emulated_hosts_lost())
			print(reporter_->note("emulated hosts lost: " +
					      std::to_string(emulated_hosts_lost())));
		print(reporter_->note("totals: pass " + std::to_string(totals.passed) + ", skip " +
				      std::to_string(totals.skipped) + ", fail " +
				      std::to_string(totals.failed) + ", error " +
				      std::to_string(totals.errors)));
		print(reporter_->suite(cost));
		print(reporter_->note("artifacts: " + context_.out_dir));
		print(reporter_->end());
	}

	RunContext &context_;
	std::vector<PlannedCase> &plan_;
	std::unique_ptr<Reporter> reporter_;
	Progress progress_;
};

} /* namespace */

int run_plan(RunContext &context, std::vector<PlannedCase> &plan, const ChosenHost &host,
	     const EndSignals &signals)
{
	return CaseRun(context, plan).run(host, signals);
}

int write_junit(const RunContext &context, const std::vector<Outcome> &outcomes, int code)
{
	Result<void> written =
		context.junit ? context.junit->write(junit_document(outcomes)) : Result<void>();

	if (written.ok())
		return code;
	fprintf(stderr, "ktstr: %s\n", written.error().to_string().c_str());
	if (code == kExitFail)
		return code;
	return context.options.bisect ? kExitCannotTell : kExitFail;
}

} /* namespace ktstr */
