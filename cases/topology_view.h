/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Topology view: parsers for the files in /proc and /sys that show the machine a kernel sees. Pure
 * functions of arbitrary text; any thread, in host and guest.
 */
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/topology/topology.h"
#include "vmm/base/result.h"

namespace ktstr {

/** CPUs or nodes, by number. */
using CpuSet = std::bitset<kMaxTopologyCpus>;

/** As parse_cpu_list(), but empty text is the empty set. */
Result<CpuSet> parse_cpu_set(std::string_view text);
/** "ff,00000001", as %*pb prints it: words of 32 bits, highest first. */
Result<CpuSet> parse_cpu_set_mask(std::string_view text);
/** The set as a list, "none" if it is empty. */
std::string to_text(const CpuSet &set);

/** Decimal numbers separated by blanks; empty if there is anything else. */
std::vector<uint64_t> parse_numbers(std::string_view text);
/** One decimal number and nothing else. */
std::optional<uint64_t> parse_one_number(std::string_view text);
/** Whether @word is one of the words of @text. */
bool has_word(std::string_view text, std::string_view word);

/** A processor in /proc/cpuinfo; a missing line leaves no value. */
struct CpuInfo {
	std::optional<uint64_t> processor = {};
	std::optional<uint64_t> physical_id = {};
	std::optional<uint64_t> core_id = {};
	std::optional<uint64_t> siblings = {};
	std::optional<uint64_t> cpu_cores = {};
	std::optional<uint64_t> apic_id = {};
	std::optional<uint64_t> initial_apic_id = {};
};

std::vector<CpuInfo> parse_cpuinfo(std::string_view text);

/** The sched domains of one CPU in /proc/schedstat: their spans, innermost first. */
struct CpuDomains {
	unsigned cpu;
	std::vector<CpuSet> spans;
};

/** Domain lines begin with "domainN NAME MASK"; before version 17 with "domainN MASK". */
Result<std::vector<CpuDomains>> parse_schedstat(std::string_view text);

/** MemTotal in a node's meminfo, in KiB. */
std::optional<uint64_t> parse_node_memory(std::string_view text);

} /* namespace ktstr */
