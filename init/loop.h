/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Loop: PID 1's one event loop. Everything in init happens on its single thread: a wait for
 * anything is run_until(), during which every registered descriptor keeps being served, so no
 * stream stalls and no child stays a zombie while init waits for something else.
 */
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "vmm/base/unique_fd.h"

namespace ktstr {

class Loop {
public:
	/** Longest sleep between two looks at a condition (design: attach gate's fallback). */
	static constexpr int kPollMs = 50;

	/** Calls @ready whenever @fd is readable or hung up; it must remove a descriptor at its
	 * end. */
	void add(const UniqueFd &fd, std::function<void()> ready);
	/** Before the descriptor is closed. Harmless if it is not there; allowed in callbacks. */
	void remove(const UniqueFd &fd);

	/** Serves what is ready, sleeping at most @timeout_ms until something is. */
	void step(int timeout_ms);
	/** Steps until @done() holds or CLOCK_BOOTTIME passes @deadline_ns; returns done(). */
	bool run_until(uint64_t deadline_ns, const std::function<bool()> &done);

private:
	struct Entry {
		int fd;
		std::function<void()> ready;
	};

	Entry *find(int fd);

	std::vector<Entry> entries_;
};

} /* namespace ktstr */
