/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/builtin.h"

#include <cstdio>

#ifdef KTSTR_NO_BPF

namespace ktstr {
namespace {

int not_built()
{
	fprintf(stderr, "ktstr: this build has no BPF support\n");
	return 1;
}

} /* namespace */

int run_builtin_scheduler(int, char **)
{
	return not_built();
}
int run_object_scheduler(int, char **)
{
	return not_built();
}
int64_t read_scheduler_counter(std::string_view)
{
	return -1;
}
std::vector<uint64_t> read_scheduler_values(std::string_view)
{
	return {};
}

} /* namespace ktstr */

#else

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "init/sched/bpf_globals.h"
#include "init/sched/scheduler_object.h"
#include "init/sched/scheduler_process.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {
namespace {

constexpr int kUsage = 64;
constexpr char kLoaderPid[] = "loader_pid";
constexpr std::string_view kChooseOps = "--ops=";

#define KTSTR_COUNTER_NAME(name) #name,
constexpr const char *kCounterNames[] = {KTSTR_COUNTERS(KTSTR_COUNTER_NAME)};
#undef KTSTR_COUNTER_NAME

/* Constant-initialised, so registrations in other files may run in any order. */
constinit const BuiltinScheduler *first_builtin = nullptr;

const BuiltinScheduler *find_builtin(std::string_view name)
{
	const BuiltinScheduler *b = first_builtin;

	while (b && name != b->name)
		b = b->next;
	return b;
}

struct Knob {
	std::string name;
	std::string value;
};

Result<Knob> parse_knob(std::string_view argument)
{
	if (!argument.starts_with("--"))
		return format_error("knobs are --NAME=VALUE", std::string(argument));
	argument.remove_prefix(2);
	size_t equals = std::min(argument.find('='), argument.size());

	return Knob{std::string(argument.substr(0, equals)),
		    std::string(argument.substr(std::min(equals + 1, argument.size())))};
}

/* A field of the ops, or a constant. */
Result<void> set_in_object(SchedulerObject &object, Knob knob)
{
	constexpr std::string_view kField = "ops.";

	if (knob.name.starts_with(kField))
		return object.set_ops_field(knob.name.c_str() + kField.size(), knob.value.c_str());
	std::replace(knob.name.begin(), knob.name.end(), '-', '_');
	uint64_t number = KTSTR_TRY(parse_number(knob.name.c_str(), knob.value.c_str()));

	return object.set_constant(knob.name.c_str(), number);
}

Result<void> apply_knob(SchedulerObject &object, ProcessFaults &faults, std::string_view argument)
{
	Knob knob = KTSTR_TRY(parse_knob(argument));

	if (KTSTR_TRY(faults.set(knob.name.c_str(), knob.value.c_str())))
		return {};
	return set_in_object(object, std::move(knob));
}

int fail(const Error &error, int code)
{
	fprintf(stderr, "ktstr: %s\n", error.to_string().c_str());
	return code;
}

} /* namespace */

BuiltinScheduler::BuiltinScheduler(const char *builtin_name, ObjectBytes object_bytes)
	: name(builtin_name), bytes(object_bytes), next(first_builtin)
{
	first_builtin = this;
}

int run_builtin_scheduler(int argc, char **argv)
{
	const BuiltinScheduler *builtin = argc > 0 ? find_builtin(argv[0]) : nullptr;
	ProcessFaults faults;
	size_t size = 0;

	if (!builtin)
		return fail(format_error("no such built-in scheduler", argc > 0 ? argv[0] : ""),
			    kUsage);
	const void *bytes = builtin->bytes(&size);
	auto object = SchedulerObject::open_memory(builtin->name, bytes, size);
	if (!object)
		return fail(object.error(), 1);
	for (int i = 1; i < argc; i++) {
		if (auto applied = apply_knob(object.value(), faults, argv[i]); !applied)
			return fail(applied.error(), kUsage);
	}
	if (object.value().has_constant(kLoaderPid)) {
		if (auto set = object.value().set_constant(kLoaderPid, getpid()); !set)
			return fail(set.error(), 1);
	}
	return run_scheduler_process(object.value(), faults);
}

int run_object_scheduler(int argc, char **argv)
{
	const char *ops = "";

	for (int i = 1; i < argc; i++) {
		if (std::string_view(argv[i]).starts_with(kChooseOps))
			ops = argv[i] + kChooseOps.size();
	}
	auto object = SchedulerObject::open_file(argv[0], ops);

	if (!object)
		return fail(object.error(), 1);
	for (int i = 1; i < argc; i++) {
		if (std::string_view(argv[i]).starts_with(kChooseOps))
			continue;
		auto knob = parse_knob(argv[i]);
		if (!knob)
			return fail(knob.error(), kUsage);
		if (auto set = set_in_object(object.value(), std::move(knob.value())); !set)
			return fail(set.error(), kUsage);
	}
	return run_scheduler_process(object.value(), {});
}

int64_t read_scheduler_counter(std::string_view name)
{
	for (uint32_t slot = 0; slot < KTSTR_COUNTER_NR; slot++) {
		uint64_t value = 0;

		if (name != kCounterNames[slot])
			continue;
		UniqueFd map(bpf_obj_get(kCountersPin));
		if (!map.valid() || bpf_map_lookup_elem(map.get(), &slot, &value))
			return -1;
		return int64_t(value);
	}
	return -1;
}

std::vector<uint64_t> read_scheduler_values(std::string_view name)
{
	bpf_map_info info = {};
	uint32_t info_size = sizeof(info), key = 0;
	UniqueFd map(bpf_obj_get(kVariablesPin));

	if (!map.valid() || bpf_map_get_info_by_fd(map.get(), &info, &info_size))
		return {};
	std::unique_ptr<btf, void (*)(btf *)> types(btf__load_from_kernel_by_id(info.btf_id),
						    btf__free);
	std::vector<char> section(info.value_size);
	if (!types || bpf_map_lookup_elem(map.get(), &key, section.data()))
		return {};
	return section_values(types.get(), info.btf_value_type_id, section, name);
}

} /* namespace ktstr */

#endif
