/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/guest_image.h"

#include <unistd.h>

#include <algorithm>

#include "harness/emulated/modules.h"
#include "harness/files.h"
#include "harness/image/command_programs.h"
#include "harness/image/elf_needs.h"
#include "harness/image/initramfs.h"
#include "harness/text.h"

namespace ktstr {

namespace {

constexpr char kModuleFolder[] = "/ktstr/modules";

/* What commands given to --exec commonly use; links to busybox, unless an include is named so. */
constexpr const char *kApplets[] = {
	"[",	 "ash",	   "awk",   "basename", "cat",	    "chmod",  "chrt",  "cp",	  "cut",
	"date",	 "dd",	   "df",    "dirname",	"dmesg",    "du",     "echo",  "egrep",	  "env",
	"expr",	 "false",  "find",  "free",	"fgrep",    "grep",   "gzip",  "head",	  "hostname",
	"id",	 "kill",   "killall", "ln",	"ls",	    "lsmod",  "mkdir", "mknod",	  "mktemp",
	"more",	 "mount",  "mv",    "nice",	"nproc",    "od",     "pgrep", "pidof",	  "pkill",
	"printf", "ps",	   "pwd",   "readlink", "realpath", "renice", "rm",    "rmdir",	  "sed",
	"seq",	 "sh",	   "sleep", "sort",	"stat",	    "stty",   "sync",  "tail",	  "tar",
	"taskset", "tee",  "test",  "time",	"timeout",  "top",    "touch", "tr",	  "true",
	"umount", "uname", "uniq",  "uptime",	"vi",	    "watch",  "wc",    "which",	  "xargs",
	"yes",	 "zcat",
};

/* Where there is no static busybox: the host's own, with their libraries. */
constexpr const char *kHostTools[] = {
	"/bin/sh", "/bin/cat", "/bin/chmod", "/bin/cp", "/bin/date", "/bin/dd", "/bin/dmesg",
	"/bin/echo", "/bin/false", "/bin/grep", "/bin/kill", "/bin/ln", "/bin/ls", "/bin/mkdir",
	"/bin/mount", "/bin/mv", "/bin/ps", "/bin/rm", "/bin/sed", "/bin/sleep", "/bin/stty",
	"/bin/sync", "/bin/true", "/bin/umount", "/bin/uname", "/usr/bin/head", "/usr/bin/id",
	"/usr/bin/nproc", "/usr/bin/sort", "/usr/bin/tail", "/usr/bin/taskset", "/usr/bin/timeout",
	"/usr/bin/wc",
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

/* Where init looks for programs, too (init/mounts.cpp). */
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
	/* "/bin" itself: a link on merged-/usr hosts, and the guest then has the same one. */
	includes->push_back("/bin/busybox");
	for (const char *applet : kApplets)
		files->push_back({GuestFile::symlink, parent_of(busybox) + "/" + applet, {},
				  base_name(busybox), 0777});
}

/* Drivers that some distros build as modules; only what the configuration says is one. */
std::vector<std::string> wanted_modules(const KernelUnderTest &kernel)
{
	std::vector<std::string> wanted;

	if (!kernel.config)
		return wanted;
	if (kernel.config->value("CONFIG_VIRTIO_PCI") == "m")
		wanted.push_back("virtio_pci");
	if (kernel.config->value("CONFIG_VIRTIO_CONSOLE") == "m")
		wanted.push_back("virtio_console");
	return wanted;
}

} /* namespace */

Result<std::unique_ptr<GuestImages>> GuestImages::create(const Settings &settings,
							 const KernelUnderTest &kernel,
							 const std::vector<std::string> &includes,
							 bool shell, const std::string &command,
							 const std::string &folder)
{
	std::unique_ptr<GuestImages> images(new GuestImages);
	std::vector<std::string> wanted = wanted_modules(kernel);

	KTSTR_TRY(make_folders(folder));
	if (!file_exists(settings.init))
		return Error{ENOENT, "guest's init program", settings.init};
	images->init_ = settings.init;
	images->folder_ = folder;
	images->includes_ = includes;
	if (shell)
		add_shell(command, &images->includes_, &images->fixed_files_);
	if (!wanted.empty() && !kernel.paths.modules.empty()) {
		std::vector<KernelModule> modules =
			KTSTR_TRY(collect_modules(kernel.paths.modules, wanted));

		for (const KernelModule &module : modules) {
			std::string host = folder + "/" + safe_name(module.name) + ".ko";
			std::string guest = std::string(kModuleFolder) + "/" +
					    safe_name(module.name) + ".ko";

			KTSTR_TRY(write_file(host, as_text(module.image)));
			images->fixed_files_.push_back({GuestFile::file, guest, host, {}, 0644});
			images->modules_.push_back(guest);
		}
	}
	/* Made now, so that what is wrong with an include is said before anything boots. */
	KTSTR_TRY(images->base_for(""));
	return images;
}

GuestImages::~GuestImages()
{
	for (const auto &[program, archive] : bases_)
		unlink(archive.c_str());
	for (const GuestFile &file : fixed_files_) {
		if (file.host_path.starts_with(folder_ + "/"))
			unlink(file.host_path.c_str());
	}
	/* Stays where it holds anything else: --out may name a folder in use. */
	rmdir(folder_.c_str());
}

Result<std::string> GuestImages::base_for(const std::string &program)
{
	std::lock_guard guard(lock_);

	if (auto found = bases_.find(program); found != bases_.end())
		return found->second;

	std::vector<std::string> paths = includes_;
	if (!program.empty())
		paths.push_back(program);
	Includes collected = paths.empty() ? Includes{} : KTSTR_TRY(collect_includes(paths));
	std::vector<GuestFile> files = std::move(collected.files);

	for (const GuestFile &file : fixed_files_) {
		bool taken = std::any_of(files.begin(), files.end(), [&file](const GuestFile &other) {
			return other.guest_path == file.guest_path;
		});

		if (!taken)
			files.push_back(file);
	}
	std::vector<std::byte> archive = KTSTR_TRY(pack_initramfs({init_, std::move(files)}));
	std::string path = folder_ + "/base" + std::to_string(bases_.size()) + ".cpio";

	KTSTR_TRY(write_file(path, as_text(archive)));
	if (bases_.empty())
		missing_ = std::move(collected.missing);
	bases_[program] = path;
	return path;
}

Result<void> GuestImages::write_job(const Job &job, const std::string &path)
{
	return write_file(path, as_text(pack_job(serialise_job(job))));
}

} /* namespace ktstr */
