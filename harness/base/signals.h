/* SPDX-License-Identifier: GPL-2.0 */
/*
 * EndSignals turns SIGTERM, SIGINT and SIGHUP into a readable descriptor. The coordinator's main
 * thread polls it along with its other work, so that ending early needs no special code. Installed
 * once, before the first thread starts; exec restores the default actions in children.
 */
#pragma once

#include <chrono>
#include <functional>
#include <thread>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/**
 * Undoes what a parent may leave to us: ignored SIGCHLD, with which waitid() loses exit codes, and
 * blocked signals. Call early in main(), before the first thread starts.
 */
void reset_inherited_signals();

class EndSignals {
public:
	/** SIGHUP stays ignored if it is: nohup(1) did that. */
	static Result<EndSignals> install();

	/** Readable from the first such signal on. Never read from it. */
	const UniqueFd &fd() const { return fd_; }
	bool seen() const;

private:
	explicit EndSignals(UniqueFd fd) : fd_(std::move(fd)) {}

	UniqueFd fd_;
};

/**
 * For a main thread in a step that does not poll. While this object lives, its own thread calls
 * @on_end once, at the first end signal or at @deadline. @on_end may end the process. The
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
