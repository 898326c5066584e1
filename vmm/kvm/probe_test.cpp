/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/kvm/probe.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <functional>
#include <string>

namespace ktstr {

namespace {

/** Status of probe_kvm(@path) in a child process that first calls @prepare. */
KvmStatus status_after(const char *path, const std::function<bool()> &prepare)
{
	pid_t child = fork();
	if (child == 0)
		_exit(prepare() ? int(probe_kvm(path).status) : 99);
	int status = 0;
	waitpid(child, &status, 0);
	return KvmStatus(WIFEXITED(status) ? WEXITSTATUS(status) : 98);
}

/** Makes openat() fail with @code, as a container's seccomp profile does. */
bool refuse_open(int code)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | uint32_t(code)),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {4, filter};
	return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
	       !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

TEST(KvmProbe, AbsentNode)
{
	KvmProbe probe = probe_kvm("/dev/no-such-kvm");
	EXPECT_EQ(probe.status, KvmStatus::absent);
	EXPECT_STREQ(to_string(probe.status), "kvm-absent");
	EXPECT_FALSE(probe.detail.empty());
	EXPECT_FALSE(probe.advice.empty());
	EXPECT_FALSE(probe.usable());
}

TEST(KvmProbe, DeniedByPermissions)
{
	char path[] = "/tmp/ktstr-probe-XXXXXX";
	int fd = mkstemp(path);
	ASSERT_GE(fd, 0);
	close(fd);
	ASSERT_EQ(chmod(path, 0), 0);
	EXPECT_EQ(status_after(path, [] { return getuid() || !setuid(65534); }), KvmStatus::denied);
	unlink(path);
}

TEST(KvmProbe, SeccompsErrnosAreToldApart)
{
	EXPECT_EQ(status_after("/dev/null", [] { return refuse_open(EPERM); }), KvmStatus::refused);
	EXPECT_EQ(status_after("/dev/null", [] { return refuse_open(ENOSYS); }),
		  KvmStatus::refused);
	EXPECT_EQ(status_after("/dev/null", [] { return refuse_open(EBUSY); }), KvmStatus::busy);
	EXPECT_EQ(status_after("/dev/null", [] { return refuse_open(ENODEV); }), KvmStatus::absent);
}

TEST(KvmProbe, AnotherFileIsUnusable)
{
	KvmProbe probe = probe_kvm("/dev/null");
	EXPECT_EQ(probe.status, KvmStatus::unusable);
	EXPECT_NE(probe.detail.find("KVM_GET_API_VERSION"), std::string::npos) << probe.detail;
}

TEST(KvmProbe, WhateverThisMachineHasItIsToldQuickly)
{
	auto start = std::chrono::steady_clock::now();
	KvmProbe probe = probe_kvm();
	EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(6));
	EXPECT_FALSE(probe.detail.empty());
	EXPECT_EQ(probe.advice.empty(), probe.usable());
}

} /* namespace */

} /* namespace ktstr */
