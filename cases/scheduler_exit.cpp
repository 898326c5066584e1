/* SPDX-License-Identifier: GPL-2.0 */
/* A scheduler that exits in the middle of a case ends it, and the verdict says how it exited. */
#include <sched.h>
#include <time.h>

#include <algorithm>
#include <array>

#include "cases/load.h"
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

constexpr uint32_t kLongerThanAnyExitMs = 10000;
constexpr double kSlowDispatchUs = 500; /* same as --slow-dispatch-us below */

void keep_busy(Guest &guest)
{
	start_load(guest, guest.cpus());
	guest.sleep_ms(kLongerThanAnyExitMs);
}

void ask_for_sysrq_exit(Guest &guest)
{
	bool asked = guest.write_file("/proc/sysrq-trigger", "S");

	guest.expect("sysrq-accepted", asked, "wrote S to /proc/sysrq-trigger");
	guest.sleep_ms(kLongerThanAnyExitMs);
}

double now_us()
{
	timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return double(now.tv_sec) * 1e6 + double(now.tv_nsec) / 1e3;
}

/* yield_task_scx() gives up the slice, so each yield goes through ops.dispatch(). */
double median_yield_us()
{
	std::array<double, 51> took;

	for (double &us : took) {
		double begin = now_us();

		sched_yield();
		us = now_us() - begin;
	}
	std::sort(took.begin(), took.end());
	return took[took.size() / 2];
}

/* The dispatch delay is spent with the runqueue locked: that is slow, but nobody starves. */
void survives_slow_dispatch(Guest &guest)
{
	double yield_us = median_yield_us();

	guest.check({
		.name = "dispatch-is-slow",
		.status = yield_us >= kSlowDispatchUs ? CheckReport::pass : CheckReport::fail,
		.measured = yield_us,
		.bound = kSlowDispatchUs,
		.unit = "us",
		.detail = "median of sched_yield() on idle CPUs",
	});
	start_load(guest, 2 * guest.cpus());
	guest.sleep_ms(1500);
	check_load(guest);
	int64_t runs = guest.scheduler_counter("dispatch");
	guest.check({
		.name = "dispatch-runs",
		.status = runs < 0   ? CheckReport::no_data
			  : runs > 0 ? CheckReport::pass
				     : CheckReport::fail,
		.measured = double(runs),
		.bound = 1,
		.unit = "calls",
		.detail = "dispatch",
	});
	std::string state = guest.scx_state();

	guest.expect("stays-enabled", state == "enabled", "state: " + state);
}

} /* namespace */

KTSTR_CASE(exit_error) = {
	.name = "scheduler-exit.error",
	.description =
		"a scheduler that calls scx_bpf_error() is reported as ejected with that error",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--error-after-ms=1500"}},
	.expect = {VerdictKind::fail, "scheduler-exited:error-bpf", Expectation::in_case,
		   "power-off", "error on request"},
	.body = keep_busy,
};

KTSTR_CASE(exit_unregistered) = {
	.name = "scheduler-exit.unregistered",
	.description =
		"a scheduler that calls scx_bpf_exit() is reported as having left without an error",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--unregister-after-ms=1500"}},
	.needs_kfuncs = {"scx_bpf_exit_bstr"},
	.expect = {VerdictKind::fail, "scheduler-exited:unreg-bpf", Expectation::in_case,
		   "power-off", "exit on request"},
	.body = keep_busy,
};

KTSTR_CASE(exit_process) = {
	.name = "scheduler-exit.process",
	.description = "a scheduler whose process exits is reported as gone, with the exit code",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--exit-after-ms=1500", "--exit-code=3"}},
	.expect = {VerdictKind::fail, "scheduler-exited:process", Expectation::in_case, "power-off",
		   "exit code 3"},
	.body = keep_busy,
};

KTSTR_CASE(exit_stall) = {
	.name = "scheduler-exit.stall",
	.description = "the watchdog ejects a scheduler that leaves a runnable task waiting",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--stall-after-ms=1500"}},
	.expect = {VerdictKind::fail, "scheduler-exited:stall", Expectation::in_case, "power-off",
		   "failed to run for"},
	.body = keep_busy,
};

KTSTR_CASE(exit_sysrq) = {
	.name = "scheduler-exit.sysrq",
	.description = "SysRq-S ejects a healthy scheduler",
	.scheduler = {.kind = CaseScheduler::builtin, .program = "ktstr_fifo"},
	.needs_options = {"CONFIG_MAGIC_SYSRQ"},
	.expect = {VerdictKind::fail, "scheduler-exited:sysrq", Expectation::in_case, "power-off",
		   "sysrq"},
	.body = ask_for_sysrq_exit,
};

KTSTR_CASE(slow_dispatch) = {
	.name = "scheduler-exit.slow-dispatch",
	.description = "a scheduler that spends 500 us on each dispatch stays enabled under load",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--slow-dispatch-us=500"}},
	.body = survives_slow_dispatch,
};

} /* namespace ktstr */
