/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/lock_work.h"

#include <cerrno>

#include "init/work/bounded_queue.h"
#include "init/work/realtime.h"

namespace ktstr {

namespace {

using Threads = std::vector<std::function<void(Worker &)>>;

/*
 * A round of PriorityInversion: a low thread takes the mutex and wakes the middle and high ones;
 * the high ones want the mutex, the middle ones the CPU. The leader, one of the high threads,
 * begins the next round once all are done, so that each gets its turn however few CPUs there are.
 */
class Inversion {
public:
	explicit Inversion(const PriorityInversion &work)
		: work_(work), threads_(work.low + work.middle + work.high)
	{}

	[[noreturn]] void run_low(Worker &worker);
	[[noreturn]] void run_middle(Worker &worker);
	[[noreturn]] void run_high(Worker &worker);
	[[noreturn]] void lead(Worker &worker);

private:
	static constexpr int kLow = 1, kMiddle = 2, kHigh = 3;

	void lock(const Worker &worker);
	void unlock(const Worker &worker);
	/* A high thread's part of the round. */
	void contend(Worker &worker);
	/* The calling thread has done its part of the round. */
	void done();

	const PriorityInversion &work_;
	const unsigned threads_;
	FutexMutex plain_;
	std::atomic<uint32_t> inheriting_ = 0; /* its owner, in the format of futex(2) */
	Doorbell begin_;		       /* begins a round, for the low threads */
	Doorbell taken_;		       /* the mutex is taken, for the others */
	std::atomic<bool> rung_ = false;       /* taken_ was rung in this round */
	std::atomic<unsigned> left_ = 0;       /* threads that have not yet done their part */
	OwnDoorbell end_;
};

void Inversion::lock(const Worker &worker)
{
	if (!work_.inheritance)
		return plain_.lock();
	uint32_t nobody = 0;
	if (inheriting_.compare_exchange_strong(nobody, uint32_t(gettid())))
		return;
	while (!futex_lock_pi(&inheriting_))
		if (errno != EINTR && errno != EAGAIN)
			worker.fail("FUTEX_LOCK_PI");
}

void Inversion::unlock(const Worker &worker)
{
	if (!work_.inheritance)
		return plain_.unlock();
	uint32_t self = uint32_t(gettid());
	/* The kernel sets FUTEX_WAITERS in it if there is a waiter. */
	if (!inheriting_.compare_exchange_strong(self, 0) && !futex_unlock_pi(&inheriting_))
		worker.fail("FUTEX_UNLOCK_PI");
}

void Inversion::done()
{
	if (left_.fetch_sub(1) == 1)
		end_.ring();
}

void Inversion::run_low(Worker &worker)
{
	uint32_t seen = 0;

	become_fifo(worker, kLow);
	for (;;) {
		begin_.wait(seen);
		lock(worker);
		if (!rung_.exchange(true))
			taken_.ring();
		worker.burn_us(work_.hold_us);
		unlock(worker);
		worker.look_at_cpu();
		done();
	}
}

void Inversion::run_middle(Worker &worker)
{
	uint32_t seen = 0;

	become_fifo(worker, kMiddle);
	for (;;) {
		taken_.wait(seen);
		worker.burn_us(kMiddleHolds * work_.hold_us);
		worker.look_at_cpu();
		done();
	}
}

void Inversion::contend(Worker &worker)
{
	uint64_t asked = work_clock_ns();

	lock(worker);
	worker.woke(asked);
	unlock(worker);
	done();
}

void Inversion::run_high(Worker &worker)
{
	uint32_t seen = 0;

	become_fifo(worker, kHigh);
	for (;;) {
		taken_.wait(seen);
		contend(worker);
		worker.look_at_cpu();
	}
}

void Inversion::lead(Worker &worker)
{
	uint32_t seen = 0;

	become_fifo(worker, kHigh);
	for (;;) {
		left_.store(threads_);
		rung_.store(false);
		begin_.ring();
		taken_.wait(seen);
		contend(worker);
		end_.wait();
		worker.iteration();
		/* This starves the rest of the machine for one round only, not for good. */
		worker.sleep_us(work_.hold_us);
	}
}

[[noreturn]] void contend_for_mutex(Worker &worker, const MutexContention &work, FutexMutex &mutex)
{
	for (;;) {
		mutex.lock(&worker);
		worker.burn_us(work.hold_us);
		mutex.unlock();
		worker.burn_us(work.outside_us);
		if (worker.thread() == 0)
			worker.iteration();
		else
			worker.look_at_cpu();
	}
}

} /* namespace */

void do_work(Worker &worker, const MutexContention &work)
{
	FutexMutex mutex;
	Threads threads(work.threads, [&](Worker &own) { contend_for_mutex(own, work, mutex); });

	run_threads(worker, threads);
}

void do_work(Worker &worker, const PriorityInversion &work)
{
	Inversion inversion(work);
	Threads threads;

	threads.push_back([&](Worker &own) { inversion.lead(own); });
	for (uint32_t i = 1; i < work.high; i++)
		threads.push_back([&](Worker &own) { inversion.run_high(own); });
	for (uint32_t i = 0; i < work.middle; i++)
		threads.push_back([&](Worker &own) { inversion.run_middle(own); });
	for (uint32_t i = 0; i < work.low; i++)
		threads.push_back([&](Worker &own) { inversion.run_low(own); });
	run_threads(worker, threads);
}

void do_work(Worker &worker, const ProducerConsumerImbalance &work)
{
	BoundedQueue<uint32_t> queue(work.depth);
	Threads threads;

	for (uint32_t i = 0; i < work.consumers; i++) {
		threads.push_back([&](Worker &own) {
			OwnDoorbell bell;

			for (;;) {
				queue.pop(own, bell);
				own.burn_us(work.consume_us);
				if (own.thread() == 0)
					own.iteration();
				else
					own.look_at_cpu();
			}
		});
	}
	for (uint32_t i = 0; i < work.producers; i++) {
		threads.push_back([&, i](Worker &own) {
			OwnDoorbell bell;

			for (;;) {
				own.burn_us(work.produce_us);
				queue.push(own, bell, i);
				own.look_at_cpu();
			}
		});
	}
	run_threads(worker, threads);
}

} /* namespace ktstr */
