/* SPDX-License-Identifier: GPL-2.0 */
/* A panic or splat of the kernel outranks the results of the case. */
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

/* rb_add_timestamp() in kernel/trace/ring_buffer.c warns of a step above 2^59 ns, 18 years. */
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
 * Triggers a real WARN_ONCE() that root can raise on any kernel with tracing: two events in one
 * ring buffer whose clock, CLOCK_TAI, jumps years ahead between them. It breaks nothing.
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
	.description = "the kernel logs no splat while EEVDF idles and runs a load",
	.needs_scx = false,
	.body = idle_and_busy,
};

KTSTR_CASE(health_panic) = {
	.name = "kernel-health.panic",
	.description = "a panic during a case is reported as a crash",
	.needs_options = {"CONFIG_MAGIC_SYSRQ"},
	.needs_scx = false,
	.expect = {VerdictKind::crash, "kernel-panic", Expectation::in_case, "reset",
		   "sysrq triggered crash"},
	.body = panic_kernel,
};

KTSTR_CASE(health_panic_under_scheduler) = {
	.name = "kernel-health.panic-under-scheduler",
	.description = "a panic under an attached scheduler is reported as a crash, not as a "
		       "scheduler exit",
	.scheduler = {.kind = CaseScheduler::builtin, .program = "ktstr_fifo"},
	.needs_options = {"CONFIG_MAGIC_SYSRQ"},
	.expect = {VerdictKind::crash, "kernel-panic", Expectation::in_case, "reset",
		   "sysrq triggered crash"},
	.body = panic_kernel,
};

KTSTR_CASE(health_warning) = {
	.name = "kernel-health.warning",
	.description = "a WARN is reported as a crash even if every check passes",
	/* With CONFIG_DEBUG_BUGVERBOSE a warning names its file, which identifies this one. */
	.needs_options = {"CONFIG_TRACING", "CONFIG_DEBUG_BUGVERBOSE"},
	.needs_scx = false,
	.expect = {VerdictKind::crash, "kernel-splat:warn", Expectation::in_case, "power-off",
		   "kernel/trace/ring_buffer.c"},
	.body = raise_warning,
};

} /* namespace ktstr */
