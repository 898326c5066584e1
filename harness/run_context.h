/* SPDX-License-Identifier: GPL-2.0 */
/*
 * RunContext: what every run of one invocation shares. Built by the coordinator's main thread
 * before the first worker starts; read-only after that, from any thread.
 */
#pragma once

#include <string>

#include "harness/cli.h"
#include "harness/guest_image.h"
#include "harness/kernel_source.h"
#include "harness/scheduler_choice.h"
#include "harness/session_result.h"
#include "harness/settings.h"
#include "harness/splat.h"

namespace ktstr {

struct RunContext {
	Options options;
	Settings settings;
	KernelUnderTest kernel;
	BaseImage image;
	OtherScheduler scheduler;
	AllowList allowed;
	std::string out_dir;
	std::string host_kind;			/* "kvm" or "tcg" */
	uint32_t time_scale_percent = 100;	/* stretches every deadline */
};

/** The kernel's command line; the reasons for each argument are in the .cpp. */
std::string kernel_command_line(const RunContext &context, JobMode mode,
				const std::string &case_arguments);

/** A spec with everything but the folder's archives and the case's deadline. */
SessionSpec make_session_spec(const RunContext &context, JobMode mode, const Topology &topology,
			      const std::string &folder, const std::string &case_arguments);

/** @ms stretched by the context's time scale. */
uint64_t stretched(const RunContext &context, uint64_t ms);

/** The command line that runs just @name again, on the same kernel and so on. */
std::string repro_line(const RunContext &context, const std::string &case_name,
		       const Topology &topology, uint64_t seed);

} /* namespace ktstr */
