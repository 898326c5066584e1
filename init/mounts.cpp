/* SPDX-License-Identifier: GPL-2.0 */
#include "init/mounts.h"

#include <fcntl.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string_view>

#include "vmm/base/unique_fd.h"

namespace ktstr {

namespace {

/* linux/module.h defines it, but older installed headers do not. */
constexpr int kModuleInitCompressedFile = 4;

struct Mount {
	const char *type;
	const char *path;
	unsigned long flags;
	const char *options;
};

constexpr unsigned long kStrict = MS_NOSUID | MS_NODEV | MS_NOEXEC;

constexpr Mount kEssential[] = {
	{"proc", "/proc", kStrict, ""},
	{"sysfs", "/sys", kStrict, ""},
	{"devtmpfs", "/dev", MS_NOSUID, "mode=0755"},
};

constexpr Mount kOptional[] = {
	{"devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC, "mode=0620,ptmxmode=0666"},
	{"tmpfs", "/dev/shm", MS_NOSUID | MS_NODEV, "mode=1777"},
	{"tmpfs", "/tmp", MS_NOSUID | MS_NODEV, "mode=1777"},
	{"tmpfs", "/run", MS_NOSUID | MS_NODEV, "mode=0755"},
	{"cgroup2", "/sys/fs/cgroup", kStrict, ""},
	{"bpf", "/sys/fs/bpf", kStrict, "mode=0700"},
	{"tracefs", "/sys/kernel/tracing", kStrict, ""},
	{"debugfs", "/sys/kernel/debug", kStrict, ""},
};

bool mount_one(const Mount &m)
{
	mkdir(m.path, 0755);
	if (mount(m.type, m.path, m.type, m.flags, m.options) == 0)
		return true;
	return errno == EBUSY; /* the kernel mounted it itself, e.g. CONFIG_DEVTMPFS_MOUNT */
}

void bring_up_loopback()
{
	UniqueFd socket_fd(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
	struct ifreq request = {};

	if (!socket_fd.valid())
		return;
	strcpy(request.ifr_name, "lo");
	if (ioctl(socket_fd.get(), SIOCGIFFLAGS, &request) < 0)
		return;
	request.ifr_flags |= IFF_UP | IFF_RUNNING;
	ioctl(socket_fd.get(), SIOCSIFFLAGS, &request);
}

void set_limits()
{
	struct rlimit unlimited = {RLIM_INFINITY, RLIM_INFINITY};
	struct rlimit files = {65536, 65536};

	/* Before 5.11's memcg accounting, BPF maps count against it. */
	setrlimit(RLIMIT_MEMLOCK, &unlimited);
	setrlimit(RLIMIT_NOFILE, &files);
}

constexpr char kShm[] = "/dev/shm";
/* The image's /dev/shm, once devtmpfs covers /dev. */
constexpr char kImageShm[] = "/ktstr/shm";

/* Mounting would hide files included from the host's /tmp, so skip a folder that is not empty. */
bool image_filled(const char *path)
{
	return rmdir(path) < 0 && errno == ENOTEMPTY;
}

mode_t mode_of(const Mount &m)
{
	constexpr std::string_view kMode = "mode=";

	return std::string_view(m.options).starts_with(kMode)
		       ? mode_t(strtoul(m.options + kMode.size(), nullptr, 8))
		       : 0755;
}

void mount_image_shm()
{
	if (!image_filled(kImageShm))
		return;
	mkdir(kShm, 01777);
	mount(kImageShm, kShm, nullptr, MS_BIND, nullptr);
}

} /* namespace */

Result<void> mount_essentials()
{
	rename(kShm, kImageShm);
	for (const Mount &m : kEssential)
		if (!mount_one(m))
			return errno_error("mount", m.path);
	return {};
}

Result<void> load_modules(const std::vector<std::string> &paths)
{
	for (const std::string &path : paths) {
		UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));

		if (!fd.valid())
			return errno_error("open module", path);
		int flags = path.ends_with(".ko") ? 0 : kModuleInitCompressedFile;
		if (syscall(SYS_finit_module, fd.get(), "", flags) < 0 && errno != EEXIST)
			return errno_error("load module", path);
	}
	return {};
}

void mount_optional()
{
	for (const Mount &m : kOptional)
		if (image_filled(m.path))
			chmod(m.path, mode_of(m));
		else
			mount_one(m);
	mount_image_shm();
	(void)!symlink("/proc/self/fd", "/dev/fd");
	(void)!symlink("/proc/self/fd/0", "/dev/stdin");
	(void)!symlink("/proc/self/fd/1", "/dev/stdout");
	(void)!symlink("/proc/self/fd/2", "/dev/stderr");
	mkdir("/root", 0700);
	set_limits();
	bring_up_loopback();
	(void)!sethostname("ktstr", 5);
	provide_hosts("/etc/hosts");
	setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1);
	setenv("HOME", "/root", 1);
}

void provide_hosts(const char *path)
{
	constexpr std::string_view kHosts = "127.0.0.1 localhost ktstr\n::1 localhost\n";
	UniqueFd fd(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));

	if (fd.valid())
		(void)!write(fd.get(), kHosts.data(), kHosts.size());
}

Result<void> hide_scx_sysfs()
{
	if (mount("tmpfs", "/sys/kernel", "tmpfs", kStrict, "mode=0555") < 0)
		return errno_error("cover", "/sys/kernel");
	return {};
}

} /* namespace ktstr */
