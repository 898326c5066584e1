/* SPDX-License-Identifier: GPL-2.0 */
/* For unit tests that change the process they run in: namespaces, limits, user. Stateless. */
#pragma once

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>

namespace ktstr {

/** Runs @test in a child; a failure there is a failure here. */
inline void in_child(const std::function<void()> &test)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		test();
		_exit(testing::Test::HasFailure() ? 1 : 0);
	}
	ASSERT_EQ(waitpid(pid, &status, 0), pid);
	EXPECT_EQ(status, 0);
}

/** Gives the process its own namespaces (CLONE_NEW*), in a user namespace if need be. */
inline bool unshare_or_fail(int namespaces)
{
	if (unshare(namespaces) == 0 || unshare(CLONE_NEWUSER | namespaces) == 0)
		return true;
	ADD_FAILURE() << "no namespace: " << strerror(errno);
	return false;
}

} /* namespace ktstr */
