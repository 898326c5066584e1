/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict/splat.h"

#include <regex.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "harness/base/text.h"

namespace ktstr {

namespace {

/* A guest can print without end; beyond this limit only the first splat of each class is kept. */
constexpr size_t kMaxSplats = 64;

struct Pattern {
	SplatClass type;
	std::string_view text;
	enum { anywhere, at_start } where;
};

/*
 * The first pattern that matches a line names its class, so narrow patterns come before wide ones
 * ("BUG: workqueue lockup" before "BUG: "). Comments name the source in the kernel tree.
 */
constexpr Pattern kPatterns[] = {
	{SplatClass::panic, "Kernel panic - not syncing", Pattern::at_start}, /* panic.c */
	{SplatClass::kasan, "BUG: KASAN:", Pattern::at_start},	/* mm/kasan/report.c */
	{SplatClass::kasan, "BUG: KFENCE:", Pattern::at_start}, /* mm/kfence/report.c */
	{SplatClass::workqueue, "BUG: workqueue lockup", Pattern::at_start}, /* workqueue.c */
	{SplatClass::workqueue, "BUG: workqueue leaked", Pattern::at_start},
	{SplatClass::soft_lockup, "BUG: soft lockup", Pattern::anywhere}, /* watchdog.c */
	{SplatClass::soft_lockup, "Watchdog detected hard LOCKUP", Pattern::anywhere},
	{SplatClass::hung_task, "blocked for more than", Pattern::anywhere},   /* hung_task.c */
	{SplatClass::rcu_stall, "detected stalls on CPUs", Pattern::anywhere}, /* tree_stall.h */
	{SplatClass::rcu_stall, "self-detected stall on CPU", Pattern::anywhere},
	{SplatClass::rcu_stall, "detected expedited stalls", Pattern::anywhere},
	{SplatClass::rcu_stall, "kthread starved for", Pattern::anywhere},
	{SplatClass::ubsan, "UBSAN:", Pattern::at_start}, /* lib/ubsan.c */
	/* kernel/locking/lockdep.c, and the sleeping checks of sched/core.c */
	{SplatClass::lockdep, "WARNING: possible circular locking", Pattern::at_start},
	{SplatClass::lockdep, "WARNING: possible recursive locking", Pattern::at_start},
	{SplatClass::lockdep, "WARNING: possible irq lock inversion", Pattern::at_start},
	{SplatClass::lockdep, "WARNING: inconsistent lock state", Pattern::at_start},
	{SplatClass::lockdep, "WARNING: bad unlock balance", Pattern::at_start},
	{SplatClass::lockdep, "WARNING: held lock freed", Pattern::at_start},
	{SplatClass::lockdep, "WARNING: suspicious RCU usage", Pattern::at_start},
	{SplatClass::lockdep, "WARNING: Nested lock was not taken", Pattern::at_start},
	{SplatClass::lockdep, "INFO: trying to register non-static key", Pattern::at_start},
	{SplatClass::lockdep, "-safe -> ", Pattern::anywhere},
	{SplatClass::lockdep, "BUG: Invalid wait context", Pattern::anywhere},
	{SplatClass::lockdep, "[ BUG: ", Pattern::anywhere},
	{SplatClass::oops, "Oops: ", Pattern::at_start}, /* x86 dumpstack.c */
	{SplatClass::oops, "Oops:", Pattern::at_start},
	{SplatClass::oops, "general protection fault", Pattern::at_start}, /* traps.c */
	{SplatClass::oops, "BUG: unable to handle", Pattern::at_start},	   /* x86 mm/fault.c */
	{SplatClass::oops, "BUG: kernel NULL pointer dereference", Pattern::at_start},
	{SplatClass::oops, "double fault:", Pattern::at_start},
	{SplatClass::bug, "kernel BUG at ", Pattern::at_start}, /* lib/bug.c */
	{SplatClass::bug, "BUG: ", Pattern::at_start},
	{SplatClass::warn, "WARNING: CPU: ", Pattern::at_start}, /* panic.c __warn() */
	{SplatClass::warn, "WARNING: ", Pattern::at_start},
};

/* Harmless messages that start with "WARNING: ". */
constexpr std::string_view kHarmless[] = {
	"WARNING: Spectre",
	"WARNING: Unsupported",
};

std::optional<SplatClass> classify(std::string_view text)
{
	for (std::string_view harmless : kHarmless) {
		if (text.starts_with(harmless))
			return std::nullopt;
	}
	for (const Pattern &pattern : kPatterns) {
		bool hit = pattern.where == Pattern::at_start
				   ? text.starts_with(pattern.text)
				   : text.find(pattern.text) != std::string_view::npos;

		if (hit && pattern.type == SplatClass::hung_task && !text.starts_with("INFO: task"))
			hit = false;
		if (hit)
			return pattern.type;
	}
	return std::nullopt;
}

struct Line {
	uint64_t time_us;
	std::string_view text;
};

/* These prefixes come from pr_fmt(); the message follows. */
std::string_view strip_prefixes(std::string_view text)
{
	for (std::string_view prefix : {"watchdog: ", "rcu: ", "NMI watchdog: ", "workqueue: "}) {
		if (text.starts_with(prefix))
			text.remove_prefix(prefix.size());
	}
	return text;
}

/* "[    5.140900][    T1] text" of printk.c print_prefix(), CONFIG_PRINTK_CALLER or not. */
std::optional<Line> parse_console_line(std::string_view line)
{
	if (!line.empty() && line.back() == '\r')
		line.remove_suffix(1);
	/* A verbose console puts "<4>" in front. */
	if (line.size() > 3 && line[0] == '<' && line[2] == '>')
		line.remove_prefix(3);
	if (line.empty() || line[0] != '[')
		return std::nullopt;
	size_t end = line.find(']');
	if (end == std::string_view::npos)
		return std::nullopt;
	std::string_view stamp = trim(line.substr(1, end - 1));
	size_t point = stamp.find('.');
	if (point == std::string_view::npos || stamp.size() - point != 7)
		return std::nullopt;
	std::optional<uint64_t> seconds = parse_number(stamp.substr(0, point), 1ull << 40);
	std::optional<uint64_t> micros = parse_number(stamp.substr(point + 1));
	if (!seconds || !micros)
		return std::nullopt;
	line.remove_prefix(end + 1);
	if (!line.empty() && line[0] == '[') {
		size_t caller = line.find(']');

		if (caller == std::string_view::npos)
			return std::nullopt;
		line.remove_prefix(caller + 1);
	}
	if (!line.empty() && line[0] == ' ')
		line.remove_prefix(1);
	return Line{*seconds * 1000000 + *micros, line};
}

struct KmsgEntry {
	uint64_t facility;
	Line line;
};

/* "6,339,5140900,-;text", Documentation/ABI/testing/dev-kmsg; a blank starts a continuation. */
std::optional<KmsgEntry> parse_kmsg_line(std::string_view line)
{
	size_t end = line.find(';');

	if (line.empty() || line[0] == ' ' || end == std::string_view::npos)
		return std::nullopt;
	std::vector<std::string_view> fields = split(line.substr(0, end), ',');
	if (fields.size() < 4)
		return std::nullopt;
	std::optional<uint64_t> priority = parse_number(fields[0], 1 << 16);
	std::optional<uint64_t> time = parse_number(fields[2]);
	if (!priority || !time)
		return std::nullopt;
	return KmsgEntry{*priority >> 3, {*time, line.substr(end + 1)}};
}

class Collector {
public:
	explicit Collector(const AllowList &allowed) : allowed_(allowed) {}

