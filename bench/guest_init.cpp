/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PID 1 of the boot benchmark: the same for every VMM. Says on the serial console that user space
 * is reached and what the guest's clock shows, holds still while the host reads memory figures,
 * says that it is leaving, and resets by a triple fault: the one way out that all three machines have.
 */
#include <fcntl.h>
#include <linux/reboot.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <ctime>

namespace {

/* Long enough for the host to read smaps_rollup a few times, also in an emulated host. */
constexpr unsigned kHoldMicroseconds = 500 * 1000;

void say(int fd, const char *word)
{
	timespec now = {};
	char line[64];

	clock_gettime(CLOCK_BOOTTIME, &now);
	int n = snprintf(line, sizeof(line), "bench %s %lld\n", word,
			 now.tv_sec * 1000000000LL + now.tv_nsec);
	(void)!write(fd, line, static_cast<size_t>(n));
}

} /* namespace */

int main()
{
	mount("dev", "/dev", "devtmpfs", 0, nullptr);
	int fd = open("/dev/ttyS0", O_WRONLY);

	say(fd, "init");
	usleep(kHoldMicroseconds);
	say(fd, "leaving");
	tcdrain(fd);
	reboot(LINUX_REBOOT_CMD_RESTART);
	return 0;
}
