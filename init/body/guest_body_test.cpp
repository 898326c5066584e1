/* SPDX-License-Identifier: GPL-2.0 */
#include "init/body/guest_body.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ktstr {
namespace {

/* In a process of its own, like a body, so that the spinners end with it. */
int spin_in_child()
{
	constexpr int kTurns = 200; /* of 50 ms each: a busy machine may be slow */
	pid_t pid = fork();

	if (pid == 0) {
		UniqueFd link;
		Job job;
		GuestBody guest(link, job);

		if (guest.spun_ms() != 0)
			_exit(2);
		if (guest.spin(2) != 2)
			_exit(3);
		for (int i = 0; i < kTurns && guest.spun_ms() == 0; i++)
			usleep(50000);
		_exit(guest.spun_ms() > 0 ? 0 : 4);
	}
	int status = -1;
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(GuestBody, SpinnersAreCountedAndTheirTimeIsMeasured)
{
	EXPECT_EQ(spin_in_child(), 0);
}

} /* namespace */
} /* namespace ktstr */
