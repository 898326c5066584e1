/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CPU hotplug: schedulers that handle it stay attached, others are ejected, and tasks keep running.
 */
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cases/cpu_hotplug.h"
#include "cases/load.h"
#include "cases/topology_case.h"
#include "cases/topology_checks.h"

namespace ktstr {
namespace {

constexpr uint32_t kSettleMs = 300;
constexpr uint32_t kLongerThanAnyExitMs = 10000;
constexpr unsigned kStatProcessor = 39; /* field of proc_pid_stat(5), from 1 */

/* A process that spins, bound to one CPU until that goes offline. Dies with the object. */
class PinnedSpinner {
public:
	explicit PinnedSpinner(unsigned cpu) : pid_(fork())
	{
		if (pid_ == 0)
			spin(cpu);
	}
	~PinnedSpinner()
	{
		if (pid_ <= 0)
			return;
		kill(pid_, SIGKILL);
		waitpid(pid_, nullptr, 0);
	}

	bool started() const { return pid_ > 0; }

	/* The CPU it last ran on; -1 if unknown. */
	int cpu(Guest &guest) const
	{
		std::string stat =
			guest.read_file(("/proc/" + std::to_string(pid_) + "/stat").c_str());
		size_t at = stat.rfind(')'); /* ends field 2 */

		for (unsigned field = 2; at != std::string::npos && field < kStatProcessor; field++)
			at = stat.find(' ', at + 1);
		return at == std::string::npos ? -1 : atoi(stat.c_str() + at);
	}

private:
	[[noreturn]] static void spin(unsigned cpu)
	{
		cpu_set_t only;

		CPU_ZERO(&only);
		CPU_SET(cpu, &only);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		sched_setaffinity(0, sizeof(only), &only);
		for (;;)
			asm volatile("" ::: "memory");
	}