	void look_at(const Line &line)
	{
		std::string_view text = strip_prefixes(line.text);
		std::optional<SplatClass> type = classify(text);

		if (!type || (splats_.size() >= kMaxSplats && has(*type)))
			return;
		if (allowed_.allows(std::string(line.text)))
			return;
		if (seen_.emplace(line.time_us, text).second)
			splats_.push_back({*type, std::string(text)});
	}

	std::vector<Splat> take()
	{
		bool cause = std::any_of(splats_.begin(), splats_.end(), [](const Splat &s) {
			return s.type != SplatClass::panic;
		});

		/* With oops=panic, oops_end() (x86 dumpstack.c) panics after its own splat. */
		std::erase_if(splats_, [cause](const Splat &s) {
			return cause && s.type == SplatClass::panic &&
			       s.line.find("Fatal exception") != std::string::npos;
		});
		/* std::stable_sort() of libstdc++ 12 uses a deprecated function; clang warns. */
		std::multimap<SplatClass, Splat> by_weight;
		for (Splat &splat : splats_)
			by_weight.emplace(splat.type, std::move(splat));
		std::vector<Splat> sorted;
		for (auto &[type, splat] : by_weight)
			sorted.push_back(std::move(splat));
		return sorted;
	}

private:
	bool has(SplatClass type) const
	{
		return std::any_of(splats_.begin(), splats_.end(),
				   [type](const Splat &s) { return s.type == type; });
	}

