/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The table of boot times by width: parses the widths asked for, and formats a row once all of its
 * boots are done. Pure functions; any thread.
 */
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/boot_setup.h"
#include "vmm/base/result.h"

namespace ktstr {

/**
 * Milliseconds to init for the boots of each machine; none for a machine whose boots all failed.
 */
using MachineTimes = std::map<std::string, std::vector<double>>;

struct WidthRow {
	unsigned vcpus;
	std::optional<double> own;
	std::optional<double> qemu; /* of the faster machine, which is: */
	std::string qemu_machine;
};

/**
 * "1 8,32": each width once, smallest first. Errors name one that is bad or does not fit @nodes.
 */
Result<std::vector<unsigned>> parse_widths(std::string_view text, unsigned nodes);

/** The upper median; none without values. */
std::optional<double> median(std::vector<double> values);
/** A row of medians, with the faster of QEMU's machines. */
WidthRow make_width_row(unsigned vcpus, const MachineTimes &times);

std::string width_header();
/** @before: the row above, relative to which each added vCPU is costed; null for the first row. */
std::string format_width_row(const WidthRow &row, const WidthRow *before);

} /* namespace ktstr */
