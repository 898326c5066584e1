/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a machine ended: the exit that its vCPU threads and its lifetime report, and what its owner
 * gets to read afterwards. Plain data; any thread.
 */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ktstr {

enum class MachineExit {
	running,	/* wait() reached its deadline */
	power_off,	/* ACPI S5 */
	reset,		/* ACPI reset register */
	triple_fault,	/* KVM_EXIT_SHUTDOWN */
	internal_error, /* KVM_EXIT_INTERNAL_ERROR, KVM_EXIT_FAIL_ENTRY, a failed ioctl */
	stopped,	/* stop() was called */
};

const char *to_string(MachineExit exit);

struct MachineReport {
	MachineExit exit = MachineExit::running;
	std::string detail; /* internal_error: cause; internal_error and stopped: registers */
	std::vector<std::string> notes; /* placement requests that the host refused */
	uint64_t unclaimed_accesses = 0;
	uint64_t first_unclaimed_address = 0;
	uint64_t kernel_physical_base = 0;
	uint64_t kernel_virtual_offset = 0;
	/* Host CLOCK_MONOTONIC in nanoseconds; 0 if it did not happen. */
	uint64_t created_ns = 0;      /* create() entered */
	uint64_t first_entry_ns = 0;  /* first KVM_RUN */
	uint64_t first_output_ns = 0; /* first byte on a port or COM1 */
	uint64_t ended_ns = 0;	      /* exit seen */
};

} /* namespace ktstr */
