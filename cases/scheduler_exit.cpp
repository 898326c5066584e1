/* SPDX-License-Identifier: GPL-2.0 */
/* A scheduler that goes away in the middle of a run ends the case, and the verdict says how. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

constexpr uint32_t kLongerThanAnyExitMs = 10000;

void keep_busy(Guest &guest)
{
	guest.spin(guest.cpus());
	guest.sleep_ms(kLongerThanAnyExitMs);
}

void ask_for_sysrq_exit(Guest &guest)
{
	bool asked = guest.write_file("/proc/sysrq-trigger", "S");

	guest.expect("sysrq-accepted", asked, "wrote S to /proc/sysrq-trigger");
	guest.sleep_ms(kLongerThanAnyExitMs);
}

/* The dispatch delay is spent with the runqueue locked: slow, and yet nobody starves. */
void survives_slow_dispatch(Guest &guest)
{
	guest.spin(2 * guest.cpus());
	guest.sleep_ms(1500);
	std::string state = guest.scx_state();

	guest.expect("stays-enabled", state == "enabled", "state: " + state);
}

} /* namespace */

KTSTR_CASE(exit_error) = {
	.name = "scheduler-exit.error",
	.description = "a scheduler that calls scx_bpf_error() is ejected for it",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--error-after-ms=1500"}},
	.expect = {VerdictKind::fail, "scheduler-exited:error-bpf"},
	.body = keep_busy,
};

KTSTR_CASE(exit_unregistered) = {
	.name = "scheduler-exit.unregistered",
	.description = "a scheduler that calls scx_bpf_exit() has left, without an error",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--unregister-after-ms=1500"}},
	.needs_kfuncs = {"scx_bpf_exit_bstr"},
	.expect = {VerdictKind::fail, "scheduler-exited:unreg-bpf"},
	.body = keep_busy,
};

KTSTR_CASE(exit_process) = {
	.name = "scheduler-exit.process",
	.description = "a scheduler process that ends with an error code takes its scheduler along",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--exit-after-ms=1500", "--exit-code=3"}},
	.expect = {VerdictKind::fail, "scheduler-exited:process"},
	.body = keep_busy,
};

KTSTR_CASE(exit_stall) = {
	.name = "scheduler-exit.stall",
	.description = "the watchdog ejects a scheduler that leaves a runnable task waiting",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--stall-after-ms=1500"}},
	.expect = {VerdictKind::fail, "scheduler-exited:stall"},
	.body = keep_busy,
};

KTSTR_CASE(exit_sysrq) = {
	.name = "scheduler-exit.sysrq",
	.description = "SysRq-S sends a healthy scheduler away",
	.scheduler = {.kind = CaseScheduler::builtin, .program = "ktstr_fifo"},
	.expect = {VerdictKind::fail, "scheduler-exited:sysrq"},
	.body = ask_for_sysrq_exit,
};

KTSTR_CASE(slow_dispatch) = {
	.name = "scheduler-exit.slow-dispatch",
	.description = "a scheduler that is slow to dispatch is kept as long as every task runs",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--slow-dispatch-us=500"}},
	.body = survives_slow_dispatch,
};

} /* namespace ktstr */
