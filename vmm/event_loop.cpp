/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/event_loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <csignal>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace ktstr {

namespace {

class EpollLoop final : public EventLoop {
public:
	EpollLoop(UniqueFd epoll, UniqueFd wake) : epoll_(std::move(epoll)), wake_(std::move(wake))
	{}
	~EpollLoop() override { stop(); }

	Result<void> add(const UniqueFd &fd, uint32_t events,
			 std::function<void(uint32_t)> ready) override;
	void post(std::function<void()> work) override;
	Result<void> start() override;
	void stop() override;

private:
	void run();
	void run_posted();
	void wake();

	UniqueFd epoll_;
	UniqueFd wake_;
	std::deque<std::function<void(uint32_t)>> callbacks_; /* references stay valid */

	std::mutex mutex_;
	std::vector<std::function<void()>> posted_; /* under mutex_ */
	bool stopping_ = false;			    /* under mutex_ */

	std::thread thread_;
};

Result<void> EpollLoop::add(const UniqueFd &fd, uint32_t events,
			    std::function<void(uint32_t)> ready)
{
	KTSTR_ASSERT(!thread_.joinable());
	callbacks_.push_back(std::move(ready));
	epoll_event event = {};
	event.events = events;
	event.data.ptr = &callbacks_.back();
	if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd.get(), &event)) {
		callbacks_.pop_back();
		return errno_error("epoll_ctl for the event loop");
	}
	return {};
}

void EpollLoop::post(std::function<void()> work)
{
	{
		std::lock_guard lock(mutex_);
		posted_.push_back(std::move(work));
	}
	wake();
}

void EpollLoop::wake()
{
	/* EAGAIN means that the counter is at its maximum, so the loop wakes anyway. */
	eventfd_write(wake_.get(), 1);
}

Result<void> EpollLoop::start()
{
	KTSTR_ASSERT(!thread_.joinable());
	/* The owner's threads handle signals. */
	sigset_t all, old;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	thread_ = std::thread([this] { run(); });
	pthread_sigmask(SIG_SETMASK, &old, nullptr);
	return {};
}

void EpollLoop::stop()
{
	{
		std::lock_guard lock(mutex_);
		stopping_ = true;
	}
	if (!thread_.joinable())
		return;
	wake();
	thread_.join();
}

void EpollLoop::run()
{
	epoll_event events[16];
	for (;;) {
		int count = epoll_wait(epoll_.get(), events, std::size(events), -1);
		for (int i = 0; i < count; i++) {
			auto *ready =
				static_cast<std::function<void(uint32_t)> *>(events[i].data.ptr);
			if (ready) {
				(*ready)(events[i].events);
				continue;
			}
			eventfd_t ignored;
			eventfd_read(wake_.get(), &ignored);
		}
		run_posted();
		std::lock_guard lock(mutex_);
		if (stopping_ && posted_.empty())
			return;
	}
}

void EpollLoop::run_posted()
{
	std::vector<std::function<void()>> work;
	{
		std::lock_guard lock(mutex_);
		work.swap(posted_);
	}
	for (auto &one : work)
		one();
}

} /* namespace */

Result<std::unique_ptr<EventLoop>> EventLoop::create()
{
	UniqueFd epoll(epoll_create1(EPOLL_CLOEXEC));
	if (!epoll.valid())
		return errno_error("epoll_create1");
	UniqueFd wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
	if (!wake.valid())
		return errno_error("eventfd for the event loop");
	epoll_event event = {};
	event.events = EPOLLIN;
	event.data.ptr = nullptr;
	if (epoll_ctl(epoll.get(), EPOLL_CTL_ADD, wake.get(), &event))
		return errno_error("epoll_ctl for the event loop");
	return std::unique_ptr<EventLoop>(new EpollLoop(std::move(epoll), std::move(wake)));
}

} /* namespace ktstr */
