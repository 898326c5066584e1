/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire/job.h"

#include <array>
#include <charconv>

#include "harness/wire/key_value.h"

namespace ktstr {

namespace {

template <typename E>
struct EnumName {
	E value;
	std::string_view name;
};

constexpr std::array<EnumName<JobMode>, 3> kModes = {{
	{JobMode::case_, "case"},
	{JobMode::exec, "exec"},
	{JobMode::shell, "shell"},
}};

constexpr std::array<EnumName<SchedulerKind>, 4> kSchedulerKinds = {{
	{SchedulerKind::none, "none"},
	{SchedulerKind::builtin, "builtin"},
	{SchedulerKind::executable, "executable"},
	{SchedulerKind::object, "object"},
}};

/* One overload of each for every field type, so that one list of fields serves both directions. */

std::string to_text(const std::string &value)
{
	return value;
}
std::string to_text(bool value)
{
	return value ? "1" : "0";
}
std::string to_text(uint32_t value)
{
	return std::to_string(value);
}
std::string to_text(uint64_t value)
{
	return std::to_string(value);
}

template <typename E, size_t N>
std::string_view enum_name(const std::array<EnumName<E>, N> &names, E value)
{
	for (const EnumName<E> &entry : names)
		if (entry.value == value)
			return entry.name;
	host_bug(__FILE__, __LINE__, "enumerator has no name");
}

std::string to_text(JobMode value)
{
	return std::string(enum_name(kModes, value));
}
std::string to_text(const Topology &value)
{
	return value.to_string();
}
std::string to_text(SchedulerKind value)
{
	return std::string(enum_name(kSchedulerKinds, value));
}

bool from_text(const std::string &text, std::string *out)
{
	*out = text;
	return true;
}

template <typename T>
bool number_from_text(const std::string &text, T *out)
{
	const char *end = text.data() + text.size();
	auto [stop, error] = std::from_chars(text.data(), end, *out, 10);
	return error == std::errc() && stop == end;
}

bool from_text(const std::string &text, uint32_t *out)
{
	return number_from_text(text, out);
}
bool from_text(const std::string &text, uint64_t *out)
{
	return number_from_text(text, out);
}

bool from_text(const std::string &text, bool *out)
{
	*out = text == "1";
	return text == "0" || text == "1";
}

template <typename E, size_t N>
bool enum_from_text(const std::array<EnumName<E>, N> &names, const std::string &text, E *out)
{
	for (const EnumName<E> &entry : names) {
		if (entry.name != text)
			continue;
		*out = entry.value;
		return true;
	}
	return false;
}

bool from_text(const std::string &text, JobMode *out)
{
	return enum_from_text(kModes, text, out);
}

bool from_text(const std::string &text, Topology *out)
{
	Result<Topology> parsed = parse_topology(text);

	if (parsed.ok())
		*out = std::move(parsed).value();
	return parsed.ok();
}

bool from_text(const std::string &text, SchedulerKind *out)
{
	return enum_from_text(kSchedulerKinds, text, out);
}

/** Calls @scalar(key, field) for each field that occurs once, @list for each that may repeat. */
template <typename J, typename Scalar, typename List>
void for_each_field(J &job, Scalar scalar, List list)
{
	scalar("mode", job.mode);
	scalar("case", job.case_name);
	scalar("scenario", job.scenario);
	scalar("command", job.command);
	scalar("directory", job.directory);
	scalar("scheduler.kind", job.scheduler.kind);
	scalar("scheduler.program", job.scheduler.program);
	list("scheduler.argument", job.scheduler.arguments);
	scalar("scheduler.expected_ops", job.scheduler.expected_ops);
	scalar("scheduler.startup_ms", job.scheduler.startup_ms);
	scalar("scheduler.attach_ms", job.scheduler.attach_ms);
	scalar("scheduler.hide_sysfs", job.scheduler.hide_sysfs);
	scalar("topology", job.topology);
	scalar("cpus_come_late", job.cpus_come_late);
	scalar("seed", job.seed);
	scalar("time_scale_percent", job.time_scale.percent);
	list("module", job.modules);
}

enum class Outcome { unknown_key, repeated, bad_value, taken };

Outcome take_field(Job &job, std::string_view key, const std::string &value, uint32_t *seen)
{
	Outcome outcome = Outcome::unknown_key;
	unsigned index = 0;
	for_each_field(
		job,
		[&](std::string_view name, auto &field) {
			uint32_t bit = 1u << index++;
			if (name != key)
				return;
			if (*seen & bit)
				outcome = Outcome::repeated;
			else
				outcome = from_text(value, &field) ? Outcome::taken
								   : Outcome::bad_value;
			*seen |= bit;
		},
		[&](std::string_view name, std::vector<std::string> &field) {
			if (name != key)
				return;
			field.push_back(value);
			outcome = Outcome::taken;
		});
	return outcome;
}

Result<void> check_job(const Job &job)
{
	if (job.time_scale.percent == 0)
		return format_error("job: time_scale_percent is 0");
	if (job.mode == JobMode::case_ && job.case_name.empty())
		return format_error("job: a case without a name");
	if (job.mode == JobMode::exec && job.command.empty())
		return format_error("job: nothing to execute");
	if (job.scheduler.kind != SchedulerKind::none && job.scheduler.program.empty())
		return format_error("job: a scheduler without a program");
	return {};
}

} /* namespace */

std::string serialise_job(const Job &job)
{
	KeyValues pairs;
	auto add = [&](std::string_view key, const auto &field) {
		pairs.emplace_back(key, to_text(field));
	};
	for_each_field(job, add, [&](std::string_view key, const std::vector<std::string> &field) {
		for (const std::string &value : field)
			add(key, value);
	});
	return serialise_key_values(pairs);
}

Result<Job> parse_job(std::string_view text)
{
	if (text.size() > kMaxJobText)
		return format_error("job: too long", std::to_string(text.size()));
	Result<KeyValues> pairs = parse_key_values(text);
	if (!pairs)
		return format_error("job", pairs.error().to_string());
	Job job;
	uint32_t seen = 0;
	for (size_t i = 0; i < pairs.value().size(); i++) {
		const auto &[key, value] = pairs.value()[i];

		switch (take_field(job, key, value, &seen)) {
		case Outcome::unknown_key:
			return format_error("job: unknown key", line_of_pair(i));
		case Outcome::repeated:
			return format_error("job: repeated key", line_of_pair(i));
		case Outcome::bad_value:
			return format_error("job: bad value", line_of_pair(i));
		case Outcome::taken:
			break;
		}
	}
	KTSTR_TRY(check_job(job));
	return job;
}

} /* namespace ktstr */
