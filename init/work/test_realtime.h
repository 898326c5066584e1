/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For unit tests of work types with real-time threads: whether this machine allows them, and an
 * object that keeps all workers started in its lifetime on one CPU.
 */
#pragma once

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "init/work/test_workers.h"

namespace ktstr {

/** Tries it in a child. */
inline bool realtime_is_allowed()
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		struct sched_param parameters = {};

		parameters.sched_priority = 1;
		_exit(syscall(SYS_sched_setscheduler, 0, SCHED_FIFO, &parameters) == 0 ? 0 : 1);
	}
	waitpid(pid, &status, 0);
	return status == 0;
}

/** If there are no real-time threads, the worker must say so. */
inline void expect_refusal(const Work &work)
{
	TestWorkers workers(work);
	siginfo_t end = {};

	/* The zombie stays for the destructor to reap. */
	ASSERT_EQ(waitid(P_PID, id_t(workers.pid()), &end, WEXITED | WNOWAIT), 0);
	EXPECT_EQ(workers.report().state.load(), uint32_t(WorkerState::failed));
	EXPECT_NE(std::string(workers.report().failure).find("sched_setscheduler(SCHED_FIFO)"),
		  std::string::npos);
}

class OnOneCpu {
public:
	OnOneCpu()
	{
		cpu_set_t one;
		int cpu = sched_getcpu();

		EXPECT_EQ(sched_getaffinity(0, sizeof(before_), &before_), 0);
		CPU_ZERO(&one);
		CPU_SET(unsigned(cpu), &one);
		EXPECT_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
	}
	~OnOneCpu() { release(); }
	OnOneCpu(const OnOneCpu &) = delete;
	OnOneCpu &operator=(const OnOneCpu &) = delete;

	/** Frees the test itself; its workers stay bound. */
	void release() { sched_setaffinity(0, sizeof(before_), &before_); }

private:
	cpu_set_t before_;
};

} /* namespace ktstr */
