/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run_context.h"

#include "harness/files.h"
#include "harness/text.h"

namespace ktstr {

namespace {

constexpr uint64_t kBootMs = 20000;
constexpr uint64_t kExitMs = 5000;
constexpr uint64_t kDefaultMemoryMib = 512;

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

} /* namespace */

uint64_t stretched(const RunContext &context, uint64_t ms)
{
	return ms * context.time_scale_percent / 100;
}

/*
 * console, printk.time: the serial line carries what the splat scan reads, with timestamps.
 * loglevel=5: warnings and worse; the whole log comes through kernel_log records, and each byte on
 * a serial line is an exit.
 * panic=-1: a panic resets at once, and the session sees the reset. oops=panic: after an oops
 * nothing the guest says is worth waiting for; a WARN goes on, and is found by the scan.
 * random.trust_cpu: no wait for entropy.
 * Mitigations stay as the kernel has them: the kernel under test is to run as it is shipped.
 * Slow hosts: a time-sliced vCPU is no lockup; the detectors wait as much longer.
 */
std::string kernel_command_line(const RunContext &context, JobMode mode,
				const std::string &case_arguments)
{
	std::string line = "console=ttyS0 printk.time=1 loglevel=5 panic=-1 oops=panic "
			   "random.trust_cpu=on";

	if (context.time_scale_percent > 100)
		line += " watchdog_thresh=" +
			std::to_string(std::min<uint64_t>(stretched(context, 10), 60)) +
			" rcupdate.rcu_cpu_stall_timeout=" +
			std::to_string(std::min<uint64_t>(stretched(context, 21), 300));
	line += std::string(" KTSTR_MODE=") + mode_name(mode);
	if (!case_arguments.empty())
		line += " " + case_arguments;
	return line;
}

Job make_job(const RunContext &context, JobMode mode, const SchedulerJob &scheduler, uint64_t seed)
{
	Job job;

	job.mode = mode;
	job.scheduler = scheduler;
	job.seed = seed;
	job.time_scale_percent = context.time_scale_percent;
	job.modules = context.images->modules();
	return job;
}

Result<SessionSpec> make_session_spec(const RunContext &context, const Job &job,
				      const Topology &topology, const std::string &program,
				      const std::string &folder, const std::string &case_arguments)
{
	std::string job_archive = folder + "/job.cpio";
	SessionSpec spec;

	KTSTR_TRY(make_folders(folder));
	KTSTR_TRY(GuestImages::write_job(job, job_archive));
	spec.initrd = {KTSTR_TRY(context.images->base_for(program)), job_archive};
	spec.folder = folder;
	spec.kernel = context.kernel.paths.image;
	spec.cache_dir = context.settings.cache_dir;
	spec.command_line = kernel_command_line(context, job.mode, case_arguments);
	spec.mode = job.mode;
	spec.seed = job.seed;
	spec.vcpus = topology.cpus();
	spec.memory_mib = context.options.memory_mib ? context.options.memory_mib
						     : kDefaultMemoryMib;
	/* Guest RAM comes in whole 2 MiB pages (GuestMemory::create). */
	spec.memory_mib += spec.memory_mib & 1;
	spec.kaslr = (" " + spec.command_line + " ").find(" nokaslr ") == std::string::npos;
	spec.boot_ms = stretched(context, kBootMs);
	spec.exit_ms = stretched(context, kExitMs);
	return spec;
}

Result<Command> session_command(const RunContext &context, const SessionSpec &spec,
				uint64_t total_ms)
{
	std::string path = spec.folder + "/" + kSpecFile;

	KTSTR_TRY(write_file(path, serialise_session_spec(spec)));
	return Command{{context.settings.binary, "session", path},
		       std::chrono::milliseconds(total_ms),
		       spec.mode == JobMode::shell};
}

std::string repro_line(const RunContext &context, const std::string &case_name,
		       const Topology &topology, uint64_t seed)
{
	const Options &options = context.options;
	std::string line = shell_word(context.settings.launcher);

	line += " -k " + shell_word(context.kernel.paths.image);
	line += " -T " + topology.to_string() + " --seed " + std::to_string(seed);
	line += " --host " + context.host_kind;
	if (options.memory_mib)
		line += " --memory " + std::to_string(options.memory_mib);
	if (options.timeout_s)
		line += " --timeout " + std::to_string(options.timeout_s);
	if (!options.allow_file.empty())
		line += " --allow " + shell_word(real_path(options.allow_file));
	if (!context.scheduler.path.empty())
		line += " -s " + shell_word(context.scheduler.path);
	line += " " + shell_word(case_name);
	if (!context.scheduler.arguments.empty()) {
		line += " --";
		for (const std::string &argument : context.scheduler.arguments)
			line += " " + shell_word(argument);
	}
	return line;
}

} /* namespace ktstr */
