/* SPDX-License-Identifier: GPL-2.0 */
/*
 * GuestImages: the archives that the guests of one run boot from. A base archive holds init, the
 * virtio modules if the kernel needs them, the kernel's configuration in /boot, the files named by
 * --include, a shell if a command or script needs one, at most one scheduler program, and payload
 * programs. Guests with the same needs share it. A small second archive per guest holds its job.
 * The coordinator owns this object; several threads may call image_for() and write_job(). What the
 * object wrote is deleted with it.
 */
#pragma once

#include <compare>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "harness/image/includes.h"
#include "harness/kernel/kernel_source.h"
#include "harness/options/settings.h"
#include "harness/wire/job.h"

namespace ktstr {

/** What one guest's image holds beyond the common part. Programs are host paths. */
struct ImageNeeds {
	std::string scheduler = {};
	std::vector<std::string> payloads = {};
	std::set<std::string> devices = {}; /* names of GuestDevices, for their drivers */

	auto operator<=>(const ImageNeeds &) const = default;
};

struct GuestImage {
	std::string archive;		  /* path of the base archive */
	std::vector<std::string> modules; /* guest paths in load order; for Job::modules */
};

class GuestImages {
public:
	/**
	 * @shell: include a shell, common tools, and this machine's programs that @command names.
	 * @folder: where to write the archives. Errors: a file or module is missing.
	 */
	static Result<std::unique_ptr<GuestImages>> create(const Settings &settings,
							   const KernelUnderTest &kernel,
							   const std::vector<std::string> &includes,
							   bool shell, const std::string &command,
							   const std::string &folder);
	~GuestImages();

	/** Programs keep their host paths; a payload that is a script brings a shell. */
	Result<GuestImage> image_for(const ImageNeeds &needs);
	/** Unmet needs of included files, for the user. */
	const std::vector<std::string> &missing() const { return missing_; }

	static Result<void> write_job(const Job &job, const std::string &path);

private:
	struct Modules {
		std::vector<GuestFile> files;
		std::vector<std::string> paths; /* guest paths in load order */
	};

	explicit GuestImages(const KernelUnderTest &kernel) : kernel_(kernel) {}
	Result<const Modules *> modules_for(const ImageNeeds &needs);
	/** Errors: the folder cannot be written. */
	Result<void> write_config();
	Result<std::string> make_archive(const ImageNeeds &needs, const Modules &modules);

	const KernelUnderTest kernel_;
	std::string init_;
	std::string folder_;
	std::vector<std::string> includes_;
	bool shell_ = false;
	std::string command_;
	std::vector<std::string> missing_;
	std::vector<GuestFile> config_; /* at most one file */
	std::mutex lock_;
	std::map<std::set<std::string>, Modules> modules_; /* by devices */
	std::map<ImageNeeds, GuestImage> images_;
};

} /* namespace ktstr */
