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

} /* namespace */

Result<SchedulerObject> SchedulerObject::opened(bpf_object *object, const char *name)
{
	if (!object)
		return libbpf_error("open BPF object", name);
	SchedulerObject self(object);
	KTSTR_TRY(self.find_ops());
	return self;
}

Result<SchedulerObject> SchedulerObject::open_file(const char *path)
{
	libbpf_set_print(print_message);
	return opened(bpf_object__open_file(path, nullptr), path);
}

Result<SchedulerObject> SchedulerObject::open_memory(const char *name, const void *bytes,
						     size_t size)
{
	bpf_object_open_opts options = {};

	options.sz = sizeof(options);
	options.object_name = name;
	libbpf_set_print(print_message);
	return opened(bpf_object__open_mem(bytes, size, &options), name);
}

Result<void> SchedulerObject::find_ops()
{
	const btf *types = bpf_object__btf(object_.get());
	bpf_map *map;

	bpf_object__for_each_map(map, object_.get())
	{
		if (bpf_map__type(map) != BPF_MAP_TYPE_STRUCT_OPS)
			continue;
		const btf_type *type = btf__type_by_id(types, bpf_map__btf_value_type_id(map));
		const char *name = type ? btf__name_by_offset(types, type->name_off) : "";
		/* Matches sched_ext_ops, its ___flavours, and sched_ext_ops_cid of 7.2. */
		if (strncmp(name, "sched_ext_ops", 13) == 0) {
			ops_ = map;
			return {};
		}
	}
	return format_error("no sched_ext_ops struct_ops map in BPF object",
			    bpf_object__name(object_.get()));
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
		if (bpf_program__type(program) == BPF_PROG_TYPE_STRUCT_OPS ||
		    bpf_program__type(program) == BPF_PROG_TYPE_SYSCALL)
			continue;
		bpf_link *link = bpf_program__attach(program);
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
