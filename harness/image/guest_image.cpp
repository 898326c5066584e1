/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/guest_image.h"

#include <unistd.h>

#include <algorithm>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/image/command_programs.h"
#include "harness/image/elf_needs.h"
#include "harness/image/initramfs.h"
#include "harness/image/modules.h"
#include "harness/scenario/devices.h"

namespace ktstr {

namespace {

constexpr char kModuleFolder[] = "/ktstr/modules";

/* Common commands for --exec: links to busybox, unless an include has that name. */
constexpr const char *kApplets[] = {
	"[",	    "ash",	"awk",	    "basename", "cat",	   "chmod",   "chrt",  "cp",
	"cut",	    "date",	"dd",	    "df",	"dirname", "dmesg",   "du",    "echo",
	"egrep",    "env",	"expr",	    "false",	"find",	   "free",    "fgrep", "grep",
	"gzip",	    "head",	"hostname", "id",	"kill",	   "killall", "ln",    "ls",
	"lsmod",    "mkdir",	"mknod",    "mktemp",	"more",	   "mount",   "mv",    "nice",
	"nproc",    "od",	"pgrep",    "pidof",	"pkill",   "printf",  "ps",    "pwd",
	"readlink", "realpath", "renice",   "rm",	"rmdir",   "sed",     "seq",   "sh",
	"sleep",    "sort",	"stat",	    "stty",	"sync",	   "tail",    "tar",   "taskset",
	"tee",	    "test",	"time",	    "timeout",	"top",	   "touch",   "tr",    "true",
	"umount",   "uname",	"uniq",	    "uptime",	"vi",	   "watch",   "wc",    "which",
	"xargs",    "yes",	"zcat",
};

/* Without a static busybox: the host's own tools, with their libraries. */
constexpr const char *kHostTools[] = {
	"/bin/sh",	    "/bin/cat",		"/bin/chmod",	  "/bin/cp",	   "/bin/date",
	"/bin/dd",	    "/bin/dmesg",	"/bin/echo",	  "/bin/false",	   "/bin/grep",
	"/bin/kill",	    "/bin/ln",		"/bin/ls",	  "/bin/mkdir",	   "/bin/mount",
	"/bin/mv",	    "/bin/ps",		"/bin/rm",	  "/bin/sed",	   "/bin/sleep",
	"/bin/stty",	    "/bin/sync",	"/bin/true",	  "/bin/umount",   "/bin/uname",
	"/usr/bin/head",    "/usr/bin/id",	"/usr/bin/nproc", "/usr/bin/sort", "/usr/bin/tail",
	"/usr/bin/taskset", "/usr/bin/timeout", "/usr/bin/wc",
};

bool is_static(const std::string &path)
{
	Result<std::string> bytes = read_file(path, 64u << 20);

	if (!bytes.ok() || detect_format(as_bytes(bytes.value())) != FileFormat::elf64)
		return false;
	Result<ElfNeeds> needs = parse_elf_needs(as_bytes(bytes.value()));

	return needs.ok() && needs.value().interpreter.empty() && needs.value().libraries.empty();
}

std::string static_busybox()
{
	for (const char *path : {"/usr/bin/busybox", "/bin/busybox"}) {
		if (file_exists(path) && is_static(path))
			return real_path(path);
	}
	return {};
}

/* init searches the same folders (init/mounts.cpp). */
constexpr char kProgramPath[] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

void add_shell(const std::string &command, std::vector<std::string> *includes,
	       std::vector<GuestFile> *files)
{
	std::string busybox = static_busybox();

	for (const std::string &program : command_programs(command, kProgramPath)) {
		bool applet = std::find(std::begin(kApplets), std::end(kApplets),
					base_name(program)) != std::end(kApplets);

		if (busybox.empty() || !applet)
			includes->push_back(program);
	}

	if (busybox.empty()) {
		for (const char *tool : kHostTools) {
			if (file_exists(tool))
				includes->push_back(tool);
		}
		return;
	}
	includes->push_back(busybox);
	/* "/bin" itself: a link on merged-/usr hosts; the guest then gets the same link. */
	includes->push_back("/bin/busybox");
	for (const char *applet : kApplets)
		files->push_back({GuestFile::symlink,
				  parent_of(busybox) + "/" + applet,
				  {},
				  base_name(busybox),
				  0777});
}

/*
 * Drivers that some distros build as modules; takes only those that the configuration says are
 * modules.
 */
std::vector<std::string> wanted_modules(const KernelConfig &config, const ImageNeeds &needs)
{
	std::vector<std::string> modules;
	auto want = [&](std::span<const DeviceDriver> drivers) {
		for (const DeviceDriver &driver : drivers) {
			if (config.value(driver.option) == "m")
				modules.push_back(driver.module);
		}
	};

	want(kBaseDrivers);
	for (const GuestDevice *device : kGuestDevices) {
		if (needs.devices.contains(device->name))
			want(device->drivers);
	}
	return modules;
}

/* Adds those of @more whose path is not in @files yet. */
void add_files(std::vector<GuestFile> *files, const std::vector<GuestFile> &more)
{
	for (const GuestFile &file : more) {
		bool taken =
			std::any_of(files->begin(), files->end(), [&file](const GuestFile &other) {
				return other.guest_path == file.guest_path;
			});

		if (!taken)
			files->push_back(file);
	}
}

} /* namespace */

Result<std::unique_ptr<GuestImages>> GuestImages::create(const Settings &settings,
							 const KernelUnderTest &kernel,
							 const std::vector<std::string> &includes,
							 bool shell, const std::string &command,
							 const std::string &folder)
{
	std::unique_ptr<GuestImages> images(new GuestImages(kernel));

	KTSTR_TRY(make_folders(folder));
	if (!file_exists(settings.init))
		return Error{ENOENT, "find guest init program", settings.init};
	images->init_ = settings.init;
	images->folder_ = folder;
	images->includes_ = includes;
	images->shell_ = shell;
	images->command_ = command;
	KTSTR_TRY(images->write_config());
	/* Pack now, so that problems with an include are reported before anything boots. */
	KTSTR_TRY(images->image_for({}));
	return images;
}

GuestImages::~GuestImages()
{
	for (const auto &[needs, image] : images_)
		unlink(image.archive.c_str());
	for (const auto &[needs, modules] : modules_) {
		for (const GuestFile &file : modules.files)
			unlink(file.host_path.c_str());
	}
	for (const GuestFile &file : config_)
		unlink(file.host_path.c_str());
	/* Keeps the folder if it holds anything else: --out may name a folder in use. */
	rmdir(folder_.c_str());
}

Result<GuestImage> GuestImages::image_for(const ImageNeeds &needs)
{
	std::lock_guard guard(lock_);

	if (auto found = images_.find(needs); found != images_.end())
		return found->second;
	const Modules *modules = KTSTR_TRY(modules_for(needs));
	GuestImage image = {KTSTR_TRY(make_archive(needs, *modules)), modules->paths};

	return images_.emplace(needs, std::move(image)).first->second;
}

Result<const GuestImages::Modules *> GuestImages::modules_for(const ImageNeeds &needs)
{
	std::vector<std::string> wanted;
	Modules modules;

	if (auto found = modules_.find(needs.devices); found != modules_.end())
		return &found->second;
	if (kernel_.config && !kernel_.paths.modules.empty())
		wanted = wanted_modules(*kernel_.config, needs);
	if (!wanted.empty()) {
		for (const KernelModule &module :
		     KTSTR_TRY(collect_modules(kernel_.paths.modules, wanted))) {
			std::string name = safe_name(module.name) + ".ko";
			std::string host = folder_ + "/" + name;
			std::string guest = std::string(kModuleFolder) + "/" + name;

			KTSTR_TRY(write_file(host, as_text(module.image)));
			modules.files.push_back({GuestFile::file, guest, host, {}, 0644});
			modules.paths.push_back(guest);
		}
	}
	return &modules_.emplace(needs.devices, std::move(modules)).first->second;
}

Result<void> GuestImages::write_config()
{
	std::string host = folder_ + "/config";

	/* The name of the guest's file is what uname -r prints there. */
	if (kernel_.release.empty() || kernel_.release.find('/') != std::string::npos)
		return {};
	KTSTR_TRY(write_file(host, kernel_.guest_config()));
	config_ = {{GuestFile::file, "/boot/config-" + kernel_.release, host, {}, 0644}};
	return {};
}

Result<std::string> GuestImages::make_archive(const ImageNeeds &needs, const Modules &modules)
{
	std::vector<std::string> paths = includes_;
	std::vector<GuestFile> applets;

	if (shell_ || std::any_of(needs.payloads.begin(), needs.payloads.end(), is_script))
		add_shell(command_, &paths, &applets);
	if (!needs.scheduler.empty())
		paths.push_back(needs.scheduler);
	paths.insert(paths.end(), needs.payloads.begin(), needs.payloads.end());
	Includes collected = paths.empty() ? Includes{} : KTSTR_TRY(collect_includes(paths));
	std::vector<GuestFile> files = std::move(collected.files);

	add_files(&files, applets);
	add_files(&files, modules.files);
	add_files(&files, config_);
	std::vector<std::byte> archive = KTSTR_TRY(pack_initramfs({init_, std::move(files)}));
	std::string path = folder_ + "/base" + std::to_string(images_.size()) + ".cpio";

	KTSTR_TRY(write_file(path, as_text(archive)));
	if (images_.empty())
		missing_ = std::move(collected.missing);
	return path;
}

Result<void> GuestImages::write_job(const Job &job, const std::string &path)
{
	return write_file(path, as_text(pack_job(serialise_job(job))));
}

} /* namespace ktstr */
