/* SPDX-License-Identifier: GPL-2.0 */
/*
 * RunContext: what every run of one invocation shares. Built by the coordinator's main thread
 * before the first worker starts; read-only after that, from any thread.
 */
#pragma once

#include <memory>
#include <string>

#include "harness/hosts/host.h"
#include "harness/image/guest_image.h"
#include "harness/kernel/kernel_source.h"
#include "harness/options/cli.h"
#include "harness/options/settings.h"
#include "harness/plan/scheduler_choice.h"
#include "harness/session/session_files.h"
#include "harness/verdict/splat.h"

namespace ktstr {

struct RunContext {
	Options options;
	Settings settings;
	KernelUnderTest kernel;
	std::unique_ptr<GuestImages> images;
	OtherScheduler scheduler;
	AllowList allowed;
	std::string out_dir;
	std::string host_kind;	/* "kvm" or "tcg" */
	unsigned host_cpus = 1; /* of the host that virtual machines run on */
	uint32_t time_scale_percent =
		100; /* stretches every deadline of a machine that has its CPUs */
};

/** The kernel's command line; the reasons for each argument are in the .cpp. */
std::string kernel_command_line(const RunContext &context, JobMode mode, const Topology &topology,
				const std::string &case_arguments);

/**
 * Percent by which everything a guest of this topology does may take longer: the context's time
 * scale, and more where many vCPUs share one CPU of the host.
 */
uint32_t time_scale(const RunContext &context, const Topology &topology);
/** @ms stretched by it. */
uint64_t stretched(const RunContext &context, const Topology &topology, uint64_t ms);

/**
 * A spec for a guest with @job, which is written to @folder, emptied of an earlier session. The
 * deadlines of attach and body are the caller's to set.
 */
Result<SessionSpec> make_session_spec(const RunContext &context, const Job &job,
				      const ImageNeeds &needs, const std::string &folder,
				      const std::string &case_arguments);

/**
 * Writes @spec into its folder. The command for a Host, with @total_ms, the wait for host LLCs and
 * the teardown's window as the backstop.
 */
Result<Command> session_command(const RunContext &context, const SessionSpec &spec,
				uint64_t total_ms);

/** A job with what comes from the context. */
Job make_job(const RunContext &context, JobMode mode, const SchedulerJob &scheduler,
	     const Topology &topology, uint64_t seed);

/**
 * Shell words that run just @case_name, or the file of --scenario, again, on the same kernel and so
 * on, from any folder.
 */
std::string repro_line(const RunContext &context, const std::string &case_name,
		       const Topology &topology, uint64_t seed);

} /* namespace ktstr */
