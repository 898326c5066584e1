/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One timed boot: starts a VMM as a child process, watches its standard output (the guest's serial
 * console) for the lines of bench/guest_init.cpp, reads its memory at the first, and waits for
 * its end. Single-threaded.
 */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

/* All times in milliseconds of the host's CLOCK_MONOTONIC, but for the guest's own clock. */
struct BootTimes {
	double start;	    /* spawn to kernel entry: total to init less the guest's clock there */
	double kernel;	    /* guest clock at init */
	double to_init;	    /* spawn to the init line: start + kernel */
	double teardown;    /* leaving line to the end of the process */
	double memory_over; /* KiB of PSS that are not guest RAM, while the guest holds still */
	double cpus;	    /* that the guest has brought up */
};

/** All figures in one line, to pass them between processes. */
std::string to_line(const BootTimes &times);
/** Errors: not such a line. */
Result<BootTimes> parse_boot_times(const std::string &line);

/** Errors: cannot start; no init line within @timeout_s seconds; then the child is killed. */
Result<BootTimes> measure_boot(const std::vector<std::string> &argv, unsigned timeout_s);

/** KiB of PSS in @smaps (text of /proc/PID/smaps), without mappings whose name holds @ram. */
uint64_t pss_without(const std::string &smaps, const std::string &ram);

} /* namespace ktstr */
