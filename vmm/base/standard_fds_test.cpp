/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/base/standard_fds.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

namespace ktstr {
namespace {

bool is_null(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 && S_ISCHR(status.st_mode) &&
	       status.st_rdev == makedev(1, 3);
}

/* 0, or a number that says what is wrong. In a child: a test needs its own descriptors. */
int open_with(unsigned closed)
{
	int pair[2];

	if (pipe(pair) < 0)
		return 90;
	for (int fd = 0; fd <= 2; fd++)
		dup2(pair[1], fd);
	for (int fd = 3; fd < 64; fd++)
		close(fd);
	for (int fd = 0; fd <= 2; fd++)
		if (closed & 1u << fd)
			close(fd);
	if (!open_standard_fds())
		return 91;
	for (int fd = 0; fd <= 2; fd++)
		if (is_null(fd) != bool(closed & 1u << fd))
			return 10 + fd;
	/* Nothing else is left open. */
	return fcntl(3, F_GETFD) < 0 ? 0 : 92;
}

TEST(StandardFds, OnlyTheClosedOnesAreOpened)
{
	for (unsigned closed = 0; closed < 8; closed++) {
		int status = -1;
		pid_t pid = fork();

		if (pid == 0)
			_exit(open_with(closed));
		ASSERT_EQ(waitpid(pid, &status, 0), pid);
		EXPECT_EQ(status, 0) << "closed: " << closed << ", code: " << WEXITSTATUS(status);
	}
}

} /* namespace */
} /* namespace ktstr */
