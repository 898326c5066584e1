/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Topology view: parsers of the files in /proc and /sys in which a kernel tells what machine it
 * sees. Pure functions of text that may be anything; any thread, both sides.
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

/** As parse_cpu_list(); empty is no CPU. */
Result<CpuSet> parse_cpu_set(std::string_view text);
/** "ff,00000001", as %*pb: 32 bits each, the highest first. */
Result<CpuSet> parse_cpu_set_mask(std::string_view text);
/** The set as a list, "none" if it is empty. */
std::string to_text(const CpuSet &set);

/** Decimal numbers between blanks; empty if there is anything else. */
std::vector<uint64_t> parse_numbers(std::string_view text);
/** One decimal number and nothing else. */
std::optional<uint64_t> parse_one_number(std::string_view text);
/** Whether @word is one of the words of @text. */
bool has_word(std::string_view text, std::string_view word);

/** A processor of /proc/cpuinfo; a line that is not there leaves no value. */
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

/** What /proc/schedstat says of the domains of one CPU: their spans, the innermost first. */
struct CpuDomains {
	unsigned cpu;
	std::vector<CpuSet> spans;
};

/** Domain lines begin with "domainN NAME MASK", and before version 17 with "domainN MASK". */
Result<std::vector<CpuDomains>> parse_schedstat(std::string_view text);

/** MemTotal of a node's meminfo, KiB. */
std::optional<uint64_t> parse_node_memory(std::string_view text);

} /* namespace ktstr */
