/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/run_context.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/kernel/cpu_bringup.h"
#include "harness/placement/place_machine.h"
#include "harness/plan/machine_topology.h"
#include "harness/wire/windows.h"

namespace ktstr {

namespace {

constexpr uint64_t kBootMs = 20000;
constexpr unsigned kMaxNetPairs = 4; /* one for each vCPU up to here */
constexpr uint64_t kDiskMib = 64;
constexpr uint64_t kVcpuBootMs = 50; /* each is brought up after the other */

const char *mode_name(JobMode mode)
{
	switch (mode) {
	case JobMode::case_body:
		return "case";
	case JobMode::exec:
		return "exec";
	case JobMode::shell:
		return "shell";
	}
	return "case";
}

/* What an earlier run with the same --out left would pass for this one's. */
Result<void> remove_old_files(const std::string &folder)
{
	for (const char *name : {kConsoleFile, kRecordsFile, kResultFile}) {
		std::string path = folder + "/" + name;

		if (unlink(path.c_str()) < 0 && errno != ENOENT)
			return errno_error("remove", path);
	}
	return {};
}

/*
 * Valid in any working directory; links stay, as the guest has the file at the path that was named.
 */
std::string absolute_path(const std::string &path)
{
	std::error_code error;
	std::filesystem::path absolute = std::filesystem::absolute(path, error);

	return error ? path : absolute.string();
}

/* Arguments that make the declared machine, beside its tables. */
std::string topology_arguments(const RunContext &context, const Topology &topology)
{
	std::string line;

	line += bringup_arguments(topology.cpus(), topology.cpus() - topology.offline,
				  context.host_cpus);
	if (!topology.smt)
		line += " nosmt";
	return line;
}

} /* namespace */

/*
 * A vCPU that waits for its turn is no lockup, and each interrupt to all of them wakes all of them:
 * time grows with the number that share a CPU. In the emulated host boots take 6 s with 2 vCPUs on
 * its one CPU, and each further one adds one to two seconds.
 */
uint32_t time_scale(const RunContext &context, const Topology &topology)
{
	constexpr unsigned kShareFreely = 4; /* vCPUs on a CPU, before it shows */
	constexpr unsigned kPercentEach = 10;
	unsigned sharing = topology.cpus() / std::max(context.host_cpus, 1u);
	unsigned beyond = sharing > kShareFreely ? sharing - kShareFreely : 0;

	return context.time_scale_percent * (100 + kPercentEach * beyond) / 100;
}

uint64_t stretched(const RunContext &context, const Topology &topology, uint64_t ms)
{
	return ms * time_scale(context, topology) / 100;
}

/*
 * console, printk.time: the serial line carries what the splat scan reads, with timestamps.
 * loglevel=5: warnings and worse; the whole log comes through kernel_log records, and each byte on
 * a serial line is an exit.
 * panic=-1: a panic resets at once, and the session sees the reset. oops=panic: after an oops
 * nothing the guest says is worth waiting for; a WARN goes on, and is found by the scan.
 * random.trust_cpu: no wait for entropy.
 * Mitigations stay as the kernel has them: the kernel under test is to run as it is shipped.
 * Lockup detectors: at their defaults (20, 21, 30 and 120 s) a case's deadline of 20 s would come
 * first and hide the cause. Each of them has spoken 16 s after the fault: the soft lockup detector
 * at twice its threshold, wq_watchdog_timer_fn() within twice its own, hung tasks after timeout and
 * two check intervals. All stretch with the deadlines, as a time-sliced vCPU is no lockup; under
 * emulation (400 %) that is no shorter than the kernel's own defaults, but for hung tasks.
 */
std::string kernel_command_line(const RunContext &context, JobMode mode, const Topology &topology,
				const std::string &case_arguments)
{
	const struct {
		const char *argument;
		uint64_t seconds;
		uint64_t maximum; /* the kernel's */
	} detectors[] = {
		{"watchdog_thresh", 5, 60},
		{"rcupdate.rcu_cpu_stall_timeout", 10, 300},
		{"workqueue.watchdog_thresh", 8, 3600},
		{"sysctl.kernel.hung_task_timeout_secs", 10, 3600},
		{"sysctl.kernel.hung_task_check_interval_secs", 2, 3600},
	};
	std::string line = "console=ttyS0 printk.time=1 loglevel=5 panic=-1 oops=panic "
			   "random.trust_cpu=on";

	for (const auto &detector : detectors)
		line += std::string(" ") + detector.argument + "=" +
			std::to_string(std::min(stretched(context, topology, detector.seconds),
						detector.maximum));
	line += topology_arguments(context, topology);
	line += std::string(" KTSTR_MODE=") + mode_name(mode);
	if (!case_arguments.empty())
		line += " " + case_arguments;
	return line;
}

Job make_job(const RunContext &context, JobMode mode, const SchedulerJob &scheduler,
	     const Topology &topology, uint64_t seed)
{
	Job job;

	job.mode = mode;
	job.scheduler = scheduler;
	job.seed = seed;
	job.topology = topology;
	job.cpus_come_late = cpus_come_late(topology.cpus(), context.host_cpus);
	job.time_scale_percent = time_scale(context, topology);
	return job;
}

Result<SessionSpec> make_session_spec(const RunContext &context, const Job &job,
				      const ImageNeeds &needs, const std::string &folder,
				      const std::string &case_arguments)
{
	const Topology &topology = job.topology;
	std::string job_archive = folder + "/job.cpio";
	SessionSpec spec;

	KTSTR_TRY(make_folders(folder));
	KTSTR_TRY(remove_old_files(folder));
	GuestImage image = KTSTR_TRY(context.images->image_for(needs));
	spec.initrd = {image.archive, job_archive};
	spec.folder = folder;
	spec.kernel = context.kernel.paths.image;
	spec.cache_dir = context.settings.cache_dir;
	spec.command_line = kernel_command_line(context, job.mode, topology, case_arguments);
	spec.mode = job.mode;
	spec.seed = job.seed;
	spec.topology = topology;
	spec.memory_mib = machine_memory_mib(topology, context.options.memory_mib);
	spec.net_pairs = needs.net ? std::min(kMaxNetPairs, topology.cpus()) : 0;
	spec.disk_mib = needs.disk ? kDiskMib : 0;
	/* The guest is told how much memory each node was given. */
	Job placed = job;
	placed.modules = image.modules;
	placed.topology.node_memory_mib.clear();
	for (uint64_t bytes :
	     KTSTR_TRY(make_machine_topology(topology, spec.memory_mib)).node_memory)
		placed.topology.node_memory_mib.push_back(bytes >> 20);
	KTSTR_TRY(GuestImages::write_job(placed, job_archive));
	spec.pin = context.options.pin;
	if (spec.pin)
		spec.pin_wait_ms = stretched(context, job.topology, kPlacementWaitMs);
	spec.kaslr = (" " + spec.command_line + " ").find(" nokaslr ") == std::string::npos;
	spec.boot_ms = stretched(context, topology, kBootMs + kVcpuBootMs * topology.cpus());
	spec.teardown_ms = stretched(context, topology, windows::kTeardownMs);
	spec.exit_ms = stretched(context, topology, windows::kExitMs);
	return spec;
}

Result<Command> session_command(const RunContext &context, const SessionSpec &spec,
				uint64_t total_ms)
{
	std::string path = spec.folder + "/" + kSpecFile;

	KTSTR_TRY(write_file(path, serialise_session_spec(spec)));
	return Command{{context.settings.binary, "session", path},
		       std::chrono::milliseconds(spec.pin_wait_ms + total_ms + spec.teardown_ms),
		       spec.mode == JobMode::shell};
}

std::string repro_line(const RunContext &context, const std::string &case_name,
		       const Topology &topology, uint64_t seed)
{
	const Options &options = context.options;
	std::string output = environment("KTSTR_OUTPUT");
	std::string line;

	/* Both choose what runs and how long it may take. */
	if (!output.empty())
		line += "KTSTR_OUTPUT=" + shell_word(absolute_path(output)) + " ";
	if (context.settings.slow)
		line += "KSFT_MACHINE_SLOW=yes ";
	line += shell_word(context.settings.launcher);
	line += " -k " + shell_word(context.kernel.paths.image);
	line += " -T " + shell_word(topology.to_string()) + " --seed " + std::to_string(seed);
	line += " --host " + shell_word(context.host_kind);
	if (options.pin)
		line += " --pin";
	/* A topology with memory= has said it. */
	if (options.memory_mib && topology.node_memory_mib.empty())
		line += " --memory " +
			std::to_string(machine_memory_mib(topology, options.memory_mib));
	if (options.timeout_s)
		line += " --timeout " + std::to_string(options.timeout_s);
	for (const std::string &include : options.includes)
		line += " -i " + shell_word(absolute_path(include));
	if (!options.allow_file.empty())
		line += " --allow " + shell_word(real_path(options.allow_file));
	if (!context.scheduler.path.empty())
		line += " -s " + shell_word(context.scheduler.path);
	line += options.scenario.empty()
			? " " + shell_word(case_name)
			: " --scenario " + shell_word(absolute_path(options.scenario));
	if (!context.scheduler.arguments.empty()) {
		line += " --";
		for (const std::string &argument : context.scheduler.arguments)
			line += " " + shell_word(argument);
	}
	return line;
}

} /* namespace ktstr */
