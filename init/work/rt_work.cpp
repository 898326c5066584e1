/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/rt_work.h"

#include "init/work/period.h"
#include "init/work/realtime.h"

namespace ktstr {

namespace {

using Threads = std::vector<std::function<void(Worker &)>>;

constexpr uint32_t kChunkUs = 1000; /* between two looks at a thread's CPU */

} /* namespace */

void do_work(Worker &worker, const PreemptStorm &work)
{
	constexpr int kPriority = 1; /* above everything that is not real-time */
	Threads threads;

	threads.push_back([&](Worker &own) {
		become_fifo(own, kPriority);
		Period period(uint64_t(work.rt_period_us) * 1000);

		for (;;) {
			own.woke(period.sleep());
			own.iteration();
			own.burn_us(work.rt_burst_us);
		}
	});
	for (uint32_t i = 0; i < work.threads; i++) {
		threads.push_back([](Worker &own) {
			for (;;) {
				own.burn_us(kChunkUs);
				own.look_at_cpu();
			}
		});
	}
	run_threads(worker, threads);
}

void do_work(Worker &worker, const RtStarvation &work)
{
	constexpr uint32_t kAwakeChunks = 100, kAsleepUs = 1000;
	Threads threads(work.threads, [](Worker &own) {
		for (;;) {
			own.burn_us(kChunkUs);
			own.iteration();
		}
	});

	for (uint32_t i = 0; i < work.rt_threads; i++) {
		threads.push_back([&](Worker &own) {
			become_fifo(own, int(work.rt_priority));
			for (;;) {
				for (uint32_t chunk = 0; chunk < kAwakeChunks; chunk++) {
					own.burn_us(kChunkUs);
					own.look_at_cpu();
				}
				own.sleep_us(kAsleepUs);
			}
		});
	}
	run_threads(worker, threads);
}

} /* namespace ktstr */
