/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/session/session_files.h"

#include <algorithm>

#include "harness/base/text.h"
#include "harness/wire/key_value.h"

namespace ktstr {

namespace {

constexpr Deadline kDeadlines[] = {Deadline::none, Deadline::boot, Deadline::attach,
				   Deadline::case_, Deadline::power_off};

/* A field and its key; exactly one of the two pointers is set. */
template <typename T>
struct Field {
	const char *key;
	std::string T::*text;
	uint64_t T::*number;
};

constexpr Field<SessionSpec> kSpecFields[] = {
	{"folder", &SessionSpec::folder, nullptr},
	{"kernel", &SessionSpec::kernel, nullptr},
	{"cache_dir", &SessionSpec::cache_dir, nullptr},
	{"command_line", &SessionSpec::command_line, nullptr},
	{"memory_mib", nullptr, &SessionSpec::memory_mib},
	{"seed", nullptr, &SessionSpec::seed},
	{"pin_wait_ms", nullptr, &SessionSpec::pin_wait_ms},
	{"boot_ms", nullptr, &SessionSpec::boot_ms},
	{"attach_ms", nullptr, &SessionSpec::attach_ms},
	{"case_ms", nullptr, &SessionSpec::case_ms},
	{"teardown_ms", nullptr, &SessionSpec::teardown_ms},
	{"exit_ms", nullptr, &SessionSpec::exit_ms},
};

constexpr Field<SessionResult> kResultFields[] = {
	{"error", &SessionResult::error, nullptr},
	{"error_reason", &SessionResult::error_reason, nullptr},
	{"placement", &SessionResult::placement, nullptr},
	{"machine_exit", &SessionResult::machine_exit, nullptr},
	{"machine_detail", &SessionResult::machine_detail, nullptr},
	{"violation", &SessionResult::violation, nullptr},
	{"deadline_ms", nullptr, &SessionResult::deadline_ms},
	{"dropped_records", nullptr, &SessionResult::dropped_records},
	{"dropped_facts", nullptr, &SessionResult::dropped_facts},
	{"unclaimed_accesses", nullptr, &SessionResult::unclaimed_accesses},
	{"kernel_virtual_offset", nullptr, &SessionResult::kernel_virtual_offset},
	{"kernel_physical_base", nullptr, &SessionResult::kernel_physical_base},
	{"start_ms", nullptr, &SessionResult::start_ms},
	{"hello_ms", nullptr, &SessionResult::hello_ms},
	{"case_ms", nullptr, &SessionResult::case_ms},
	{"result_ms", nullptr, &SessionResult::result_ms},
	{"stopped_ms", nullptr, &SessionResult::stopped_ms},
	{"end_ms", nullptr, &SessionResult::end_ms},
};

template <typename T, size_t N>
void put_fields(KeyValues *pairs, const T &object, const Field<T> (&fields)[N])
{
	for (const Field<T> &field : fields)
		pairs->emplace_back(field.key, field.text ? object.*field.text
							  : std::to_string(object.*field.number));
}

/* Sets the field with @key. False if @fields has none. */
template <typename T, size_t N>
Result<bool> take_field(T *object, const Field<T> (&fields)[N], const std::string &key,
			const std::string &value)
{
	for (const Field<T> &field : fields) {
		if (key != field.key)
			continue;
		if (field.text) {
			object->*field.text = value;
			return true;
		}
		std::optional<uint64_t> number = parse_number(value);

		if (!number)
			return format_error("session file: not a number", key);
		object->*field.number = *number;
		return true;
	}
	return false;
}

Result<uint64_t> small_number(const std::string &key, const std::string &value, uint64_t maximum)
{
	std::optional<uint64_t> number = parse_number(value, maximum);

	if (!number)
		return format_error("session file: out of range", key);
	return *number;
}

/* "disk,latency_ms=0,mib=64" */
std::string device_text(const MachineDevice &device)
{
	std::string text = device.name;

	for (const auto &[option, value] : device.options)
		text += "," + option + "=" + std::to_string(value);
	return text;
}

Result<MachineDevice> parse_device(std::string_view text)
{
	std::vector<std::string_view> parts = split(text, ',');
	MachineDevice device = {std::string(parts[0])};

	for (size_t i = 1; i < parts.size(); i++) {
		size_t equals = std::min(parts[i].find('='), parts[i].size());
		std::string option(parts[i].substr(0, equals));
		std::optional<uint64_t> number =
			parse_number(parts[i].substr(std::min(equals + 1, parts[i].size())));

		if (!number || !device.options.emplace(option, *number).second)
			return format_error("session spec: option of a device", std::string(text));
	}
	KTSTR_TRY(check_machine_device(device));
	return device;
}

/* One of each name at most, so that hostile text is as bounded as what there is. */
Result<void> add_device(std::string_view text, std::vector<MachineDevice> *devices)
{
	MachineDevice device = KTSTR_TRY(parse_device(text));

	for (const MachineDevice &other : *devices) {
		if (other.name == device.name)
			return format_error("session spec: device twice", device.name);
	}
	devices->push_back(std::move(device));
	return {};
}

} /* namespace */

const char *to_string(Deadline deadline)
{
	switch (deadline) {
	case Deadline::none:
		return "none";
	case Deadline::boot:
		return "boot";
	case Deadline::attach:
		return "attach";
	case Deadline::case_:
		return "case";
	case Deadline::power_off:
		return "power-off";
	}
	return "none";
}

std::string serialise_session_spec(const SessionSpec &spec)
{
	KeyValues pairs;

	put_fields(&pairs, spec, kSpecFields);
	for (const std::string &path : spec.initrd)
		pairs.emplace_back("initrd", path);
	pairs.emplace_back("mode", std::to_string(int(spec.mode)));
	pairs.emplace_back("topology", spec.topology.to_string());
	for (const MachineDevice &device : spec.devices)
		pairs.emplace_back("device", device_text(device));
	pairs.emplace_back("kaslr", spec.kaslr ? "1" : "0");
	pairs.emplace_back("pin", spec.pin ? "1" : "0");
	return serialise_key_values(pairs);
}

Result<SessionSpec> parse_session_spec(std::string_view text)
{
	SessionSpec spec;

	for (const auto &[key, value] : KTSTR_TRY(parse_key_values(text))) {
		if (KTSTR_TRY(take_field(&spec, kSpecFields, key, value)))
			continue;
		if (key == "initrd")
			spec.initrd.push_back(value);
		else if (key == "mode")
			spec.mode = JobMode(KTSTR_TRY(small_number(key, value, 2)));
		else if (key == "topology")
			spec.topology = KTSTR_TRY(parse_topology(value));
		else if (key == "device")
			KTSTR_TRY(add_device(value, &spec.devices));
		else if (key == "kaslr")
			spec.kaslr = KTSTR_TRY(small_number(key, value, 1)) != 0;
		else if (key == "pin")
			spec.pin = KTSTR_TRY(small_number(key, value, 1)) != 0;
		else
			return format_error("session spec: unknown key", key);
	}
	if (spec.folder.empty() || spec.kernel.empty())
		return format_error("session spec: folder or kernel is missing");
	return spec;
}

std::string serialise_session_result(const SessionResult &result)
{
	KeyValues pairs;

	put_fields(&pairs, result, kResultFields);
	pairs.emplace_back("deadline", to_string(result.deadline));
	return serialise_key_values(pairs);
}

Result<SessionResult> parse_session_result(std::string_view text)
{
	SessionResult result;

	for (const auto &[key, value] : KTSTR_TRY(parse_key_values(text))) {
		if (KTSTR_TRY(take_field(&result, kResultFields, key, value)))
			continue;
		if (key != "deadline")
			return format_error("session result: unknown key", key);
		bool known = false;

		for (Deadline deadline : kDeadlines) {
			if (value == to_string(deadline)) {
				result.deadline = deadline;
				known = true;
			}
		}
		if (!known)
			return format_error("session result: unknown deadline", value);
	}
	return result;
}

} /* namespace ktstr */
