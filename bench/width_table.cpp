/* SPDX-License-Identifier: GPL-2.0 */
#include "bench/width_table.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "harness/base/text.h"

namespace ktstr {

namespace {

/** @value with @places decimals, or "-". */
std::string cell(std::optional<double> value, int places)
{
	char text[64] = "-";

	if (value)
		snprintf(text, sizeof(text), "%.*f", places, *value);
	return text;
}

/** The cost of each vCPU that the row above does not have. */
std::optional<double> cost(std::optional<double> now, std::optional<double> before, unsigned vcpus)
{
	if (!now || !before)
		return {};
	return (*now - *before) / vcpus;
}

std::string line(const char *vcpus, const std::string &own, const std::string &qemu,
		 const std::string &machine, const std::string &ratio, const std::string &own_cost,
		 const std::string &qemu_cost)
{
	char text[256];

	snprintf(text, sizeof(text), "%6s %10s %10s %-8s %6s %11s %11s\n", vcpus, own.c_str(),
		 qemu.c_str(), machine.c_str(), ratio.c_str(), own_cost.c_str(), qemu_cost.c_str());
	return text;
}

} /* namespace */

Result<std::vector<unsigned>> parse_widths(std::string_view text, unsigned nodes)
{
	std::string spaced(text);
	std::set<unsigned> widths;

	std::replace(spaced.begin(), spaced.end(), ',', ' ');
	for (std::string_view word : split(spaced, ' ')) {
		if (word.empty())
			continue;
		std::optional<uint64_t> vcpus = parse_number(word, UINT32_MAX);
		if (!vcpus)
			return format_error("bad width, not a number of vCPUs", std::string(word));
		KTSTR_TRY(check_boot_size({unsigned(*vcpus), nodes}));
		widths.insert(unsigned(*vcpus));
	}
	if (widths.empty())
		return format_error("no widths given");
	return std::vector<unsigned>(widths.begin(), widths.end());
}

std::optional<double> median(std::vector<double> values)
{
	if (values.empty())
		return {};
	std::sort(values.begin(), values.end());
	return values[values.size() / 2];
}

WidthRow make_width_row(unsigned vcpus, const MachineTimes &times)
{
	WidthRow row = {};

	row.vcpus = vcpus;
	for (const auto &[machine, boots] : times) {
		const std::optional<double> middle = median(boots);

		if (machine == kOwnMachine) {
			row.own = middle;
		} else if (middle && (!row.qemu || *middle < *row.qemu)) {
			row.qemu = middle;
			row.qemu_machine = machine;
		}
	}
	return row;
}

std::string width_header()
{
	return line("vCPUs", "ktstr", "qemu", "machine", "ratio", "ktstr/vCPU", "qemu/vCPU");
}

std::string format_width_row(const WidthRow &row, const WidthRow *before)
{
	std::optional<double> ratio, own_cost, qemu_cost;

	if (row.own && row.qemu)
		ratio = *row.own / *row.qemu;
	if (before) {
		own_cost = cost(row.own, before->own, row.vcpus - before->vcpus);
		qemu_cost = cost(row.qemu, before->qemu, row.vcpus - before->vcpus);
	}
	return line(std::to_string(row.vcpus).c_str(), cell(row.own, 0), cell(row.qemu, 0),
		    row.qemu ? row.qemu_machine : "-", cell(ratio, 2), cell(own_cost, 1),
		    cell(qemu_cost, 1));
}

} /* namespace ktstr */
