/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/confine.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/capability.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace ktstr {

namespace {

constexpr uint32_t kX32Bit = 0x40000000;   /* __X32_SYSCALL_BIT */
constexpr uint32_t kKvmIoctlType = 0xae00; /* KVMIO, shifted to the type field of _IOC() */

constexpr uint32_t kAllowed[] = {
	/* open descriptors */
	__NR_read,
	__NR_write,
	__NR_readv,
	__NR_writev,
	__NR_pread64,
	__NR_pwrite64,
	__NR_lseek,
	__NR_close,
	__NR_dup,
	__NR_fcntl,
	__NR_fstat,
	__NR_newfstatat,
	__NR_ftruncate,
	__NR_fsync,
	__NR_fdatasync,
	/* waiting */
	__NR_poll,
	__NR_ppoll,
	__NR_epoll_create1,
	__NR_epoll_ctl,
	__NR_epoll_wait,
	__NR_epoll_pwait,
	__NR_eventfd2,
	__NR_timerfd_create,
	__NR_timerfd_settime,
	__NR_timerfd_gettime,
	__NR_restart_syscall,
	/* threads */
	__NR_futex,
	__NR_set_robust_list,
	__NR_rseq,
	__NR_sched_yield,
	__NR_sched_getaffinity,
	__NR_membarrier,
	__NR_gettid,
	__NR_getpid,
	__NR_exit,
	__NR_exit_group,
	__NR_rt_sigaction,
	__NR_rt_sigprocmask,
	__NR_rt_sigreturn,
	__NR_sigaltstack,
	/* memory */
	__NR_munmap,
	__NR_mremap,
	__NR_madvise,
	__NR_brk,
	/* clocks and randomness */
	__NR_clock_gettime,
	__NR_clock_getres,
	__NR_clock_nanosleep,
	__NR_nanosleep,
	__NR_gettimeofday,
	__NR_getrandom,
	__NR_getrusage,
};

constexpr uint32_t kDeadly[] = {
	__NR_execve,
	__NR_execveat,
	__NR_ptrace,
	__NR_process_vm_readv,
	__NR_process_vm_writev,
	__NR_bpf,
	__NR_init_module,
	__NR_finit_module,
	__NR_kexec_load,
	__NR_mount,
};

/**
 * A classic BPF program over struct seccomp_data (Documentation/userspace-api/seccomp_filter.rst).
 */
class Filter {
public:
	void load(size_t offset) { add(BPF_LD | BPF_W | BPF_ABS, uint32_t(offset)); }
	/** The low half of argument @index (little endian). */
	void load_argument(unsigned index)
	{
		load(offsetof(seccomp_data, args) + index * sizeof(uint64_t));
	}
	void mask(uint32_t bits) { add(BPF_ALU | BPF_AND | BPF_K, bits); }
	void finish(uint32_t action) { add(BPF_RET | BPF_K, action); }
	void finish_if_equal(uint32_t value, uint32_t action)
	{
		add(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
		finish(action);
	}
	/** Runs the next @count instructions only if the loaded value is @value. */
	void skip_unless_equal(uint32_t value, uint8_t count)
	{
		add(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count);
	}
	void finish_if_any_bit(uint32_t bits, uint32_t action)
	{
		add(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1);
		finish(action);
	}
	void finish_unless_equal(uint32_t value, uint32_t action)
	{
		add(BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0);
		finish(action);
	}

	sock_fprog program() { return {uint16_t(code_.size()), code_.data()}; }

private:
	void add(unsigned code, uint32_t k, uint8_t yes = 0, uint8_t no = 0)
	{
		code_.push_back({uint16_t(code), yes, no, k});
	}

	std::vector<sock_filter> code_;
};

constexpr uint32_t kDeny = SECCOMP_RET_ERRNO | EPERM;

/** Rules that check an argument. Each one returns a verdict once its syscall number matched. */
void add_argument_rules(Filter &filter)
{
	/* First, because every guest entry takes this path. */
	filter.skip_unless_equal(__NR_ioctl, 9);
	filter.load_argument(1);
	filter.finish_if_equal(TIOCGWINSZ, SECCOMP_RET_ALLOW);
	filter.finish_if_equal(FIONBIO, SECCOMP_RET_ALLOW);
	filter.mask(0xff00);
	filter.finish_if_equal(kKvmIoctlType, SECCOMP_RET_ALLOW);
	filter.finish(kDeny);

	for (uint32_t number : {__NR_mmap, __NR_mprotect}) {
		filter.skip_unless_equal(number, 4);
		filter.load_argument(2);
		filter.finish_if_any_bit(PROT_EXEC, kDeny);
		filter.finish(SECCOMP_RET_ALLOW);
	}

	filter.skip_unless_equal(__NR_clone, 4);
	filter.load_argument(0);
	filter.finish_if_any_bit(CLONE_THREAD, SECCOMP_RET_ALLOW);
	filter.finish(kDeny);
	/*
	 * The filter cannot read the flags behind clone3()'s pointer; on ENOSYS the C library uses
	 * clone().
	 */
	filter.finish_if_equal(__NR_clone3, SECCOMP_RET_ERRNO | ENOSYS);

	filter.skip_unless_equal(__NR_prctl, 6);
	filter.load_argument(0);
	filter.finish_if_equal(PR_SET_NAME, SECCOMP_RET_ALLOW);
	filter.finish_if_equal(PR_SET_VMA, SECCOMP_RET_ALLOW);
	filter.finish(kDeny);

	/*
	 * Only for the calling thread: vCPU threads pin themselves after this filter is installed.
	 */
	filter.skip_unless_equal(__NR_sched_setaffinity, 4);
	filter.load_argument(0);
	filter.finish_unless_equal(0, kDeny);
	filter.finish(SECCOMP_RET_ALLOW);

	/* Likewise setpriority(). */
	filter.skip_unless_equal(__NR_setpriority, 7);
	filter.load_argument(0);
	filter.finish_unless_equal(PRIO_PROCESS, kDeny);
	filter.load_argument(1);
	filter.finish_unless_equal(0, kDeny);
	filter.finish(SECCOMP_RET_ALLOW);

	/* The low half is enough: tgkill() truncates its argument to pid_t. */
	filter.skip_unless_equal(__NR_tgkill, 4);
	filter.load_argument(0);
	filter.finish_unless_equal(uint32_t(getpid()), kDeny);
	filter.finish(SECCOMP_RET_ALLOW);
}

Filter make_filter()
{
	Filter filter;
	filter.load(offsetof(seccomp_data, arch));
	filter.finish_unless_equal(AUDIT_ARCH_X86_64, SECCOMP_RET_KILL_PROCESS);
	filter.load(offsetof(seccomp_data, nr));
	add_argument_rules(filter);
	for (uint32_t number : kAllowed)
		filter.finish_if_equal(number, SECCOMP_RET_ALLOW);
	for (uint32_t number : kDeadly)
		filter.finish_if_equal(number, SECCOMP_RET_KILL_PROCESS);
	filter.finish_if_any_bit(kX32Bit, SECCOMP_RET_KILL_PROCESS);
	filter.finish(kDeny);
	return filter;
}

struct CapFree {
	void operator()(void *caps) const { cap_free(caps); }
};
using Capabilities = std::unique_ptr<std::remove_pointer_t<cap_t>, CapFree>;

Result<void> drop_capabilities()
{
	Capabilities current(cap_get_proc());
	if (!current)
		return errno_error("cap_get_proc");
	cap_flag_value_t may_drop = CAP_CLEAR;
	cap_get_flag(current.get(), CAP_SETPCAP, CAP_EFFECTIVE, &may_drop);
	/*
	 * Only a privileged process may drop from the bounding set. no_new_privs covers the others.
	 */
	for (cap_value_t cap = 0; may_drop == CAP_SET && cap_get_bound(cap) >= 0; cap++) {
		if (cap_drop_bound(cap))
			return errno_error("cap_drop_bound", std::to_string(cap));
	}
	Capabilities none(cap_init());
	if (!none)
		return errno_error("cap_init");
	/* Clearing the permitted set clears the ambient set too (capabilities(7)). */
	if (cap_set_proc(none.get()))
		return errno_error("cap_set_proc");
	return {};
}

} /* namespace */

Result<void> confine_process()
{
	KTSTR_TRY(drop_capabilities());
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return errno_error("PR_SET_NO_NEW_PRIVS");
	Filter filter = make_filter();
	sock_fprog program = filter.program();
	if (syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program))
		return errno_error("seccomp filter");
	return {};
}

} /* namespace ktstr */
