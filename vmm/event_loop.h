/* SPDX-License-Identifier: GPL-2.0 */
/*
 * EventLoop: the one thread on which devices do their I/O (virtqueue processing, host input).
 * Machine owns it and declares it last, so that it dies before the devices it calls. add() is
 * called while wiring, before start(). Callbacks run on the loop's thread. Any thread may call
 * post().
 */
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

class EventLoop {
public:
	static Result<std::unique_ptr<EventLoop>> create();
	virtual ~EventLoop() = default;

	/**
	 * Calls @ready(EPOLL* events) on the loop's thread when @fd has @events. Level-triggered.
	 */
	virtual Result<void> add(const UniqueFd &fd, uint32_t events,
				 std::function<void(uint32_t)> ready) = 0;
	/** Runs @work once on the loop's thread. */
	virtual void post(std::function<void()> work) = 0;
	virtual Result<void> start() = 0;
	/** Finishes posted work, then stops and joins the thread. Idempotent. */
	virtual void stop() = 0;
};

} /* namespace ktstr */
