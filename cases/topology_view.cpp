/* SPDX-License-Identifier: GPL-2.0 */
#include "cases/topology_view.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "harness/scenario/topology/cpu_list.h"

namespace ktstr {
namespace {

constexpr std::string_view kBlanks = " \t\n";
constexpr unsigned kMaskWordBits = 32;
constexpr unsigned kFirstVersionWithNames = 17; /* SCHEDSTAT_VERSION, kernel/sched/stats.c */

/* Cuts off and returns the text before @separator, or all of it. */
std::string_view take(std::string_view &text, char separator)
{
	size_t at = text.find(separator);
	std::string_view part = text.substr(0, at);

	text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
	return part;
}

std::string_view take_word(std::string_view &text)
{
	text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
	size_t end = std::min(text.find_first_of(kBlanks), text.size());
	std::string_view word = text.substr(0, end);

	text.remove_prefix(end);
	return word;
}

std::string_view trimmed(std::string_view text)
{
	size_t begin = text.find_first_not_of(kBlanks);

	if (begin == std::string_view::npos)
		return {};
	return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::optional<uint64_t> number(std::string_view text, int base = 10)
{
	uint64_t value = 0;
	auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);

	if (error != std::errc() || end != text.data() + text.size())
		return std::nullopt;
	return value;
}

Error bad(const char *what, std::string_view text)
{
	return format_error(what, std::string(text.substr(0, 80)));
}

/* The number after @prefix, as in "domain0". */
std::optional<uint64_t> numbered(std::string_view word, std::string_view prefix)
{
	if (!word.starts_with(prefix))
		return std::nullopt;
	return number(word.substr(prefix.size()));
}

std::optional<uint64_t> *cpuinfo_field(CpuInfo &cpu, std::string_view key)
{
	if (key == "physical id")
		return &cpu.physical_id;
	if (key == "core id")
		return &cpu.core_id;
	if (key == "siblings")
		return &cpu.siblings;
	if (key == "cpu cores")
		return &cpu.cpu_cores;
	if (key == "apicid")
		return &cpu.apic_id;
	if (key == "initial apicid")
		return &cpu.initial_apic_id;
	return nullptr;
}

} /* namespace */

Result<CpuSet> parse_cpu_set(std::string_view text)
{
	CpuSet set;

	for (unsigned cpu : KTSTR_TRY(parse_cpu_list(text, kMaxTopologyCpus)))
		set.set(cpu);
	return set;
}

Result<CpuSet> parse_cpu_set_mask(std::string_view text)
{
	std::string_view mask = trimmed(text);
	size_t commas = 0;
	CpuSet set;

	for (char c : mask)
		commas += c == ',';
	for (size_t words = commas + 1; words-- > 0;) {
		std::string_view digits = take(mask, ',');
		std::optional<uint64_t> bits = number(digits, 16);

		if (!bits || digits.size() > kMaskWordBits / 4)
			return bad("not a CPU mask", text);
		for (unsigned bit = 0; bit < kMaskWordBits; bit++) {
			if (!(*bits >> bit & 1))
				continue;
			if (words * kMaskWordBits + bit >= set.size())
				return bad("CPU mask too wide", text);
			set.set(words * kMaskWordBits + bit);
		}
	}
	return set;
}

std::string to_text(const CpuSet &set)
{
	std::vector<unsigned> cpus;

	for (unsigned cpu = 0; cpu < set.size(); cpu++) {
		if (set[cpu])
			cpus.push_back(cpu);
	}
	return cpus.empty() ? "none" : cpu_list_text(std::move(cpus));
}

std::vector<uint64_t> parse_numbers(std::string_view text)
{
	std::vector<uint64_t> numbers;

	for (std::string_view word = take_word(text); !word.empty(); word = take_word(text)) {
		std::optional<uint64_t> value = number(word);

		if (!value)
			return {};
		numbers.push_back(*value);
	}
	return numbers;
}

std::optional<uint64_t> parse_one_number(std::string_view text)
{
	return number(trimmed(text));
}

bool has_word(std::string_view text, std::string_view word)
{
	std::string_view next = take_word(text);

	while (!next.empty() && next != word)
		next = take_word(text);
	return !next.empty();
}

std::vector<CpuInfo> parse_cpuinfo(std::string_view text)
{
	std::vector<CpuInfo> cpus;

	while (!text.empty()) {
		std::string_view value = take(text, '\n');
		std::string_view key = trimmed(take(value, ':'));

		if (key == "processor")
			cpus.push_back({.processor = number(trimmed(value))});
		else if (cpus.empty())
			continue;
		else if (std::optional<uint64_t> *field = cpuinfo_field(cpus.back(), key))
			*field = number(trimmed(value));
	}
	return cpus;
}

Result<std::vector<CpuDomains>> parse_schedstat(std::string_view text)
{
	std::vector<CpuDomains> cpus;
	uint64_t version = 0;

	while (!text.empty()) {
		std::string_view line = take(text, '\n');
		std::string_view all = line, word = take_word(line);

		if (word == "version") {
			version = number(take_word(line)).value_or(0);
		} else if (std::optional<uint64_t> cpu = numbered(word, "cpu")) {
			if (*cpu >= kMaxTopologyCpus)
				return bad("schedstat: no such CPU", all);
			cpus.push_back({unsigned(*cpu), {}});
		} else if (std::optional<uint64_t> domain = numbered(word, "domain")) {
			if (cpus.empty() || *domain != cpus.back().spans.size())
				return bad("schedstat: domain out of order", all);
			if (version >= kFirstVersionWithNames)
				take_word(line);
			cpus.back().spans.push_back(KTSTR_TRY(parse_cpu_set_mask(take_word(line))));
		}
	}
	if (version == 0)
		return bad("schedstat: no version", "");
	return cpus;
}

std::optional<uint64_t> parse_node_memory(std::string_view text)
{
	while (!text.empty()) {
		std::string_view line = take(text, '\n');
		size_t at = line.find("MemTotal:");

		if (at == std::string_view::npos)
			continue;
		line.remove_prefix(at);
		take_word(line);
		return number(take_word(line));
	}
	return std::nullopt;
}

} /* namespace ktstr */
