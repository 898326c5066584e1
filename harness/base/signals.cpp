/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/base/signals.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <atomic>

namespace ktstr {

namespace {

/* All that the handler may touch: a lock-free number. */
std::atomic<int> handler_fd = -1;
static_assert(std::atomic<int>::is_always_lock_free);

void handle(int)
{
	int saved = errno;

	eventfd_write(handler_fd.load(), 1);
	errno = saved;
}

bool ignored(int number)
{
	struct sigaction action = {};

	return sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

} /* namespace */

void reset_inherited_signals()
{
	sigset_t none;

	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, nullptr);
}

Result<EndSignals> EndSignals::install()
{
	UniqueFd fd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));

	if (!fd.valid())
		return errno_error("eventfd");
	handler_fd.store(fd.get());
	for (int number : {SIGTERM, SIGINT, SIGHUP}) {
		struct sigaction action = {};

		if (number == SIGHUP && ignored(number))
			continue;
		action.sa_handler = handle;
		action.sa_flags = SA_RESTART;
		if (sigaction(number, &action, nullptr) < 0)
			return errno_error("sigaction");
	}
	signal(SIGPIPE, SIG_IGN);
	return EndSignals(std::move(fd));
}

namespace {

void watch(int signal_fd, int over_fd, EndWatch::Clock::time_point deadline,
	   const std::function<void(bool)> &on_end)
{
	for (;;) {
		pollfd fds[] = {{signal_fd, POLLIN, 0}, {over_fd, POLLIN, 0}};
		auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline -
									 EndWatch::Clock::now());

		/* In slices: duration::max() does not fit in poll()'s int. */
		int ready = poll(fds, 2, int(std::clamp<int64_t>(left.count(), 0, 60000)));
		if (ready > 0 && fds[1].revents)
			return;
		if (ready > 0)
			return on_end(true);
		if (EndWatch::Clock::now() >= deadline)
			return on_end(false);
	}
}

} /* namespace */

EndWatch::EndWatch(const EndSignals &signals, Clock::time_point deadline,
		   std::function<void(bool by_signal)> on_end)
	: over_(eventfd(0, EFD_CLOEXEC)),
	  thread_(watch, signals.fd().get(), over_.get(), deadline, std::move(on_end))
{}

EndWatch::~EndWatch()
{
	eventfd_write(over_.get(), 1);
	thread_.join();
}

bool EndSignals::seen() const
{
	pollfd entry = {fd_.get(), POLLIN, 0};

	return poll(&entry, 1, 0) > 0;
}

} /* namespace ktstr */
