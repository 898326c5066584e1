/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/event_work.h"

#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>

#include "init/work/doorbell.h"
#include "init/work/period.h"

namespace ktstr {

namespace {

/*
 * A producer of EpollStorm. Each read of its eventfd counts down by one (EFD_SEMAPHORE), so that
 * each event goes to one consumer. Events are numbered in the order in which they are taken.
 */
struct EventSource {
	UniqueFd fd;
	std::unique_ptr<std::atomic<uint64_t>[]> written_ns; /* one per event */
	std::atomic<uint32_t> taken = 0;		     /* events of this burst */
	std::atomic<uint32_t> looked_at = 0;		     /* those whose times were read */
	OwnDoorbell all_taken;
};

struct Storm {
	UniqueFd epoll;
	std::unique_ptr<EventSource[]> sources;
	uint32_t burst;
};

void set_up_storm(const Worker &worker, const EpollStorm &work, Storm &storm)
{
	storm.burst = work.burst;
	storm.sources = std::make_unique<EventSource[]>(work.producers);
	storm.epoll.reset(epoll_create1(EPOLL_CLOEXEC));
	if (!storm.epoll.valid())
		worker.fail("epoll_create1");
	for (uint32_t i = 0; i < work.producers; i++) {
		EventSource &source = storm.sources[i];
		struct epoll_event event = {};

		source.written_ns = std::make_unique<std::atomic<uint64_t>[]>(work.burst);
		source.fd.reset(eventfd(0, EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC));
		if (!source.fd.valid())
			worker.fail("eventfd");
		event.events = EPOLLIN;
		event.data.u32 = i;
		if (epoll_ctl(storm.epoll.get(), EPOLL_CTL_ADD, source.fd.get(), &event) < 0)
			worker.fail("epoll_ctl");
	}
}

void produce_burst(Worker &worker, const Storm &storm, EventSource &source)
{
	constexpr uint64_t kOne = 1;

	source.taken.store(0);
	source.looked_at.store(0);
	for (uint32_t i = 0; i < storm.burst; i++) {
		source.written_ns[i].store(work_clock_ns());
		if (write(source.fd.get(), &kOne, sizeof(kOne)) != sizeof(kOne))
			worker.fail("write to an eventfd");
	}
	source.all_taken.wait();
}

/* @slept: this is the first event after a sleep. Returns false if another consumer was faster. */
bool take_event(Worker &worker, const Storm &storm, EventSource &source, bool slept)
{
	uint64_t value;

	if (read(source.fd.get(), &value, sizeof(value)) != sizeof(value)) {
		if (errno != EAGAIN && errno != EINTR)
			worker.fail("read from an eventfd");
		return false;
	}
	uint64_t written = source.written_ns[source.taken.fetch_add(1)].load();
	if (slept)
		worker.woke(written);
	if (source.looked_at.fetch_add(1) + 1 == storm.burst)
		source.all_taken.ring();
	return true;
}

[[noreturn]] void consume(Worker &worker, const Storm &storm)
{
	constexpr int kEvents = 8;
	struct epoll_event events[kEvents];

	for (;;) {
		bool slept = false;
		int count = epoll_wait(storm.epoll.get(), events, kEvents, 0);

		if (count == 0) {
			slept = true;
			count = epoll_wait(storm.epoll.get(), events, kEvents, -1);
		}
		if (count < 0 && errno != EINTR)
			worker.fail("epoll_wait");
		for (int i = 0; i < count; i++)
			if (take_event(worker, storm, storm.sources[events[i].data.u32], slept))
				slept = false;
		worker.look_at_cpu();
	}
}

/* One of SignalStorm's two threads. */
struct SignalThread {
	pthread_t thread;
	std::atomic<bool> there = false;
	/* Used by this thread only, in its signal handler and outside. */
	volatile uint64_t received = 0;
	volatile bool asleep = false;
	volatile uint64_t woken_ns = 0; /* send time of what woke it */
};

thread_local SignalThread *signal_thread;

void count_signal(int, siginfo_t *info, void *)
{
	SignalThread &self = *signal_thread;

	self.received = self.received + 1;
	if (!self.asleep)
		return;
	self.asleep = false;
	self.woken_ns = reinterpret_cast<uintptr_t>(info->si_value.sival_ptr);
}

/* Each signal carries the time it was sent. */
void send_signals(const Worker &worker, const SignalThread &to, uint32_t count)
{
	for (uint32_t i = 0; i < count;) {
		union sigval now;

		now.sival_ptr = reinterpret_cast<void *>(uintptr_t(work_clock_ns()));
		int error = pthread_sigqueue(to.thread, SIGRTMIN, now);
		if (error == 0) {
			i++;
		} else if (error == EAGAIN) {
			/* RLIMIT_SIGPENDING, which all of a user's processes share. */
			worker.sleep_us(100);
		} else {
			errno = error;
			worker.fail("send a signal");
		}
	}
}

/* Signals are blocked but in sigsuspend(2), so none gets lost between the check and the sleep. */
void wait_for_signals(Worker &worker, SignalThread &self, uint64_t count)
{
	sigset_t blocked, before;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGRTMIN);
	pthread_sigmask(SIG_BLOCK, &blocked, &before);
	while (self.received < count) {
		self.asleep = true;
		self.woken_ns = 0;
		sigsuspend(&before);
		self.asleep = false;
		if (self.woken_ns)
			worker.woke(self.woken_ns);
	}
	pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

[[noreturn]] void storm_with_signals(Worker &worker, const SignalStorm &work, SignalThread &self,
				     SignalThread &other)
{
	uint64_t rounds = 0;

	signal_thread = &self;
	self.thread = pthread_self();
	self.there.store(true, std::memory_order_release);
	while (!other.there.load(std::memory_order_acquire))
		worker.sleep_us(100);
	for (;;) {
		send_signals(worker, other, work.signals);
		worker.burn_us(work.burst_us);
		wait_for_signals(worker, self, ++rounds * work.signals);
		if (worker.thread() == 0)
			worker.iteration();
		else
			worker.look_at_cpu();
	}
}

} /* namespace */

void do_work(Worker &worker, const EpollStorm &work)
{
	Storm storm;
	std::vector<std::function<void(Worker &)>> threads;

	set_up_storm(worker, work, storm);
	for (uint32_t i = 0; i < work.producers; i++) {
		threads.push_back([&, i](Worker &own) {
			for (;;) {
				produce_burst(own, storm, storm.sources[i]);
				if (i == 0)
					own.iteration();
				else
					own.look_at_cpu();
			}
		});
	}
	for (uint32_t i = 0; i < work.consumers; i++)
		threads.push_back([&](Worker &own) { consume(own, storm); });
	run_threads(worker, threads);
}

void do_work(Worker &worker, const SignalStorm &work)
{
	std::array<SignalThread, 2> both;
	struct sigaction action = {};

	action.sa_sigaction = count_signal;
	action.sa_flags = SA_SIGINFO | SA_RESTART;
	if (sigaction(SIGRTMIN, &action, nullptr) < 0)
		worker.fail("sigaction");
	run_threads(worker,
		    {[&](Worker &own) { storm_with_signals(own, work, both[0], both[1]); },
		     [&](Worker &own) { storm_with_signals(own, work, both[1], both[0]); }});
}

void do_work(Worker &worker, const TimerLatency &work)
{
	Period period(uint64_t(work.period_us) * 1000);

	/* Without this the kernel may delay the timer of a normal task by 50 us to coalesce it. */
	if (prctl(PR_SET_TIMERSLACK, 1) < 0)
		worker.fail("PR_SET_TIMERSLACK");
	for (;;) {
		worker.woke(period.sleep());
		worker.iteration();
	}
}

} /* namespace ktstr */
