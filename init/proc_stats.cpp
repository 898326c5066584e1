/* SPDX-License-Identifier: GPL-2.0 */
#include "init/proc_stats.h"

#include <dirent.h>
#include <time.h>

#include <charconv>
#include <cstdlib>

#include "init/sys.h"

namespace ktstr {

namespace {

std::string proc_path(pid_t pid, const char *file)
{
	return "/proc/" + std::to_string(pid) + "/" + file;
}

template <typename T = uint64_t>
std::optional<T> number(std::string_view text, int base = 10)
{
	T value = 0;
	auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);

	if (error != std::errc() || stop != text.data() + text.size())
		return std::nullopt;
	return value;
}

/** Removes and returns the first word of @text; empty at the end. */
std::string_view next_word(std::string_view *text)
{
	size_t begin = std::min(text->find_first_not_of(" \n"), text->size());
	size_t end = std::min(text->find_first_of(" \n", begin), text->size());
	std::string_view word = text->substr(begin, end - begin);

	text->remove_prefix(end);
	return word;
}

std::string_view next_line(std::string_view *text)
{
	size_t end = text->find('\n');
	std::string_view line = text->substr(0, end);

	text->remove_prefix(end == text->npos ? text->size() : end + 1);
	return line;
}

} /* namespace */

std::optional<TaskStat> parse_task_stat(std::string_view text)
{
	constexpr unsigned kState = 3, kFlags = 9, kUser = 14, kKernel = 15, kProcessor = 39;
	constexpr unsigned kPolicy = 41;
	size_t name_end = text.rfind(')');
	std::string_view fields[kPolicy + 1];

	if (name_end == text.npos)
		return std::nullopt;
	text.remove_prefix(name_end + 1);
	for (unsigned field = kState; field <= kPolicy; field++)
		fields[field] = next_word(&text);
	std::optional<unsigned> cpu = number<unsigned>(fields[kProcessor]);
	std::optional<unsigned> flags = number<unsigned>(fields[kFlags]);
	std::optional<unsigned> policy = number<unsigned>(fields[kPolicy]);
	std::optional<uint64_t> user = number(fields[kUser]), kernel = number(fields[kKernel]);
	if (fields[kState].size() != 1 || !cpu || !flags || !policy || !user || !kernel)
		return std::nullopt;
	return TaskStat{fields[kState][0], *cpu, *flags, *policy, *user, *kernel};
}

std::optional<uint64_t> parse_run_delay(std::string_view text)
{
	next_word(&text);
	return number(next_word(&text));
}

std::vector<EventCount> parse_events(std::string_view text)
{
	std::vector<EventCount> events;

	while (!text.empty()) {
		std::string_view line = next_line(&text);
		std::string_view name = next_word(&line);
		std::optional<uint64_t> value = number(next_word(&line));

		if (!name.empty() && value)
			events.push_back({std::string(name), *value});
	}
	return events;
}

std::vector<pid_t> parse_pids(std::string_view text)
{
	std::vector<pid_t> pids;

	while (!text.empty())
		if (std::optional<pid_t> pid = number<pid_t>(next_line(&text)); pid && *pid > 0)
			pids.push_back(*pid);
	return pids;
}

std::optional<uint64_t> keyed_value(std::string_view text, std::string_view key)
{
	while (!text.empty()) {
		std::string_view line = next_line(&text);

		if (next_word(&line) == key)
			return number(next_word(&line));
	}
	return std::nullopt;
}

std::optional<uint64_t> parse_pressure_us(std::string_view text)
{
	constexpr std::string_view kTotal = "total=";

	while (!text.empty()) {
		std::string_view line = next_line(&text);

		if (next_word(&line) != "some")
			continue;
		for (std::string_view word = next_word(&line); !word.empty();
		     word = next_word(&line))
			if (word.starts_with(kTotal))
				return number(word.substr(kTotal.size()));
	}
	return std::nullopt;
}

std::optional<PageCount> parse_numa_pages(std::string_view numa_maps, uintptr_t start,
					  unsigned node)
{
	while (!numa_maps.empty()) {
		std::string_view line = next_line(&numa_maps);
		PageCount pages;

		if (number(next_word(&line), 16) != uint64_t(start))
			continue;
		for (std::string_view word = next_word(&line); !word.empty();
		     word = next_word(&line)) {
			size_t equals = word.find('=');
			if (word[0] != 'N' || equals == word.npos)
				continue;
			std::optional<uint64_t> which = number(word.substr(1, equals - 1));
			std::optional<uint64_t> count = number(word.substr(equals + 1));
			if (!which || !count)
				continue;
			if (__builtin_add_overflow(pages.all, *count, &pages.all))
				return std::nullopt;
			pages.local += *which == node ? *count : 0;
		}
		return pages;
	}
	return std::nullopt;
}

std::vector<pid_t> threads_of(pid_t pid)
{
	std::vector<pid_t> threads;
	DIR *folder = opendir(proc_path(pid, "task").c_str());

	if (!folder)
		return threads;
	while (struct dirent *entry = readdir(folder))
		if (std::optional<pid_t> thread = number<pid_t>(entry->d_name))
			threads.push_back(*thread);
	closedir(folder);
	return threads;
}

std::optional<uint64_t> run_delay_ns(pid_t pid)
{
	uint64_t sum = 0;
	bool found = false;

	for (pid_t thread : threads_of(pid)) {
		std::string file = "task/" + std::to_string(thread) + "/schedstat";
		std::optional<uint64_t> delay =
			parse_run_delay(read_line(proc_path(pid, file.c_str())));

		found = found || delay;
		sum += delay.value_or(0);
	}
	return found ? std::optional(sum) : std::nullopt;
}

std::optional<uint64_t> cpu_time_ns(pid_t pid)
{
	clockid_t clock;
	struct timespec used;

	if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) < 0)
		return std::nullopt;
	return uint64_t(used.tv_sec) * 1000000000 + uint64_t(used.tv_nsec);
}

std::optional<TaskStat> task_stat(pid_t pid, pid_t thread)
{
	std::string file = "task/" + std::to_string(thread ? thread : pid) + "/stat";

	return parse_task_stat(read_line(proc_path(pid, file.c_str())));
}

std::string describe_stuck(pid_t pid)
{
	std::optional<TaskStat> stat = task_stat(pid);
	std::string stack = read_line(proc_path(pid, "stack"));
	std::string text =
		"pid " + std::to_string(pid) + " (" + read_line(proc_path(pid, "comm")) + ")";

	text += std::string(", state ") + (stat ? stat->state : '?');
	text += ", in " + read_line(proc_path(pid, "wchan"));
	return stack.empty() ? text : text + ", stack:\n" + stack;
}

} /* namespace ktstr */
