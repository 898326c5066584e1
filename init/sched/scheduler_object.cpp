/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KTSTR_NO_BPF
#include "init/sched/scheduler_object.h"

#include <bpf/bpf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "init/sched/bpf_globals.h"
#include "init/sched/builtin.h"

namespace ktstr {
namespace {

/* tools/sched_ext/include/scx/user_exit_info_common.h; fields moved between releases. */
constexpr char kExitInfoType[] = "user_exit_info";
constexpr uint32_t kReasonMax = 128;
constexpr uint32_t kMessageMax = 1024;
constexpr char kCountersMap[] = "ktstr_counters";
constexpr char kStateFile[] = "/sys/kernel/sched_ext/state";

int print_message(enum libbpf_print_level level, const char *format, va_list arguments)
{
	if (level == LIBBPF_DEBUG)
		return 0;
	return vfprintf(stderr, format, arguments);
}

/* libbpf also has errnos of its own, from 4000 up. */
Error libbpf_error(const char *what, const char *which)
{
	char text[128];

	libbpf_strerror(errno, text, sizeof(text));
	return format_error(what, std::string(which) + ": " + text);
}

std::string bounded_string(const void *text, size_t max)
{
	const char *s = static_cast<const char *>(text);

	return s ? std::string(s, strnlen(s, max)) : std::string();
}

bool kernel_says_disabled()
{
	char state[16] = {};
	int fd = open(kStateFile, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	ssize_t got = read(fd, state, sizeof(state) - 1);
	close(fd);
	return got > 0 && strncmp(state, "disabled", 8) == 0;
}

/* Not what SEC("?...") makes optional, nor what something else attaches or runs. */
bool attaches_itself(const bpf_program *program)
{
	return bpf_program__autoload(program) && bpf_program__autoattach(program) &&
	       bpf_program__type(program) != BPF_PROG_TYPE_STRUCT_OPS &&
	       bpf_program__type(program) != BPF_PROG_TYPE_SYSCALL;
}

bool is_scheduler(const bpf_object *object, const bpf_map *map)
{
	constexpr std::string_view kOpsType = "sched_ext_ops";
	const btf *types = bpf_object__btf(object);

	if (bpf_map__type(map) != BPF_MAP_TYPE_STRUCT_OPS)
		return false;
	const btf_type *type = btf__type_by_id(types, bpf_map__btf_value_type_id(map));
	/* Matches sched_ext_ops, its ___flavours, and sched_ext_ops_cid of 7.2. */
	return type &&
	       std::string_view(btf__name_by_offset(types, type->name_off)).starts_with(kOpsType);
}

} /* namespace */

Result<SchedulerObject> SchedulerObject::opened(bpf_object *object, const char *name,
						std::string_view ops)
{
	if (!object)
		return libbpf_error("open BPF object", name);
	SchedulerObject self(object);
	KTSTR_TRY(self.find_ops(ops));
	return self;
}

Result<SchedulerObject> SchedulerObject::open_file(const char *path, std::string_view ops)
{
	libbpf_set_print(print_message);
	return opened(bpf_object__open_file(path, nullptr), path, ops);
}

Result<SchedulerObject> SchedulerObject::open_memory(const char *name, const void *bytes,
						     size_t size)
{
	bpf_object_open_opts options = {};

	options.sz = sizeof(options);
	options.object_name = name;
	libbpf_set_print(print_message);
	return opened(bpf_object__open_mem(bytes, size, &options), name, {});
}

Result<void> SchedulerObject::find_ops(std::string_view wanted)
{
	std::vector<bpf_map *> chosen;
	std::string names;
	bpf_map *map;

	bpf_object__for_each_map(map, object_.get())
	{
		if (!is_scheduler(object_.get(), map))
			continue;
		names += (names.empty() ? "" : ", ") + std::string(bpf_map__name(map));
		if (wanted.empty() ? bpf_map__autocreate(map) : wanted == bpf_map__name(map))
			chosen.push_back(map);
		else
			bpf_map__set_autocreate(map, false);
	}
	if (names.empty())
		return format_error("no sched_ext_ops struct_ops map in BPF object",
				    bpf_object__name(object_.get()));
	if (chosen.size() != 1)
		return format_error("choose a scheduler of the BPF object with --ops=NAME", names);
	ops_ = chosen[0];
	bpf_map__set_autocreate(ops_, true);
	return {};
}

bool SchedulerObject::has_constant(const char *name) const
{
	BpfGlobal global = find_global(object_.get(), name);

	return global && global.read_only;
}

Result<void> SchedulerObject::set_constant(const char *name, uint64_t value)
{
	BpfGlobal global = find_global(object_.get(), name);

	if (!global || !global.read_only)
		return format_error("no such knob", name);
	if (!set_global(global, value))
		return format_error("value does not fit knob", name);
	return {};
}

Result<void> SchedulerObject::set_ops_field(const char *name, const char *value)
{
	const btf *types = bpf_object__btf(object_.get());
	size_t size = 0;
	void *ops = bpf_map__initial_value(ops_, &size);
	BpfGlobal field =
		struct_field(types, btf__type_by_id(types, bpf_map__btf_value_type_id(ops_)), ops,
			     uint32_t(size), name);

	if (!field || !field.type)
		return format_error("sched_ext_ops has no such field", name);
	if (btf_is_array(field.type)) {
		if (strlen(value) >= field.size)
			return format_error("value is too long for the field of sched_ext_ops",
					    name);
		memset(field.address, 0, field.size);
		memcpy(field.address, value, strlen(value));
		return {};
	}
	if (!btf_is_int(field.type))
		return format_error("not a number or text in sched_ext_ops", name);
	if (!set_global(field, KTSTR_TRY(scx_value(value))))
		return format_error("value does not fit the field of sched_ext_ops", name);
	return {};
}

Result<void> SchedulerObject::load()
{
	set_scx_enum_constants(object_.get());
	if (bpf_object__load(object_.get()))
		return libbpf_error("load BPF object", bpf_object__name(object_.get()));
	pin_map(kCountersMap, kCountersPin);
	pin_map(".bss", kVariablesPin);
	return {};
}

/* Without such a map or bpffs the scheduler runs all the same; only its content cannot be read. */
void SchedulerObject::pin_map(const char *name, const char *path)
{
	bpf_map *map = bpf_object__find_map_by_name(object_.get(), name);

	unlink(path);
	if (!map)
		return;
	mkdir(kBpfPinFolder, 0700);
	if (bpf_map__pin(map, path))
		fprintf(stderr, "ktstr: cannot pin %s: %s\n", name, strerror(errno));
}

Result<void> SchedulerObject::leave_map()
{
	bpf_map *map = bpf_object__find_map_by_name(object_.get(), kCountersMap);

	unlink(kLeftPin);
	mkdir(kBpfPinFolder, 0700);
	/* Not bpf_map__pin(), which allows one path per map. */
	if (!map || bpf_obj_pin(bpf_map__fd(map), kLeftPin))
		return libbpf_error("pin BPF map", kLeftPin);
	return {};
}

Result<void> SchedulerObject::attach()
{
	bpf_program *program;

	bpf_object__for_each_program(program, object_.get())
	{
		if (!attaches_itself(program))
			continue;
		bpf_link *link = bpf_program__attach(program);
		/* What names no target: skeletons leave it alone too (libbpf.c). */
		if (!link && errno == EOPNOTSUPP)
			continue;
		if (!link)
			return libbpf_error("attach BPF program", bpf_program__name(program));
		links_.emplace_back(link);
	}
	bpf_link *link = bpf_map__attach_struct_ops(ops_);
	if (!link)
		return libbpf_error("attach sched_ext_ops", ops_name());
	links_.emplace_back(link);
	return {};
}

void SchedulerObject::detach()
{
	/* Detach in reverse order: the scheduler before the probes that feed it. */
	while (!links_.empty())
		links_.pop_back();
}

uint64_t SchedulerObject::exit_kind() const
{
	BpfGlobal info = find_global_of_type(object_.get(), kExitInfoType);
	const void *kind = global_field(object_.get(), info, "kind", sizeof(int));

	return kind ? *static_cast<const volatile int *>(kind) : 0;
}

bool SchedulerObject::exited() const
{
	if (find_global_of_type(object_.get(), kExitInfoType))
		return exit_kind() != 0;
	return kernel_says_disabled();
}

ScxExit SchedulerObject::exit_info() const
{
	BpfGlobal info = find_global_of_type(object_.get(), kExitInfoType);
	const bpf_object *object = object_.get();

	if (!info)
		return {.kind = 0, .reason = "", .message = "no user_exit_info in the object"};
	return {
		.kind = exit_kind(),
		.reason = bounded_string(global_field(object, info, "reason", kReasonMax),
					 kReasonMax),
		.message =
			bounded_string(global_field(object, info, "msg", kMessageMax), kMessageMax),
	};
}

const char *SchedulerObject::ops_name() const
{
	return bpf_map__name(ops_);
}

} /* namespace ktstr */
#endif
