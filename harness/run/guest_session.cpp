/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/guest_session.h"

#include <unistd.h>

#include <cerrno>

#include "harness/base/files.h"
#include "harness/kernel/command_line.h"
#include "harness/kernel/cpu_bringup.h"
#include "harness/placement/place_machine.h"
#include "harness/plan/machine_topology.h"
#include "harness/wire/waits.h"

namespace ktstr {

namespace {

constexpr uint64_t kBootMs = 20000;
constexpr uint64_t kVcpuBootMs = 50; /* vCPUs come up one after the other */

/* Files from an earlier run with the same --out could be mistaken for this run's. */
Result<void> remove_old_files(const std::string &folder)
{
	for (const char *name : {kConsoleFile, kRecordsFile, kResultFile}) {
		std::string path = folder + "/" + name;

		if (unlink(path.c_str()) < 0 && errno != ENOENT)
			return errno_error("remove", path);
	}
	return {};
}

} /* namespace */

Job make_job(const RunContext &context, JobMode mode, const SchedulerJob &scheduler,
	     const Topology &topology, uint64_t seed)
{
	Job job;

	job.mode = mode;
	job.scheduler = scheduler;
	job.seed = seed;
	job.topology = topology;
	job.cpus_come_late = cpus_come_late(topology.cpus(), context.host_cpus);
	job.time_scale = time_scale(context, topology);
	return job;
}

Result<SessionSpec> make_session_spec(const RunContext &context, const Job &job,
				      const ImageNeeds &needs, const std::string &folder,
				      const std::string &case_arguments)
{
	const Topology &topology = job.topology;
	const TimeScale scale = time_scale(context, topology);
	std::string job_archive = folder + "/job.cpio";
	SessionSpec spec;

	KTSTR_TRY(make_folders(folder));
	KTSTR_TRY(remove_old_files(folder));
	GuestImage image = KTSTR_TRY(context.images->image_for(needs));
	spec.initrd = {image.archive, job_archive};
	spec.folder = folder;
	spec.kernel = context.kernel.paths.image;
	spec.cache_dir = context.settings.cache_dir;
	spec.command_line = kernel_command_line(topology, context.host_cpus, scale, case_arguments);
	spec.mode = job.mode;
	spec.seed = job.seed;
	spec.topology = topology;
	spec.memory_mib = machine_memory_mib(topology, context.options.memory_mib);
	/* The job tells the guest how much memory each node has. */
	Job placed = job;
	placed.modules = image.modules;
	placed.topology.node_memory_mib.clear();
	for (uint64_t bytes :
	     KTSTR_TRY(make_machine_topology(topology, spec.memory_mib)).node_memory)
		placed.topology.node_memory_mib.push_back(bytes >> 20);
	KTSTR_TRY(GuestImages::write_job(placed, job_archive));
	spec.pin = context.options.pin;
	if (spec.pin)
		spec.pin_wait_ms = scale.of(kPlacementWaitMs);
	spec.kaslr = (" " + spec.command_line + " ").find(" nokaslr ") == std::string::npos;
	spec.boot_ms = scale.of(kBootMs + kVcpuBootMs * topology.cpus());
	spec.teardown_ms = scale.of(waits::kTeardownMs);
	spec.exit_ms = scale.of(waits::kExitMs);
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

} /* namespace ktstr */
