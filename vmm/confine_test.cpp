/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/confine.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/capability.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <thread>

namespace ktstr {

namespace {

/** Exit status of a child that confines itself and returns the result of @body. */
int confined(const std::function<int()> &body)
{
	pid_t pid = fork();
	if (pid == 0) {
		Result<void> done = confine_process();
		_exit(done.ok() ? body() : 99);
	}
	int status = -1;
	EXPECT_EQ(waitpid(pid, &status, 0), pid);
	return status;
}

int code_of(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} /* namespace */

TEST(Confine, LetsAMachineRun)
{
	EXPECT_EQ(code_of(confined([] {
			  int event = eventfd(0, EFD_CLOEXEC);
			  std::thread([event] { eventfd_write(event, 5); }).join();
			  eventfd_t value = 0;
			  eventfd_read(event, &value);
			  void *memory = mmap(nullptr, 1 << 20, PROT_READ | PROT_WRITE,
					      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
			  bool unmapped = memory != MAP_FAILED && !munmap(memory, 1 << 20);
			  return value == 5 && unmapped && !close(event) ? 0 : 1;
		  })),
		  0);
}

TEST(Confine, RefusesNewFilesSocketsAndProcesses)
{
	EXPECT_EQ(code_of(confined([] { return open("/dev/null", O_RDONLY) < 0 ? errno : 0; })),
		  EPERM);
	EXPECT_EQ(code_of(confined([] { return socket(AF_UNIX, SOCK_STREAM, 0) < 0 ? errno : 0; })),
		  EPERM);
	EXPECT_EQ(code_of(confined([] { return fork() < 0 ? errno : 0; })), EPERM);
	EXPECT_EQ(code_of(confined([] {
			  void *code = mmap(nullptr, 4096, PROT_READ | PROT_EXEC,
					    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
			  return code == MAP_FAILED ? errno : 0;
		  })),
		  EPERM);
}

TEST(Confine, SignalsOnlyItsOwnThreads)
{
	pid_t parent = getpid();
	EXPECT_EQ(code_of(confined(
			  [] { return syscall(SYS_tgkill, getpid(), gettid(), 0) ? errno : 0; })),
		  0);
	EXPECT_EQ(code_of(confined(
			  [parent] { return syscall(SYS_tgkill, parent, parent, 0) ? errno : 0; })),
		  EPERM);
	EXPECT_EQ(code_of(confined(
			  [] { return syscall(SYS_tgkill, -getpid(), gettid(), 0) ? errno : 0; })),
		  EPERM);
}

TEST(Confine, LetsAThreadPinItselfAlone)
{
	cpu_set_t set;
	ASSERT_EQ(sched_getaffinity(0, sizeof(set), &set), 0);
	EXPECT_EQ(code_of(confined([&set] {
			  return syscall(SYS_sched_setaffinity, 0, sizeof(set), &set) ? errno : 0;
		  })),
		  0);
	EXPECT_EQ(code_of(confined([&set] {
			  return syscall(SYS_sched_setaffinity, getpid(), sizeof(set), &set) ? errno
											     : 0;
		  })),
		  EPERM);
}

TEST(Confine, LetsAThreadBeNiceItselfAlone)
{
	auto nice = [](int which, int who) {
		return code_of(confined(
			[=] { return syscall(SYS_setpriority, which, who, 19) ? errno : 0; }));
	};
	pid_t parent = getpid();
	EXPECT_EQ(nice(PRIO_PROCESS, 0), 0);
	EXPECT_EQ(nice(PRIO_PROCESS, parent), EPERM);
	EXPECT_EQ(nice(PRIO_PGRP, 0), EPERM);
	EXPECT_EQ(nice(PRIO_USER, 0), EPERM);
	EXPECT_EQ(code_of(confined([] {
			  return syscall(SYS_setpriority, PRIO_PROCESS, gettid(), 19) ? errno : 0;
		  })),
		  EPERM);
}

TEST(Confine, KillsOnExec)
{
	int status = confined([] {
		char *none[] = {nullptr};
		execve("/bin/true", none, none);
		return 0;
	});
	EXPECT_TRUE(WIFSIGNALED(status));
	EXPECT_EQ(WTERMSIG(status), SIGSYS);
}

TEST(Confine, LeavesNoCapability)
{
	/* Checked from outside: the confined child may not ask. */
	int pipes[2];
	ASSERT_EQ(pipe(pipes), 0);
	pid_t pid = fork();
	if (pid == 0) {
		bool confined_now = confine_process().ok();
		(void)!write(pipes[1], confined_now ? "y" : "n", 1);
		for (;;)
			sleep(1);
	}
	char answer = 0;
	ASSERT_EQ(read(pipes[0], &answer, 1), 1);
	EXPECT_EQ(answer, 'y');
	cap_t caps = cap_get_pid(pid);
	ASSERT_NE(caps, nullptr);
	cap_t none = cap_init();
	EXPECT_EQ(cap_compare(caps, none), 0);
	cap_free(caps);
	cap_free(none);
	kill(pid, SIGKILL);
	waitpid(pid, nullptr, 0);
	close(pipes[0]);
	close(pipes[1]);
}

} /* namespace ktstr */
