/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The table of boot times by width: widths as they are asked for, and its rows, each complete once
 * its boots are done. Pure functions; any thread.
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

/** Milliseconds to init; several boots of each machine, none where all failed. */
using MachineTimes = std::map<std::string, std::vector<double>>;

struct WidthRow {
	unsigned vcpus;
	std::optional<double> own;
	std::optional<double> qemu; /* of the faster machine: */
	std::string qemu_machine;
};

/** "1 8,32": each once, smallest first. Errors name what is no width, or does not fit @nodes. */
Result<std::vector<unsigned>> parse_widths(std::string_view text, unsigned nodes);

/** The upper one of the middle two; nothing of nothing. */
std::optional<double> median(std::vector<double> values);
/** Medians; the faster of QEMU's machines. */
WidthRow make_width_row(unsigned vcpus, const MachineTimes &times);

std::string width_header();
/** @before: the row above, from which the cost of each further vCPU counts; null for the first. */
std::string format_width_row(const WidthRow &row, const WidthRow *before);

} /* namespace ktstr */
