/* SPDX-License-Identifier: GPL-2.0 */
/* The work types that wake one thread at a time; fan_out_work.cpp has those that wake many. */
#include "init/work/wake_work.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>

#include "init/work/doorbell.h"

namespace ktstr {

namespace {

using Threads = std::vector<std::function<void(Worker &)>>;

/* Leads from one thread of a WakeChain to the next. */
struct ChainPipe {
	UniqueFd reader;
	UniqueFd writer;
};

/* The message is the time of the wakeup. */
void write_time(const Worker &worker, const ChainPipe &pipe)
{
	uint64_t now = work_clock_ns();

	while (write(pipe.writer.get(), &now, sizeof(now)) != sizeof(now))
		if (errno != EINTR)
			worker.fail("write to a pipe of the chain");
}

uint64_t read_time(const Worker &worker, const ChainPipe &pipe)
{
	uint64_t time;

	while (read(pipe.reader.get(), &time, sizeof(time)) != sizeof(time))
		if (errno != EINTR)
			worker.fail("read from a pipe of the chain");
	return time;
}

/*
 * Runs the ring: @wake(worker, i) wakes thread i, which waits for that in @wait(worker, i). Each
 * thread is woken once per round, so no wakeup is lost to the next one.
 */
template <typename Wake, typename Wait>
[[noreturn]] void run_chain(Worker &worker, const WakeChain &work, const Wake &wake,
			    const Wait &wait)
{
	Threads threads;

	threads.push_back([&](Worker &own) {
		for (;;) {
			own.burn_us(work.burst_us);
			wake(own, 1);
			wait(own, 0);
			own.iteration();
		}
	});
	for (unsigned i = 1; i < work.depth; i++) {
		threads.push_back([&, i](Worker &own) {
			for (;;) {
				wait(own, i);
				own.look_at_cpu();
				own.burn_us(work.burst_us);
				wake(own, (i + 1) % work.depth);
			}
		});
	}
	run_threads(worker, threads);
}

/* A thread that AsymmetricWaker wakes. */
struct Sleeper {
	OwnDoorbell bell;
	std::atomic<bool> sleeps = false;
};

} /* namespace */

void do_work(Worker &worker, const FutexPingPong &work)
{
	std::array<OwnDoorbell, 2> bells;

	run_threads(worker, {[&](Worker &own) {
				     for (;;) {
					     own.burn_us(work.burst_us);
					     bells[1].ring();
					     bells[0].wait(own);
					     own.iteration();
				     }
			     },
			     [&](Worker &own) {
				     for (;;) {
					     bells[1].wait(own);
					     own.look_at_cpu();
					     own.burn_us(work.burst_us);
					     bells[0].ring();
				     }
			     }});
}

void do_work(Worker &worker, const WakeChain &work)
{
	if (work.wake == WakeChain::Wake::futex) {
		auto bells = std::make_unique<OwnDoorbell[]>(work.depth);

		run_chain(
			worker, work, [&](Worker &, unsigned i) { bells[i].ring(); },
			[&](Worker &own, unsigned i) { bells[i].wait(own); });
	}
	std::vector<ChainPipe> pipes(work.depth);
	for (ChainPipe &pipe : pipes) {
		int fds[2];

		if (pipe2(fds, O_CLOEXEC) < 0)
			worker.fail("make a pipe of the chain");
		pipe = {UniqueFd(fds[0]), UniqueFd(fds[1])};
	}
	run_chain(
		worker, work, [&](Worker &own, unsigned i) { write_time(own, pipes[i]); },
		[&](Worker &own, unsigned i) { own.woke(read_time(own, pipes[i])); });
}

void do_work(Worker &worker, const AsymmetricWaker &work)
{
	auto sleepers = std::make_unique<Sleeper[]>(work.sleepers);
	Threads threads;

	/* The waker does not wait for the sleepers. One that has not run yet is not woken again. */
	threads.push_back([&](Worker &own) {
		for (;;) {
			own.burn_us(work.waker_burst_us);
			for (unsigned i = 0; i < work.sleepers; i++)
				if (sleepers[i].sleeps.exchange(false))
					sleepers[i].bell.ring();
			own.iteration();
		}
	});
	for (unsigned i = 0; i < work.sleepers; i++) {
		threads.push_back([&, i](Worker &own) {
			for (;;) {
				sleepers[i].sleeps.store(true);
				sleepers[i].bell.wait(own);
				own.look_at_cpu();
				own.burn_us(work.sleeper_burst_us);
			}
		});
	}
	run_threads(worker, threads);
}

} /* namespace ktstr */
