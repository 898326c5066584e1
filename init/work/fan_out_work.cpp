/* SPDX-License-Identifier: GPL-2.0 */
/* The work types of wake_work.h that wake many threads at once. */
#include "init/work/doorbell.h"
#include "init/work/matrices.h"
#include "init/work/period.h"
#include "init/work/wake_work.h"

namespace ktstr {

namespace {

/* A leader rings, all followers run, and the last of them tells the leader. */
class FanOut {
public:
	explicit FanOut(unsigned followers) : followers_(followers) {}

	/*
	 * One round. It ends when all have answered the ring, so the bell's time is right for
	 * everyone.
	 */
	void lead(Worker &worker)
	{
		left_.store(followers_, std::memory_order_relaxed);
		begin_.ring();
		end_.wait(worker);
		worker.iteration();
	}

	/* Runs @task after each ring. */
	template <typename Task>
	[[noreturn]] void follow(Worker &worker, const Task &task)
	{
		uint32_t seen = 0;

		for (;;) {
			begin_.wait(worker, seen);
			worker.look_at_cpu();
			task();
			if (left_.fetch_sub(1, std::memory_order_acq_rel) == 1)
				end_.ring();
		}
	}

private:
	unsigned followers_;
	Doorbell begin_;
	OwnDoorbell end_;
	std::atomic<unsigned> left_ = 0;
};

/* The threads run @lead and @follow, which get the FanOut. */
template <typename Lead, typename Follow>
[[noreturn]] void run_fan_out(Worker &worker, unsigned followers, const Lead &lead,
			      const Follow &follow)
{
	FanOut fan_out(followers);
	std::vector<std::function<void(Worker &)>> threads;

	threads.push_back([&](Worker &own) { lead(own, fan_out); });
	for (unsigned i = 0; i < followers; i++)
		threads.push_back([&](Worker &own) { follow(own, fan_out); });
	run_threads(worker, threads);
}

[[noreturn]] void lead_without_pause(Worker &worker, FanOut &fan_out)
{
	for (;;)
		fan_out.lead(worker);
}

} /* namespace */

void do_work(Worker &worker, const FutexFanOut &work)
{
	run_fan_out(worker, work.waiters, lead_without_pause, [&](Worker &own, FanOut &fan_out) {
		fan_out.follow(own, [&] { own.burn_us(work.burst_us); });
	});
}

void do_work(Worker &worker, const FanOutCompute &work)
{
	run_fan_out(worker, work.waiters, lead_without_pause, [&](Worker &own, FanOut &fan_out) {
		Matrices matrices(own, work.cache_kib);

		fan_out.follow(own, [&] {
			for (uint32_t i = 0; i < work.operations; i++)
				matrices.multiply();
		});
	});
}

void do_work(Worker &worker, const ThunderingHerd &work)
{
	run_fan_out(
		worker, work.waiters,
		[&](Worker &own, FanOut &fan_out) {
			Period period(uint64_t(work.period_ms) * 1000000);

			for (;;) {
				period.sleep();
				fan_out.lead(own);
			}
		},
		[](Worker &own, FanOut &fan_out) { fan_out.follow(own, [] {}); });
}

} /* namespace ktstr */
