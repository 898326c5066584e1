/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/worker.h"

#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace ktstr {

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

/* Threads of one worker may race for the longest one; the loser loses one sample. */
void keep_longest(std::atomic<uint64_t> &longest, uint64_t ns)
{
	if (ns > longest.load(kRelaxed))
		longest.store(ns, kRelaxed);
}

struct ThreadStart {
	const Worker &first;
	const std::function<void(Worker &)> &run;
	unsigned number;
};

void *run_thread(void *argument)
{
	std::unique_ptr<ThreadStart> start(static_cast<ThreadStart *>(argument));
	Worker worker(start->first.team(), start->first.number(), start->number);

	start->run(worker);
	worker.fail("a worker's thread returned");
}

} /* namespace */

uint64_t work_clock_ns()
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return uint64_t(now.tv_sec) * 1000000000 + uint64_t(now.tv_nsec);
}

Worker::Worker(const TeamWork &team, unsigned number, unsigned thread)
	: team_(team), number_(number), thread_(thread), report_(team.report(number))
{
	std::seed_seq seed{uint32_t(team.seed()), uint32_t(team.seed() >> 32), number, thread};

	random_.seed(seed);
}

void Worker::look_at_cpu()
{
	int cpu = sched_getcpu();

	report_.cpu_samples.fetch_add(1, kRelaxed);
	if (!report_.allowed.test(unsigned(cpu))) {
		/* A change of its cpuset may have moved it since it looked. */
		cpu = sched_getcpu();
		if (!report_.allowed.test(unsigned(cpu)))
			report_.outside.fetch_add(1, kRelaxed);
	}
	report_.used.set(unsigned(cpu));
	if (cpu == cpu_)
		return;
	if (cpu_ >= 0)
		report_.migrations.fetch_add(1, kRelaxed);
	cpu_ = cpu;
}

void Worker::iteration()
{
	report_.iterations.fetch_add(1, kRelaxed);
	look_at_cpu();
}

void Worker::burn_ns(uint64_t ns)
{
	uint64_t begin = work_clock_ns(), last = begin;

	report_.tells_gaps.store(1, kRelaxed);
	while (last - begin < ns) {
		uint64_t now = work_clock_ns();

		/* Time frozen before the window began is not a gap in the window. */
		uint64_t since = std::max(last, report_.window_begin_ns.load(kRelaxed));
		if (now > since)
			keep_longest(report_.gap_ns, now - since);
		last = now;
	}
}

void Worker::woke(uint64_t due_ns)
{
	uint64_t now = work_clock_ns();
	uint64_t late = now > due_ns ? now - due_ns : 0;

	if (due_ns < report_.window_begin_ns.load(kRelaxed))
		return;
	/* If a window begins right now, this may become its first sample, or a sample of none. */
	uint64_t seen = report_.wakes.fetch_add(1, kRelaxed);
	uint64_t begin = report_.wake_begin.load(kRelaxed);
	uint64_t slot = seen >= begin ? seen - begin : 0;

	/* Vitter's algorithm R: each sample of the window is equally likely to be kept. */
	if (slot >= kWakeSamples)
		slot = random(slot + 1);
	if (slot < kWakeSamples)
		report_.wake_ns[slot].store(uint32_t(std::min<uint64_t>(late, kNoSample - 1)),
					    kRelaxed);
	keep_longest(report_.wake_longest_ns, late);
}

void Worker::sleep_us(uint32_t us) const
{
	struct timespec left = {time_t(us / 1000000), long(us % 1000000) * 1000};

	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
		;
}

void Worker::sleep_until(uint64_t due_ns)
{
	struct timespec due = {time_t(due_ns / 1000000000), long(due_ns % 1000000000)};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, nullptr) == EINTR)
		;
	woke(due_ns);
}

void Worker::owns_memory(const void *start, size_t bytes) const
{
	report_.memory.store(reinterpret_cast<uintptr_t>(start), kRelaxed);
	report_.memory_bytes.store(bytes, std::memory_order_release);
}

void Worker::fail(const char *what) const
{
	snprintf(report_.failure, sizeof(report_.failure), "%s: %s", what, strerror(errno));
	report_.state.store(uint32_t(WorkerState::failed), std::memory_order_release);
	_exit(EXIT_FAILURE);
}

void run_threads(Worker &worker, const std::vector<std::function<void(Worker &)>> &threads)
{
	for (unsigned i = 1; i < threads.size(); i++) {
		auto *start = new ThreadStart{worker, threads[i], i};
		pthread_t thread;

		errno = pthread_create(&thread, nullptr, run_thread, start);
		if (errno)
			worker.fail("start a worker's thread");
		pthread_detach(thread);
	}
	threads[0](worker);
	worker.fail("a worker's thread returned");
}

} /* namespace ktstr */
