/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/net_work.h"

#include "init/work/frame_socket.h"

namespace ktstr {

namespace {

constexpr uint64_t kLostNs = 100000000;
constexpr size_t kIrqFrameBytes = 64;

} /* namespace */

void do_work(Worker &worker, const NetTraffic &work)
{
	FrameSocket socket(worker, work.frame_bytes);

	for (uint64_t first = 0;; first += work.burst) {
		uint32_t back = 0;

		for (uint32_t i = 0; i < work.burst; i++)
			socket.send(first + i);
		uint64_t deadline = work_clock_ns() + kLostNs;
		while (back < work.burst && socket.receive(first, deadline))
			back++;
		if (back == work.burst)
			worker.iteration();
	}
}

void do_work(Worker &worker, const IrqWake &work)
{
	FrameSocket socket(worker, kIrqFrameBytes);

	for (uint64_t number = 0;; number++) {
		uint64_t sent = work_clock_ns();

		if (socket.send(number) && socket.receive(number, sent + kLostNs)) {
			worker.woke(sent);
			worker.iteration();
		}
		worker.sleep_us(work.pause_us);
	}
}

} /* namespace ktstr */
