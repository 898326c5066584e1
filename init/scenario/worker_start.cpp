/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/worker_start.h"

#include <grp.h>
#include <linux/mempolicy.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "init/child.h"
#include "init/sched/scx_sysfs.h"
#include "init/sys.h"
#include "init/work/worker.h"

namespace ktstr {

namespace {

constexpr unsigned kMaxNodes = 1024;

/*
 * struct sched_attr up to SCHED_ATTR_SIZE_VER0. A copy, because its header
 * (include/uapi/linux/sched/types.h) and the C library's both define struct sched_param.
 */
struct SchedAttr {
	uint32_t size;
	uint32_t sched_policy;
	uint64_t sched_flags;
	int32_t sched_nice;
	uint32_t sched_priority;
	uint64_t sched_runtime;
	uint64_t sched_deadline;
	uint64_t sched_period;
};
static_assert(sizeof(SchedAttr) == 48);

uint32_t kernel_policy(SchedulingPolicy::Kind kind)
{
	switch (kind) {
	case SchedulingPolicy::Kind::normal:
		break;
	case SchedulingPolicy::Kind::batch:
		return SCHED_BATCH;
	case SchedulingPolicy::Kind::idle:
		return SCHED_IDLE;
	case SchedulingPolicy::Kind::fifo:
		return SCHED_FIFO;
	case SchedulingPolicy::Kind::rr:
		return SCHED_RR;
	case SchedulingPolicy::Kind::deadline:
		return SCHED_DEADLINE;
	case SchedulingPolicy::Kind::ext:
		return kSchedExt;
	}
	/* Else a partial scheduler would not have the worker. */
	return ScxSysfs().takes_only_ext() ? kSchedExt : SCHED_OTHER;
}

int kernel_mode(MemoryPolicy::Mode mode)
{
	switch (mode) {
	case MemoryPolicy::Mode::inherit:
		break;
	case MemoryPolicy::Mode::bind:
		return MPOL_BIND;
	case MemoryPolicy::Mode::preferred:
		return MPOL_PREFERRED;
	case MemoryPolicy::Mode::interleave:
		return MPOL_INTERLEAVE;
	case MemoryPolicy::Mode::local:
		return MPOL_LOCAL;
	}
	return MPOL_DEFAULT;
}

bool set_memory_policy(const MemoryPolicy &memory)
{
	unsigned long nodes[kMaxNodes / (8 * sizeof(unsigned long))] = {};

	if (memory.mode == MemoryPolicy::Mode::inherit)
		return true;
	for (uint32_t node : memory.nodes)
		if (node < kMaxNodes)
			nodes[node / (8 * sizeof(long))] |= 1ul << node % (8 * sizeof(long));
	bool with_nodes = memory.mode != MemoryPolicy::Mode::local;
	return syscall(SYS_set_mempolicy, kernel_mode(memory.mode), with_nodes ? nodes : nullptr,
		       with_nodes ? kMaxNodes : 0) == 0;
}

/* Set the group first: that needs root. */
bool set_ids(const WorkerStart &start)
{
	if (start.gid && (setgroups(0, nullptr) < 0 || setgid(*start.gid) < 0))
		return false;
	return !start.uid || setuid(*start.uid) == 0;
}

} /* namespace */

bool set_cpus(pid_t thread, const CpuSet &cpus)
{
	cpu_set_t set[kMaxCpus / CPU_SETSIZE];
	size_t size = sizeof(set);

	CPU_ZERO_S(size, set);
	for (unsigned cpu : cpus)
		CPU_SET_S(cpu, size, set);
	return sched_setaffinity(thread, size, set) == 0;
}

bool set_policy(pid_t thread, const SchedulingPolicy &policy, int32_t nice)
{
	bool realtime = policy.kind == SchedulingPolicy::Kind::fifo ||
			policy.kind == SchedulingPolicy::Kind::rr;
	SchedAttr attributes = {};

	attributes.size = sizeof(attributes);
	attributes.sched_policy = kernel_policy(policy.kind);
	attributes.sched_nice = nice;
	attributes.sched_priority = realtime ? policy.priority : 0;
	if (policy.kind == SchedulingPolicy::Kind::deadline) {
		attributes.sched_runtime = uint64_t(policy.runtime_us) * 1000;
		attributes.sched_deadline = uint64_t(policy.deadline_us) * 1000;
		attributes.sched_period = uint64_t(policy.period_us) * 1000;
	}
	return syscall(SYS_sched_setattr, thread, &attributes, 0) == 0;
}

void start_worker(const TeamWork &team, unsigned number, const WorkerStart &start)
{
	Worker worker(team, number);

	/* The link's closing signals the end of the body, so nobody else may hold it. */
	close(Reaper::kLinkFd);
	setsid();
	prctl(PR_SET_NAME, team.type());
	if (!start.cgroup_procs.empty() && !write_text(start.cgroup_procs, "0"))
		worker.fail("enter its cgroup");
	if (!start.cpus.empty() && !set_cpus(0, start.cpus))
		worker.fail("set its affinity");
	if (!set_memory_policy(start.memory))
		worker.fail("set its memory policy");
	if (!set_policy(0, start.policy, start.nice.value_or(getpriority(PRIO_PROCESS, 0))))
		worker.fail("set its scheduling policy");
	if (!set_ids(start))
		worker.fail("change its user and group");
	/* After the change of user, which clears it (commit_creds()). */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	worker.report().pid.store(getpid());
	worker.report().state.store(uint32_t(WorkerState::ready), std::memory_order_release);
	team.wait_for_start();
	worker.report().state.store(uint32_t(WorkerState::running), std::memory_order_release);
	run_work(team, number);
}

} /* namespace ktstr */