	pid_t pid_;
};

void check_calls(Guest &guest, const char *callback, int64_t wanted)
{
	int64_t calls = guest.scheduler_counter(callback);

	guest.check({
		.name = "hotplug-calls",
		.status = calls < 0	    ? CheckReport::no_data
			  : calls == wanted ? CheckReport::pass
					    : CheckReport::fail,
		.measured = double(calls),
		.bound = double(wanted),
		.unit = "calls",
		.detail = callback,
	});
}

void check_enabled(Guest &guest)
{
	std::string state = guest.scx_state();

	guest.expect("stays-enabled", state == "enabled", "state: " + state);
}

void take_off_and_bring_back(Guest &guest)
{
	ExpectedTopology expected(guest.topology());
	unsigned last = expected.cpus() - 1;
	PinnedSpinner pinned(last);

	guest.expect("pinned-started", pinned.started(),
		     "a process on CPU " + std::to_string(last));
	start_load(guest, 2 * expected.cpus());
	guest.sleep_ms(kSettleMs);
	guest.expect("pinned-stays", pinned.cpu(guest) == int(last),
		     "on CPU " + std::to_string(pinned.cpu(guest)));
	set_cpu_online(guest, expected, last, false);
	guest.sleep_ms(kSettleMs);
	int now = pinned.cpu(guest);
	guest.expect("pinned-moved", now >= 0 && now != int(last), "on CPU " + std::to_string(now));
	check_runs_everywhere(guest, expected);
	check_cpu_topology(guest, expected);
	set_cpu_online(guest, expected, last, true);
	check_runs_everywhere(guest, expected);
	check_cpu_topology(guest, expected);
	check_load(guest);
}

void hotplugs_under_callbacks(Guest &guest)
{
	take_off_and_bring_back(guest);
	check_calls(guest, "cpu_offline", 1);
	check_calls(guest, "cpu_online", 1);
	check_enabled(guest);
}

/* Switches all second threads. Without them the machine is the one that nosmt boots. */
void switches_smt(Guest &guest)
{
	ExpectedTopology both(guest.topology());
	Topology one_thread = guest.topology();
	int64_t second_threads = both.cpus() - both.cpus() / one_thread.threads_per_core;

	one_thread.smt = false;
	ExpectedTopology single(one_thread);
	start_load(guest, both.cpus());
	set_smt(guest, "off");
	check_runs_everywhere(guest, single);
	check_calls(guest, "cpu_offline", second_threads);
	check_kernel_view(guest, single);
	set_smt(guest, "on");
	check_runs_everywhere(guest, both);
	check_calls(guest, "cpu_online", second_threads);
	check_kernel_view(guest, both);
	check_load(guest);
	check_enabled(guest);
}

/* The scheduler's exit ends the case. */
void takes_a_cpu_off(Guest &guest)
{
	ExpectedTopology expected(guest.topology());

	set_cpu_online(guest, expected, expected.cpus() - 1, false);
	guest.sleep_ms(kLongerThanAnyExitMs);
}

void brings_a_cpu_up(Guest &guest)
{
	ExpectedTopology expected(guest.topology());

	set_cpu_online(guest, expected, expected.cpus() - 1, true);
	guest.sleep_ms(kLongerThanAnyExitMs);
}

} /* namespace */

KTSTR_CASE(hotplug_callbacks) = {
	.name = "hotplug.callbacks",
	.description = "a scheduler with hotplug callbacks stays attached while a CPU goes offline "
		       "and comes back",
	.topology = {1, 1, 4, 1},
	.scheduler = {.kind = CaseScheduler::builtin, .program = "ktstr_topology"},
	.needs_options = {"CONFIG_HOTPLUG_CPU"},
	.needs_kfuncs = kTopologyKfuncs,
	.body = hotplugs_under_callbacks,
};

KTSTR_CASE(hotplug_eevdf) = {
	.name = "hotplug.eevdf",
	.description =
		"under EEVDF a CPU goes offline and comes back, and a task bound to it moves away",
	.topology = {1, 1, 4, 1},
	.needs_options = {"CONFIG_HOTPLUG_CPU"},
	.needs_scx = false,
	.body = take_off_and_bring_back,
};

KTSTR_CASE(hotplug_smt) = {
	.name = "hotplug.smt",
	.description = "a scheduler with hotplug callbacks stays attached while SMT is switched "
		       "off and on",
	.topology = {1, 2, 2, 2},
	.fixed_topology = true,
	.scheduler = {.kind = CaseScheduler::builtin, .program = "ktstr_topology"},
	.needs_options = {"CONFIG_HOTPLUG_CPU", "CONFIG_NUMA", "CONFIG_SCHED_MC",
			  "CONFIG_SCHEDSTATS", "CONFIG_DEBUG_FS"},
	.needs_kfuncs = kTopologyKfuncs,
	.body = switches_smt,
};

/* handle_hotplug(): only SCX_ECODE_RSN_HOTPLUG | SCX_ECODE_ACT_RESTART comes with this message. */
KTSTR_CASE(hotplug_off_without_callbacks) = {
	.name = "hotplug.off-without-callbacks",
	.description = "a scheduler without cpu_offline() is ejected when a CPU goes offline",
	.topology = {1, 1, 2, 1},
	.scheduler = {.kind = CaseScheduler::builtin, .program = "ktstr_fifo"},
	.needs_options = {"CONFIG_HOTPLUG_CPU"},
	.expect = {VerdictKind::fail, "scheduler-exited:unreg-kernel", Expectation::in_case,
		   "power-off", "cpu 1 going offline, exiting scheduler"},
	.body = takes_a_cpu_off,
};

KTSTR_CASE(hotplug_on_without_callbacks) = {
	.name = "hotplug.on-without-callbacks",
	.description = "a scheduler without cpu_online() is ejected when a CPU comes online",
	.topology = {.cores_per_llc = 2, .offline = 1},
	.fixed_topology = true,
	.scheduler = {.kind = CaseScheduler::builtin, .program = "ktstr_fifo"},
	.needs_options = {"CONFIG_HOTPLUG_CPU"},
	.expect = {VerdictKind::fail, "scheduler-exited:unreg-kernel", Expectation::in_case,
		   "power-off", "cpu 1 going online, exiting scheduler"},
	.body = brings_a_cpu_up,
};

} /* namespace ktstr */
