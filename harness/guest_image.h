/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What goes into a guest: one base archive for the whole run (init, virtio modules where the kernel
 * has them as such, the files named by --include, a shell for --exec and --shell), and one small
 * archive per case (its job, its scheduler's program). Built by the coordinator; the files belong
 * to the run's folder. build_case_image() may be called from several threads for different cases.
 */
#pragma once

#include <string>
#include <vector>

#include "harness/kernel_source.h"
#include "harness/scenario/job.h"
#include "harness/settings.h"

namespace ktstr {

struct BaseImage {
	std::string path;			/* cpio */
	std::vector<std::string> modules;	/* paths in the guest, in load order */
};

struct BaseRequest {
	std::vector<std::string> includes;
	bool shell = false;
};

Result<BaseImage> build_base_image(const Settings &settings, const KernelUnderTest &kernel,
				   const BaseRequest &request, const std::string &path);

/** Writes @job, and @program (a host path; may be empty) to where the job says it is. */
Result<void> build_case_image(const Job &job, const std::string &program, const std::string &path);

} /* namespace ktstr */
