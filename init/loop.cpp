/* SPDX-License-Identifier: GPL-2.0 */
#include "init/loop.h"

#include <poll.h>

#include <algorithm>

#include "init/sys.h"

namespace ktstr {

void Loop::add(const UniqueFd &fd, std::function<void()> ready)
{
	remove(fd);
	entries_.push_back({fd.get(), std::move(ready)});
}

void Loop::remove(const UniqueFd &fd)
{
	std::erase_if(entries_, [&](const Entry &entry) { return entry.fd == fd.get(); });
}

Loop::Entry *Loop::find(int fd)
{
	for (Entry &entry : entries_)
		if (entry.fd == fd)
			return &entry;
	return nullptr;
}

void Loop::step(int timeout_ms)
{
	std::vector<struct pollfd> polled;

	for (const Entry &entry : entries_)
		polled.push_back({entry.fd, POLLIN, 0});
	int ready = poll(polled.data(), polled.size(), timeout_ms);
	for (size_t i = 0; ready > 0 && i < polled.size(); i++) {
		if (!polled[i].revents)
			continue;
		/*
		 * An earlier callback may have removed it. The copy lets a callback remove itself.
		 */
		if (Entry *entry = find(polled[i].fd)) {
			std::function<void()> callback = entry->ready;

			callback();
		}
	}
}

bool Loop::run_until(uint64_t deadline_ns, const std::function<bool()> &done)
{
	while (!done()) {
		uint64_t now = boot_time_ns();

		if (now >= deadline_ns)
			return false;
		uint64_t left_ms = (deadline_ns - now) / kNsPerMs + 1;
		step(int(std::min<uint64_t>(left_ms, kPollMs)));
	}
	return true;
}

} /* namespace ktstr */
