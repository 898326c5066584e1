/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel says about itself outranks what the case saw. */
#include <sched.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cases/load.h"
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

#define TRACE_INSTANCE "/sys/kernel/tracing/instances/ktstr"

/* rb_add_timestamp() in kernel/trace/ring_buffer.c takes 2^59 ns, 18 years, for a broken clock. */
constexpr time_t kTooFarAhead = 40L * 365 * 24 * 3600; /* seconds */

void panic_kernel(Guest &guest)
{
	bool asked = guest.write_file("/proc/sysrq-trigger", "c");

	guest.expect("sysrq-accepted", asked, "wrote c to /proc/sysrq-trigger");
	guest.sleep_ms(10000);
}

void stay_on_this_cpu()
{
	cpu_set_t only;

	CPU_ZERO(&only);
	CPU_SET(sched_getcpu(), &only);
	sched_setaffinity(0, sizeof(only), &only);
}

void move_wall_clock(time_t seconds)
{
	timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	now.tv_sec += seconds;
	clock_settime(CLOCK_REALTIME, &now);
}

/*
 * A real WARN_ONCE() that root can raise in any kernel with tracing: two events in one ring buffer
 * whose clock, CLOCK_TAI, jumped years ahead between them. Nothing is broken by it.
 */
void raise_warning(Guest &guest)
{
	if (mkdir(TRACE_INSTANCE, 0700) && errno != EEXIST)
		return guest.skip("feature-missing:tracefs-instances");
	if (!guest.write_file(TRACE_INSTANCE "/trace_clock", "tai"))
		return guest.skip("feature-missing:trace-clock-tai");
	stay_on_this_cpu();
	bool before = guest.write_file(TRACE_INSTANCE "/trace_marker", "before");
	move_wall_clock(kTooFarAhead);
	bool after = guest.write_file(TRACE_INSTANCE "/trace_marker", "after");
	move_wall_clock(-kTooFarAhead);
	guest.expect("markers-written", before && after, "trace_marker on the tai clock");
}

void idle_and_busy(Guest &guest)
{
	guest.sleep_ms(500);
	start_load(guest, 2 * guest.cpus());
	guest.sleep_ms(1000);
	check_load(guest);
}

} /* namespace */

KTSTR_CASE(health_quiet) = {
	.name = "kernel-health.quiet",
	.description = "the built-in scheduler idles and works without a complaint from the kernel",
	.needs_scx = false,
	.body = idle_and_busy,
};

KTSTR_CASE(health_panic) = {
	.name = "kernel-health.panic",
	.description = "a panic in the middle of a run is a crash",
	.needs_options = {"CONFIG_MAGIC_SYSRQ"},
	.needs_scx = false,
	.expect = {VerdictKind::crash, "kernel-panic", Expectation::in_case, "reset",
		   "sysrq triggered crash"},
	.body = panic_kernel,
};

KTSTR_CASE(health_panic_under_scheduler) = {
	.name = "kernel-health.panic-under-scheduler",
	.description = "a panic under an attached scheduler is a crash, not the scheduler's exit",
	.scheduler = {.kind = CaseScheduler::builtin, .program = "ktstr_fifo"},
	.needs_options = {"CONFIG_MAGIC_SYSRQ"},
	.expect = {VerdictKind::crash, "kernel-panic", Expectation::in_case, "reset",
		   "sysrq triggered crash"},
	.body = panic_kernel,
};

KTSTR_CASE(health_warning) = {
	.name = "kernel-health.warning",
	.description = "a WARN in a run whose checks all pass is a crash",
	/* With CONFIG_DEBUG_BUGVERBOSE a warning names its file, by which this one is known. */
	.needs_options = {"CONFIG_TRACING", "CONFIG_DEBUG_BUGVERBOSE"},
	.needs_scx = false,
	.expect = {VerdictKind::crash, "kernel-splat:warn", Expectation::in_case, "power-off",
		   "kernel/trace/ring_buffer.c"},
	.body = raise_warning,
};

} /* namespace ktstr */
