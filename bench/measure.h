/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One timed boot: starts a VMM as a child process, watches its standard output (the guest's serial
 * console) for the lines of bench/guest_init.cpp, reads its memory use at the first one, and waits
 * for it to exit. Single-threaded.
 */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

/* Times in milliseconds of the host's CLOCK_MONOTONIC, except for the guest's own clock. */
struct BootTimes {
	double start;	    /* spawn to kernel entry: to_init - kernel */
	double kernel;	    /* guest clock at init */
	double to_init;	    /* spawn to the init line: start + kernel */
	double teardown;    /* leaving line to process exit */
	double memory_over; /* KiB of PSS without guest RAM, while the guest holds still */
	double cpus;	    /* brought up by the guest */
};

/** All figures on one line, to pass them between processes. */
std::string to_line(const BootTimes &times);
/** Errors: malformed line. */
Result<BootTimes> parse_boot_times(const std::string &line);

/** Errors: the VMM cannot start, exits early, or takes longer than @timeout_s and is killed. */
Result<BootTimes> measure_boot(const std::vector<std::string> &argv, unsigned timeout_s);

/** KiB of PSS in @smaps (text of /proc/PID/smaps), without mappings whose name contains @ram. */
uint64_t pss_without(const std::string &smaps, const std::string &ram);

} /* namespace ktstr */
