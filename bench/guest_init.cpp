/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PID 1 of the boot benchmark, the same for every VMM. Brings up the CPUs that the kernel left
 * offline, reports on the serial console that user space is reached and what the guest's clock
 * shows, holds still while the host reads memory figures, says that it is leaving, and resets by a
 * triple fault, the one exit that all machines have.
 */
#include <fcntl.h>
#include <linux/reboot.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <ctime>

namespace {

/* Long enough for the host to read the VMM's smaps, even on an emulated host. */
constexpr unsigned kHoldMicroseconds = 500 * 1000;

long long clock_ns()
{
	timespec now = {};

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* sched_getaffinity() only shows CPUs in cpu_active_mask. */
long long active_cpus()
{
	static unsigned long mask[8192 / (8 * sizeof(unsigned long))]; /* the largest NR_CPUS */
	long bytes = syscall(SYS_sched_getaffinity, 0, sizeof(mask), mask);
	long long count = 0;

	for (unsigned i = 0; bytes > 0 && i < unsigned(bytes) / sizeof(mask[0]); i++)
		count += __builtin_popcountl(mask[i]);
	return count;
}

bool left_to_us()
{
	char line[4096] = "";

	mount("proc", "/proc", "proc", 0, nullptr);
	int fd = open("/proc/cmdline", O_RDONLY);
	(void)!read(fd, line, sizeof(line) - 1);
	close(fd);
	return strstr(line, "maxcpus=1 ");
}

/* harness/kernel/cpu_bringup.h says when init has to do this. */
void bring_up_cpus()
{
	char path[64];

	if (!left_to_us())
		return;
	mount("sys", "/sys", "sysfs", 0, nullptr);
	for (unsigned cpu = 1;; cpu++) {
		snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%u/online", cpu);
		int fd = open(path, O_WRONLY);
		if (fd < 0)
			return;
		(void)!write(fd, "1", 1);
		close(fd);
	}
}

void say(int fd, const char *word, long long figure)
{
	char line[64];
	int n = snprintf(line, sizeof(line), "bench %s %lld\n", word, figure);

	(void)!write(fd, line, size_t(n));
}

} /* namespace */

int main()
{
	mount("dev", "/dev", "devtmpfs", 0, nullptr);
	int fd = open("/dev/ttyS0", O_WRONLY);

	bring_up_cpus();
	say(fd, "init", clock_ns());
	say(fd, "cpus", active_cpus());
	usleep(kHoldMicroseconds);
	say(fd, "leaving", clock_ns());
	tcdrain(fd);
	reboot(LINUX_REBOOT_CMD_RESTART);
	return 0;
}
