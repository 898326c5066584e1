/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/kernel/known_kernels.h"

#include <string.h>
#include <unistd.h>

#include <algorithm>

#include "harness/base/files.h"
#include "harness/base/text.h"

namespace ktstr {

namespace {

constexpr uint64_t kMaxConfig = 16u << 20; /* bytes */
constexpr std::string_view kImagePrefix = "vmlinuz-";

bool readable(const std::string &path)
{
	return access(path.c_str(), R_OK) == 0;
}

bool is_newer(const KnownKernel &a, const KnownKernel &b)
{
	return strverscmp(a.version.c_str(), b.version.c_str()) > 0;
}

/* Newest first; of the same version, the one that was added first. */
void add(std::vector<KnownKernel> *known, const std::string &version, KernelPaths paths)
{
	if (!file_exists(paths.image) || !readable(paths.image))
		return;
	if (!readable(paths.config))
		paths.config.clear();
	if (!folder_exists(paths.modules))
		paths.modules.clear();
	KnownKernel kernel = {version, std::move(paths)};
	auto place = std::upper_bound(known->begin(), known->end(), kernel, is_newer);
	known->insert(place, std::move(kernel));
}

bool has_sched_ext(const KernelPaths &paths)
{
	if (paths.config.empty())
		return false;
	Result<std::string> text = read_file(paths.config, kMaxConfig);

	return text.ok() &&
	       ("\n" + text.value()).find("\nCONFIG_SCHED_CLASS_EXT=y") != std::string::npos;
}

} /* namespace */

std::vector<KnownKernel> known_kernels(const std::string &cache_dir, const std::string &root)
{
	std::vector<KnownKernel> known;
	std::string cached = cache_dir + "/kernels/", boot = root + "/boot/";

	for (const std::string &version : entries_of(cached)) {
		std::string folder = cached + version;

		add(&known, version,
		    {folder + "/vmlinuz", folder + "/config", folder + "/modules"});
	}
	for (const std::string &name : entries_of(boot)) {
		if (!name.starts_with(kImagePrefix))
			continue;
		std::string version = name.substr(kImagePrefix.size());

		add(&known, version,
		    {boot + name, boot + "config-" + version, root + "/lib/modules/" + version});
	}
	return known;
}

std::optional<KernelPaths> newest_with_sched_ext(const std::vector<KnownKernel> &known)
{
	for (const KnownKernel &kernel : known) {
		if (has_sched_ext(kernel.paths))
			return kernel.paths;
	}
	return std::nullopt;
}

std::optional<KernelPaths> newest_of_version(const std::vector<KnownKernel> &known,
					     const std::string &version)
{
	for (const KnownKernel &kernel : known) {
		std::string_view rest = kernel.version;

		if (!rest.starts_with(version))
			continue;
		rest.remove_prefix(version.size());
		if (rest.empty() || std::string_view(".+-").find(rest[0]) != std::string_view::npos)
			return kernel.paths;
	}
	return std::nullopt;
}

std::optional<KernelPaths> tree_kernel(const std::vector<std::string> &folders)
{
	for (const std::string &folder : folders) {
		std::string config = folder + "/.config";

		if (!file_exists(config))
			continue;
		for (const char *name : {"/arch/x86/boot/bzImage", "/vmlinux"}) {
			if (file_exists(folder + name))
				return KernelPaths{real_path(folder + name), real_path(config), ""};
		}
	}
	return std::nullopt;
}

bool names_version(const std::string &choice)
{
	return glob_match("[0-9]*.[0-9]*", choice) && access(choice.c_str(), F_OK) < 0;
}

} /* namespace ktstr */
