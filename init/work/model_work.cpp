/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/model_work.h"

#include <memory>

#include "init/work/bounded_queue.h"
#include "init/work/matrices.h"

namespace ktstr {

namespace {

using Threads = std::vector<std::function<void(Worker &)>>;

/* A worker of Schbench as its message thread sees it. */
struct Waiting {
	OwnDoorbell work_there;
	std::atomic<bool> waits = false;
};

struct MessageThread {
	OwnDoorbell somebody_waits;
	std::unique_ptr<Waiting[]> workers;
};

[[noreturn]] void send_messages(Worker &worker, const Schbench &work, MessageThread &messages)
{
	for (;;) {
		messages.somebody_waits.wait();
		worker.look_at_cpu();
		for (uint32_t i = 0; i < work.workers; i++)
			if (messages.workers[i].waits.exchange(false))
				messages.workers[i].work_there.ring();
	}
}

[[noreturn]] void answer_messages(Worker &worker, const Schbench &work, MessageThread &messages,
				  Waiting &self)
{
	Matrices matrices(worker, work.cache_kib);

	for (;;) {
		self.waits.store(true);
		messages.somebody_waits.ring();
		self.work_there.wait(worker);
		for (uint32_t i = 0; i < work.operations; i++)
			matrices.multiply();
		if (worker.thread() == 0)
			worker.iteration();
		else
			worker.look_at_cpu();
		/* Thinking is waiting for something else: a network, a disk. */
		worker.sleep_us(work.think_us);
	}
}

/* A request of Taobench: how its client is told the answer. */
struct Request {
	OwnDoorbell *answered;
};

class Cache {
public:
	/* Each client has one request in flight, so no queue is ever full. */
	explicit Cache(const Taobench &work)
		: work_(work), asked_(work.clients), missed_(work.clients)
	{}

	[[noreturn]] void run_client(Worker &worker);
	[[noreturn]] void run_fast(Worker &worker);
	[[noreturn]] void run_slow(Worker &worker);

private:
	static constexpr uint32_t kClientUs = 20; /* between an answer and the next request */
	static constexpr uint32_t kLookUpUs = 10;

	const Taobench &work_;
	BoundedQueue<Request> asked_;
	BoundedQueue<Request> missed_;
};

void Cache::run_client(Worker &worker)
{
	OwnDoorbell queue_bell, answered;

	for (;;) {
		worker.burn_us(kClientUs);
		asked_.push(worker, queue_bell, {&answered});
		answered.wait(worker);
		if (worker.thread() == 0)
			worker.iteration();
		else
			worker.look_at_cpu();
	}
}

void Cache::run_fast(Worker &worker)
{
	constexpr uint64_t kPercent = 100;
	OwnDoorbell bell;

	for (;;) {
		Request request = asked_.pop(worker, bell);

		worker.burn_us(kLookUpUs);
		if (worker.random(kPercent) < work_.hit_percent)
			request.answered->ring();
		else
			missed_.push(worker, bell, request);
		worker.look_at_cpu();
	}
}

void Cache::run_slow(Worker &worker)
{
	OwnDoorbell bell;

	for (;;) {
		Request request = missed_.pop(worker, bell);

		/* A remote database answers, and the answer then goes into the cache. */
		worker.sleep_us(work_.miss_us);
		worker.burn_us(kLookUpUs);
		request.answered->ring();
		worker.look_at_cpu();
	}
}

} /* namespace */

void do_work(Worker &worker, const Schbench &work)
{
	auto messages = std::make_unique<MessageThread[]>(work.message_threads);
	Threads threads;

	for (uint32_t i = 0; i < work.message_threads; i++) {
		messages[i].workers = std::make_unique<Waiting[]>(work.workers);
		for (uint32_t j = 0; j < work.workers; j++) {
			threads.push_back([&, i, j](Worker &own) {
				answer_messages(own, work, messages[i], messages[i].workers[j]);
			});
		}
	}
	for (uint32_t i = 0; i < work.message_threads; i++)
		threads.push_back([&, i](Worker &own) { send_messages(own, work, messages[i]); });
	run_threads(worker, threads);
}

void do_work(Worker &worker, const Taobench &work)
{
	Cache cache(work);
	Threads threads;

	for (uint32_t i = 0; i < work.clients; i++)
		threads.push_back([&](Worker &own) { cache.run_client(own); });
	for (uint32_t i = 0; i < work.fast; i++)
		threads.push_back([&](Worker &own) { cache.run_fast(own); });
	for (uint32_t i = 0; i < work.slow; i++)
		threads.push_back([&](Worker &own) { cache.run_slow(own); });
	run_threads(worker, threads);
}

} /* namespace ktstr */
