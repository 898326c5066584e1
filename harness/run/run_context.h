/* SPDX-License-Identifier: GPL-2.0 */
/*
 * RunContext: what all cases of one invocation share. The coordinator's main thread fills it before
 * the first worker starts; then it is read-only, for any thread.
 */
#pragma once

#include <memory>
#include <string>

#include "harness/base/output_file.h"
#include "harness/image/guest_image.h"
#include "harness/kernel/kernel_source.h"
#include "harness/options/cli.h"
#include "harness/options/settings.h"
#include "harness/plan/machine_time.h"
#include "harness/plan/scheduler_choice.h"
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
	std::shared_ptr<const OutputFile> junit; /* null without --junit */
	std::string host_kind;			 /* "kvm" or "tcg" */
	unsigned host_cpus = 1; /* CPUs of the host that the virtual machines run on */
	TimeScale time_scale;	/* for a machine with a CPU for each vCPU */
};

/** Scale for a guest of @topology in this run. */
inline TimeScale time_scale(const RunContext &context, const Topology &topology)
{
	return machine_time_scale(context.time_scale, topology, context.host_cpus);
}

} /* namespace ktstr */
