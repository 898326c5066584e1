/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/signals.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>

#include <atomic>

namespace ktstr {

namespace {

/* What the handler may touch: a number, lock-free. */
std::atomic<int> handler_fd = -1;
static_assert(std::atomic<int>::is_always_lock_free);

void handle(int)
{
	int saved = errno;

	eventfd_write(handler_fd.load(), 1);
	errno = saved;
}

} /* namespace */

Result<EndSignals> EndSignals::install()
{
	UniqueFd fd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));

	if (!fd.valid())
		return errno_error("eventfd");
	handler_fd.store(fd.get());
	for (int number : {SIGTERM, SIGINT, SIGHUP}) {
		struct sigaction action = {};

		action.sa_handler = handle;
		action.sa_flags = SA_RESTART;
		if (sigaction(number, &action, nullptr) < 0)
			return errno_error("sigaction");
	}
	signal(SIGPIPE, SIG_IGN);
	return EndSignals(std::move(fd));
}

bool EndSignals::seen() const
{
	pollfd entry = {fd_.get(), POLLIN, 0};

	return poll(&entry, 1, 0) > 0;
}

} /* namespace ktstr */
