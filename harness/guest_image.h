/* SPDX-License-Identifier: GPL-2.0 */
/*
 * GuestImages: the archives that guests of one run boot from. A base archive holds init, the
 * virtio modules where the kernel has them as such, the files named by --include, a shell where a
 * person's command or script needs one, and at most one scheduler program; guests with the same
 * program share it. A small one per guest holds its job. Owned by the coordinator; base_for() and
 * write_job() may be called from several threads. Base archives and modules go with the object.
 */
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "harness/image/includes.h"
#include "harness/kernel_source.h"
#include "harness/scenario/job.h"
#include "harness/settings.h"

namespace ktstr {

class GuestImages {
public:
	/**
	 * @shell: with a shell and common tools, and the programs of this machine that @command
	 * names. @folder: where the archives go. Errors: a file or module that is not there.
	 */
	static Result<std::unique_ptr<GuestImages>> create(const Settings &settings,
							   const KernelUnderTest &kernel,
							   const std::vector<std::string> &includes,
							   bool shell, const std::string &command,
							   const std::string &folder);
	~GuestImages();

	/** Path of the base archive with @program (a host path; may be empty) at its own path. */
	Result<std::string> base_for(const std::string &program);
	/** Paths in the guest, in load order; for Job::modules. */
	const std::vector<std::string> &modules() const { return modules_; }
	/** Needs of included files that nothing satisfies; for people. */
	const std::vector<std::string> &missing() const { return missing_; }

	static Result<void> write_job(const Job &job, const std::string &path);

private:
	GuestImages() = default;

	std::string init_;
	std::string folder_;
	std::vector<std::string> includes_;
	std::vector<GuestFile> fixed_files_;	/* modules, applet links */
	std::vector<std::string> modules_;
	std::vector<std::string> missing_;
	std::mutex lock_;
	std::map<std::string, std::string> bases_;	/* by program */
};

} /* namespace ktstr */
