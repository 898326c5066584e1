/* SPDX-License-Identifier: GPL-2.0 */
/*
 * KernelLog: forwards /dev/kmsg to the host as it grows, and passes each message to one observer
 * (the exit monitor, which looks for the kernel's messages about the scheduler). PID 1's session
 * owns it.
 */
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "init/loop.h"
#include "init/records.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/**
 * Text of one /dev/kmsg entry ("6,339,5140900,-;text\n KEY=value\n",
 * Documentation/ABI/testing/dev-kmsg); empty if it is malformed.
 */
std::string_view kmsg_text(std::string_view entry);

class KernelLog {
public:
	KernelLog(Loop &loop, Records &records) : loop_(loop), records_(records) {}
	~KernelLog() { loop_.remove(fd_); }

	/** Starts with the oldest message still there. Without /dev/kmsg nothing is forwarded. */
	void start();
	void observe(std::function<void(std::string_view text)> observer);
	/** Forwards all that is there now. */
	void drain();

private:
	Loop &loop_;
	Records &records_;
	UniqueFd fd_;
	std::function<void(std::string_view)> observer_;
};

} /* namespace ktstr */
