/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/attribute_work.h"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <thread>

#include "init/work/cpus.h"

namespace ktstr {

namespace {

constexpr int kHighestNice = -20, kLowestNice = 19; /* MIN_NICE, MAX_NICE */

bool is_permission(int error)
{
	return error == EPERM || error == EACCES;
}

void set_nice(const Worker &worker, int nice)
{
	if (setpriority(PRIO_PROCESS, 0, nice) < 0)
		worker.fail("set the nice value");
}

/* Finds out by trying: can_nice() wants the capability in the initial user namespace. */
bool may_raise_priority(const Worker &worker)
{
	int own = getpriority(PRIO_PROCESS, 0);

	if (setpriority(PRIO_PROCESS, 0, kHighestNice) < 0) {
		if (!is_permission(errno))
			worker.fail("set the nice value");
		return false;
	}
	set_nice(worker, own);
	return true;
}

void sweep(Worker &worker, const NiceSweep &work, int first)
{
	for (int nice = first; nice <= kLowestNice; nice++) {
		set_nice(worker, nice);
		worker.burn_us(work.burst_us);
		worker.iteration();
	}
}

/* Binds @pid to a CPU other than @current, if there is one; returns its CPU. */
unsigned move_to_other_cpu(Worker &worker, pid_t pid, const CpuChoice &choice, unsigned current)
{
	std::vector<unsigned> cpus = choice.widen();
	unsigned cpu = other_cpu(cpus, current, worker.random(UINT32_MAX));

	if (!cpus.empty() && bind_to_cpus(pid, {cpu}))
		return cpu;
	/*
	 * The cgroup may have just lost that CPU, or the other worker may have just been stopped.
	 */
	if (errno != EINVAL && (pid == 0 || errno != ESRCH))
		worker.fail("bind a worker to a CPU");
	return current;
}

pid_t wait_for_pid(const Worker &worker, unsigned number)
{
	pid_t pid;

	while ((pid = worker.team().report(number).pid.load()) == 0)
		worker.sleep_us(1000);
	return pid;
}

} /* namespace */

void do_work(Worker &worker, const NiceSweep &work)
{
	if (may_raise_priority(worker))
		for (;;)
			sweep(worker, work, kHighestNice);
	/*
	 * There is no way back from 19, but nice values are per thread, and a new thread inherits
	 * this one's.
	 */
	int first = std::max(getpriority(PRIO_PROCESS, 0), 0);
	for (;;)
		std::thread([&] { sweep(worker, work, first); }).join();
}

void do_work(Worker &worker, const AffinityChurn &work)
{
	CpuChoice choice(0);

	for (;;) {
		worker.burn_us(work.burst_us);
		move_to_other_cpu(worker, 0, choice, unsigned(sched_getcpu()));
		worker.iteration();
	}
}

void do_work(Worker &worker, const CrossAffinityChurn &work)
{
	pid_t next = wait_for_pid(worker, (worker.number() + 1) % worker.team().size());
	CpuChoice choice(next);
	unsigned last = kMaxCpus;

	for (;;) {
		worker.burn_us(work.burst_us);
		last = move_to_other_cpu(worker, next, choice, last);
		worker.iteration();
	}
}

void do_work(Worker &worker, const PolicyChurn &work)
{
	std::vector<int> policies = {SCHED_OTHER, SCHED_BATCH, SCHED_IDLE, SCHED_FIFO, SCHED_RR};

	/* Without it, a task cannot leave SCHED_IDLE again (user_check_sched_setscheduler()). */
	if (!may_raise_priority(worker))
		policies = {SCHED_OTHER, SCHED_BATCH};
	for (size_t i = 0;; i++) {
		int policy = policies[i % policies.size()];
		bool realtime = policy == SCHED_FIFO || policy == SCHED_RR;
		struct sched_param parameters = {.sched_priority = realtime ? 1 : 0};

		/* With RT_GROUP_SCHED, a cgroup without an RT budget allows neither FIFO nor RR. */
		if (sched_setscheduler(0, policy, &parameters) < 0 && !(realtime && errno == EPERM))
			worker.fail("set the scheduling policy");
		worker.burn_us(work.burst_us);
		worker.iteration();
	}
}

} /* namespace ktstr */
