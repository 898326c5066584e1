/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/payload_run.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ktstr {
namespace {

TEST(PayloadRunTest, OneThatCannotBeStartedHurtsNobody)
{
	pid_t other = fork();
	if (other == 0) {
		pause();
		_exit(0);
	}
	struct rlimit before, few = {};
	ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
	few = before;
	few.rlim_cur = 3;
	ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
	Result<std::unique_ptr<PayloadRun>> run =
		PayloadRun::start({.name = "p", .program = "true"}, {});
	setrlimit(RLIMIT_NOFILE, &before);
	ASSERT_FALSE(run.ok());
	EXPECT_NE(run.error().to_string().find("pipe for a program's output: p"),
		  std::string::npos);
	EXPECT_EQ(waitpid(other, nullptr, WNOHANG), 0);
	kill(other, SIGKILL);
	waitpid(other, nullptr, 0);
}

} /* namespace */
} /* namespace ktstr */
