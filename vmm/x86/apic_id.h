/* SPDX-License-Identifier: GPL-2.0 */
/*
 * APIC IDs as bit fields, from the lowest: thread, core, LLC, package. Each field is as wide as its
 * largest index needs (Intel SDM volume 3 §10.9, AMD64 APM volume 3 appendix E.5). Pure functions,
 * any thread.
 */
#pragma once

#include <cstdint>
#include <vector>

#include "vmm/topology.h"

namespace ktstr {

/** Field widths in bits. */
struct ApicIdLayout {
	unsigned thread_bits;
	unsigned core_bits;
	unsigned llc_bits;
	unsigned package_bits;

	/** First bit of each field above the thread field. */
	unsigned core_shift() const { return thread_bits; }
	unsigned llc_shift() const { return thread_bits + core_bits; }
	unsigned package_shift() const { return thread_bits + core_bits + llc_bits; }
};

ApicIdLayout apic_id_layout(const MachineTopology &topology);
/** APIC ID of every vCPU; the first one is 0. */
std::vector<uint32_t> apic_ids(const MachineTopology &topology);

} /* namespace ktstr */
