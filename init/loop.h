/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Loop: PID 1's only event loop. Everything in init runs on its single thread. A wait is a call of
 * run_until(), which keeps serving every registered descriptor, so no stream stalls and no child
 * stays a zombie meanwhile.
 */
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "vmm/base/unique_fd.h"

namespace ktstr {

class Loop {
public:
	/** Longest sleep between two checks of a condition. */
	static constexpr int kPollMs = 50;

	/**
	 * Calls @ready whenever @fd is readable or hung up. @ready must remove a descriptor at its
	 * end.
	 */
	void add(const UniqueFd &fd, std::function<void()> ready);
	/**
	 * Call before closing the descriptor. Harmless if @fd is not registered; allowed in
	 * callbacks.
	 */
	void remove(const UniqueFd &fd);

	/** Serves ready descriptors; sleeps at most @timeout_ms until one is ready. */
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
