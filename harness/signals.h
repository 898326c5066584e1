/* SPDX-License-Identifier: GPL-2.0 */
/*
 * SIGTERM, SIGINT and SIGHUP as a descriptor that becomes readable: the coordinator's main thread
 * polls it beside its other work, so that ending early is ordinary code. Installed once, before
 * the first thread; children get the default actions back by exec.
 */
#pragma once

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

} /* namespace ktstr */