	const AllowList &allowed_;
	std::set<std::pair<uint64_t, std::string>> seen_;
	std::vector<Splat> splats_;
};

} /* namespace */

std::string splat_reason(SplatClass splat)
{
	switch (splat) {
	case SplatClass::panic:
		return "kernel-panic";
	case SplatClass::kasan:
		return "kernel-splat:kasan";
	case SplatClass::oops:
		return "kernel-splat:oops";
	case SplatClass::bug:
		return "kernel-splat:bug";
	case SplatClass::lockdep:
		return "kernel-splat:lockdep";
	case SplatClass::soft_lockup:
		return "kernel-splat:soft-lockup";
	case SplatClass::hung_task:
		return "kernel-splat:hung-task";
	case SplatClass::rcu_stall:
		return "kernel-splat:rcu-stall";
	case SplatClass::workqueue:
		return "kernel-splat:workqueue";
	case SplatClass::ubsan:
		return "kernel-splat:ubsan";
	case SplatClass::warn:
		return "kernel-splat:warn";
	}
	return "kernel-splat:unknown";
}

struct AllowList::Patterns {
	std::vector<regex_t> compiled;

	~Patterns()
	{
		for (regex_t &pattern : compiled)
			regfree(&pattern);
	}
};

AllowList::AllowList() : patterns_(std::make_unique<Patterns>()) {}
AllowList::AllowList(AllowList &&) noexcept = default;
AllowList &AllowList::operator=(AllowList &&) noexcept = default;
AllowList::~AllowList() = default;

Result<AllowList> AllowList::parse(std::string_view text)
{
	AllowList list;

	for (std::string_view raw : split(text, '\n')) {
		std::string line(trim(raw));
		regex_t pattern;

		if (line.empty() || line[0] == '#')
			continue;
		if (regcomp(&pattern, line.c_str(), REG_EXTENDED | REG_NOSUB) != 0)
			return format_error("allow-list: bad regular expression", line);
		list.patterns_->compiled.push_back(pattern);
	}
	return list;
}

bool AllowList::allows(const std::string &line) const
{
	return std::any_of(patterns_->compiled.begin(), patterns_->compiled.end(),
			   [&line](const regex_t &pattern) {
				   return regexec(&pattern, line.c_str(), 0, nullptr, 0) == 0;
			   });
}

std::vector<Splat> scan_splats(std::string_view console, std::string_view kernel_log,
			       const AllowList &allowed)
{
	Collector collector(allowed);
	std::set<std::pair<uint64_t, std::string_view>> forged;

	for (std::string_view raw : split(kernel_log, '\n')) {
		std::optional<KmsgEntry> entry = parse_kmsg_line(raw);

		if (!entry)
			continue;
		if (entry->facility == 0)
			collector.look_at(entry->line);
		else
			forged.emplace(entry->line.time_us, entry->line.text);
	}
	for (std::string_view raw : split(console, '\n')) {
		std::optional<Line> line = parse_console_line(raw);

		if (line && !forged.count({line->time_us, line->text}))
			collector.look_at(*line);
	}
	return collector.take();
}

} /* namespace ktstr */
