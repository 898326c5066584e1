/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The first byte selects the file. What the parser finds must be in the text, and must be the same
 * when written back.
 */
#include "init/proc_stats.h"

#include <algorithm>
#include <cstdio>
#include <iterator>

#include "vmm/base/result.h"

namespace {

using namespace ktstr;

bool holds(std::string_view text, uint64_t value)
{
	return text.find(std::to_string(value)) != text.npos;
}

uint64_t field_of(const TaskStat &stat, unsigned field)
{
	switch (field) {
	case 9:
		return stat.flags;
	case 14:
		return stat.user_ticks;
	case 15:
		return stat.kernel_ticks;
	case 39:
		return stat.cpu;
	case 41:
		return stat.policy;
	}
	return 0;
}

constexpr unsigned kLastField = 41;

/* The line for a task with this name, which may hold any bytes. */
std::string stat_text(const TaskStat &stat, std::string_view name)
{
	std::string text = "1 (" + std::string(name) + ") " + stat.state;

	for (unsigned field = 4; field <= kLastField; field++)
		text += " " + std::to_string(field_of(stat, field));
	return text;
}

void fuzz_task_stat(std::string_view text)
{
	std::string padded(text);
	for (unsigned field = 4; field <= kLastField; field++)
		padded += " 0";
	std::optional<TaskStat> stat = parse_task_stat("1 (x" + padded);

	if (!stat)
		return;
	std::string written = stat_text(*stat, text);
	std::optional<TaskStat> again = parse_task_stat(written);
	KTSTR_ASSERT(again && again->state == stat->state);
	for (unsigned field = 4; field <= kLastField; field++)
		KTSTR_ASSERT(field_of(*again, field) == field_of(*stat, field));
	KTSTR_ASSERT(!parse_task_stat(written.substr(0, written.rfind(' '))));
}

void fuzz_run_delay(std::string_view text)
{
	std::optional<uint64_t> delay = parse_run_delay(text);

	if (!delay)
		return;
	KTSTR_ASSERT(holds(text, *delay));
	KTSTR_ASSERT(parse_run_delay("0 " + std::to_string(*delay) + " 0\n") == delay);
}

void fuzz_pids(std::string_view text)
{
	std::vector<pid_t> pids = parse_pids(text);
	std::string written;

	for (pid_t pid : pids) {
		KTSTR_ASSERT(pid > 0 && holds(text, uint64_t(pid)));
		written += std::to_string(pid) + "\n";
	}
	KTSTR_ASSERT(written.size() <= text.size() + 1);
	KTSTR_ASSERT(parse_pids(written) == pids);
}

void fuzz_pressure(std::string_view line)
{
	std::string text = "some avg10=0.00 " + std::string(line);
	std::optional<uint64_t> us = parse_pressure_us(text);

	if (!us)
		return;
	KTSTR_ASSERT(holds(text, *us));
	KTSTR_ASSERT(parse_pressure_us("full total=1\nsome total=" + std::to_string(*us)) == us);
}

/* Starts inside the first count of the mapping. */
void fuzz_numa_pages(std::string_view rest)
{
	constexpr unsigned kStart = 0x10, kNode = 1;
	std::string text = "10 default N1=" + std::string(rest);
	std::optional<PageCount> pages = parse_numa_pages(text, kStart, kNode);
	std::optional<PageCount> next = parse_numa_pages(text, kStart, kNode + 1);

	KTSTR_ASSERT(pages.has_value() == next.has_value());
	if (!pages)
		return;
	KTSTR_ASSERT(pages->local <= pages->all && next->all == pages->all);
	KTSTR_ASSERT(next->local <= pages->all - pages->local);
	char written[128];
	snprintf(written, sizeof(written), "%x default N%u=%ju N%u=%ju\n", kStart, kNode,
		 uintmax_t(pages->local), kNode + 1, uintmax_t(pages->all - pages->local));
	std::optional<PageCount> again = parse_numa_pages(written, kStart, kNode);
	KTSTR_ASSERT(again && again->local == pages->local && again->all == pages->all);
}

constexpr void (*kFiles[])(std::string_view) = {
	fuzz_task_stat, fuzz_run_delay, fuzz_pids, fuzz_pressure, fuzz_numa_pages,
};

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 0)
		kFiles[data[0] % std::size(kFiles)](
			{reinterpret_cast<const char *>(data) + 1, size - 1});
	return 0;
}
