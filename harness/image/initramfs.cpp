/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/initramfs.h"

#include <fcntl.h>
#include <limits.h>

#include <map>

#include "harness/base/files.h"
#include "harness/image/cpio.h"
#include "harness/wire/job.h"

namespace ktstr {

namespace {

constexpr char kInit[] = "/init";

struct BaseFolder {
	const char *path;
	uint32_t permissions;
};

/*
 * Folders that init mounts on or writes to. Included files decide about /bin, /lib and the like,
 * which are links on most hosts.
 */
constexpr BaseFolder kBaseFolders[] = {
	{"/dev", 0755}, {"/proc", 0555}, {"/sys", 0555}, {"/tmp", 01777},
	{"/run", 0755}, {"/root", 0700}, {"/etc", 0755}, {"/ktstr", 0755},
};

using Tree = std::map<std::string, GuestFile>;

Result<void> add_parents(Tree &tree, const std::string &path)
{
	for (size_t slash = path.find('/', 1); slash != path.npos;
	     slash = path.find('/', slash + 1)) {
		std::string parent = path.substr(0, slash);
		auto [at, added] = tree.try_emplace(
			parent, GuestFile{GuestFile::directory, parent, {}, {}, 0755});
		if (at->second.kind != GuestFile::directory)
			return format_error("parent of an included path is not a folder", path);
	}
	return {};
}

Result<void> add_entry(CpioWriter &writer, const GuestFile &file)
{
	if (file.kind == GuestFile::directory) {
		writer.add_directory(file.guest_path, file.permissions);
		return {};
	}
	if (file.kind == GuestFile::symlink) {
		writer.add_symlink(file.guest_path, file.target);
		return {};
	}
	UniqueFd fd(open(file.host_path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
	if (!fd.valid())
		return errno_error("open file for the image", file.host_path);
	return writer.add_file(file.guest_path, fd, file.permissions);
}

} /* namespace */

Result<std::vector<std::byte>> pack_initramfs(const InitramfsPlan &plan)
{
	Tree tree;
	for (const GuestFile &file : plan.files) {
		if (!file.guest_path.starts_with('/') || file.guest_path.size() >= PATH_MAX)
			return format_error("not a valid guest path", file.guest_path);
		if (file.guest_path == kInit || file.guest_path == kJobPath)
			return format_error("guest path is already in use", file.guest_path);
		tree.emplace(file.guest_path, file);
	}
	for (const BaseFolder &folder : kBaseFolders)
		tree.try_emplace(
			folder.path,
			GuestFile{GuestFile::directory, folder.path, {}, {}, folder.permissions});
	KTSTR_TRY(add_parents(tree, "/dev/console"));
	for (const GuestFile &file : plan.files)
		KTSTR_TRY(add_parents(tree, file.guest_path));

	CpioWriter writer;
	KTSTR_TRY(add_entry(writer, {GuestFile::file, kInit, plan.init_path, {}, 0755}));
	for (const auto &[path, file] : tree)
		KTSTR_TRY(add_entry(writer, file));
	/*
	 * The kernel opens /dev/console before anything is mounted (init/main.c
	 * console_on_rootfs()).
	 */
	writer.add_device("/dev/console", S_IFCHR, 0600, 5, 1);
	writer.add_device("/dev/null", S_IFCHR, 0666, 1, 3);
	return writer.finish();
}

std::vector<std::byte> pack_job(std::string_view text)
{
	CpioWriter writer;
	writer.add_directory(parent_of(kJobPath));
	writer.add_file(kJobPath, text, 0400);
	return writer.finish();
}

} /* namespace ktstr */
