/* SPDX-License-Identifier: GPL-2.0 */
/*
 * SIGTERM, SIGINT and SIGHUP as a descriptor that becomes readable: the coordinator's main thread
 * polls it beside its other work, so that ending early is ordinary code. Installed once, before
 * the first thread; children get the default actions back by exec.
 */
#pragma once

#include <chrono>
#include <functional>
#include <thread>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

class EndSignals {
public:
	static Result<EndSignals> install();

	/** Readable from the first such signal on; never read from. */
	const UniqueFd &fd() const { return fd_; }
	bool seen() const;

private:
	explicit EndSignals(UniqueFd fd) : fd_(std::move(fd)) {}

	UniqueFd fd_;
};

/**
 * For a main thread inside a step that does not poll: while this lives, a thread of its own calls
 * @on_end, once, at the first end signal or at @deadline. @on_end may end the process. The
 * destructor waits for it.
 */
class EndWatch {
public:
	using Clock = std::chrono::steady_clock;

	EndWatch(const EndSignals &signals, Clock::time_point deadline,
		 std::function<void(bool by_signal)> on_end);
	~EndWatch();
	EndWatch(const EndWatch &) = delete;
	EndWatch &operator=(const EndWatch &) = delete;

private:
	UniqueFd over_;
	std::thread thread_;
};

} /* namespace ktstr */
