/* SPDX-License-Identifier: GPL-2.0 */
/*
 * GuestImages: the archives that guests of one run boot from. A base archive holds init, the virtio
 * modules where the kernel has them as such, the files named by --include, a shell where a person's
 * command or a script needs one, at most one scheduler program, and programs of payloads; guests
 * with the same needs share it. A small one per guest holds its job. Owned by the coordinator;
 * image_for() and write_job() may be called from several threads. Base archives and modules go
 * with the object.
 */
#pragma once

#include <compare>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "harness/image/includes.h"
#include "harness/kernel/kernel_source.h"
#include "harness/options/settings.h"
#include "harness/wire/job.h"

namespace ktstr {

/** What one guest's image has beside what all have. Programs are host paths. */
struct ImageNeeds {
	std::string scheduler = {};
	std::vector<std::string> payloads = {};
	bool net = false; /* drivers of these */
	bool disk = false;

	auto operator<=>(const ImageNeeds &) const = default;
};

struct GuestImage {
	std::string archive;		  /* path of the base archive */
	std::vector<std::string> modules; /* paths in the guest, in load order; for Job::modules */
};

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

	/** With the programs at their own paths; payloads that are scripts bring a shell. */
	Result<GuestImage> image_for(const ImageNeeds &needs);
	/** Needs of included files that nothing satisfies; for people. */
	const std::vector<std::string> &missing() const { return missing_; }

	static Result<void> write_job(const Job &job, const std::string &path);

private:
	struct Modules {
		std::vector<GuestFile> files;
		std::vector<std::string> paths; /* in the guest, in load order */
	};

	explicit GuestImages(const KernelUnderTest &kernel) : kernel_(kernel) {}
	Result<const Modules *> modules_for(const ImageNeeds &needs);
	Result<std::string> make_archive(const ImageNeeds &needs, const Modules &modules);

	const KernelUnderTest kernel_;
	std::string init_;
	std::string folder_;
	std::vector<std::string> includes_;
	bool shell_ = false;
	std::string command_;
	std::vector<std::string> missing_;
	std::mutex lock_;
	std::map<std::pair<bool, bool>, Modules> modules_; /* by net and disk */
	std::map<ImageNeeds, GuestImage> images_;
};

} /* namespace ktstr */
