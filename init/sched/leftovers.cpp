/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/leftovers.h"

#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iterator>

#include "init/sys.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

namespace {

constexpr size_t kNamed = 6;

struct Commands {
	BpfObject::Kind kind;
	bpf_cmd next;
	bpf_cmd open;
	const char *what;
};

constexpr Commands kCommands[] = {
	{BpfObject::Kind::program, BPF_PROG_GET_NEXT_ID, BPF_PROG_GET_FD_BY_ID, "program"},
	{BpfObject::Kind::map, BPF_MAP_GET_NEXT_ID, BPF_MAP_GET_FD_BY_ID, "map"},
	{BpfObject::Kind::link, BPF_LINK_GET_NEXT_ID, BPF_LINK_GET_FD_BY_ID, "link"},
};

long bpf(bpf_cmd command, bpf_attr *attributes)
{
	return syscall(SYS_bpf, command, attributes, sizeof(*attributes));
}

template <typename Info>
bool get_info(const UniqueFd &fd, Info *info)
{
	bpf_attr attributes = {};

	attributes.info.bpf_fd = uint32_t(fd.get());
	attributes.info.info_len = sizeof(*info);
	attributes.info.info = uint64_t(reinterpret_cast<uintptr_t>(info));
	return bpf(BPF_OBJ_GET_INFO_BY_FD, &attributes) == 0;
}

/* Empty if the object is gone by now. */
std::string name_of(const Commands &commands, uint32_t id)
{
	bpf_attr attributes = {};
	bpf_prog_info program = {};
	bpf_map_info map = {};
	bpf_link_info link = {};

	attributes.prog_id = id;
	UniqueFd fd(int(bpf(commands.open, &attributes)));
	if (!fd.valid())
		return "";
	switch (commands.kind) {
	case BpfObject::Kind::program:
		return get_info(fd, &program)
			       ? std::string(program.name, strnlen(program.name, BPF_OBJ_NAME_LEN))
			       : "";
	case BpfObject::Kind::map:
		return get_info(fd, &map)
			       ? std::string(map.name, strnlen(map.name, BPF_OBJ_NAME_LEN))
			       : "";
	case BpfObject::Kind::link:
		break;
	}
	return get_info(fd, &link) ? "type " + std::to_string(link.type) : "";
}

std::string object_text(const BpfObject &object)
{
	std::string text;

	for (const Commands &commands : kCommands)
		if (commands.kind == object.kind)
			text = commands.what;
	return text + " " + std::to_string(object.id) +
	       (object.name.empty() ? "" : " (" + object.name + ")");
}

} /* namespace */

Result<std::vector<BpfObject>> list_bpf_objects()
{
	std::vector<BpfObject> objects;

	for (const Commands &commands : kCommands) {
		bpf_attr attributes = {};

		while (bpf(commands.next, &attributes) == 0) {
			objects.push_back({commands.kind, attributes.next_id,
					   name_of(commands, attributes.next_id)});
			attributes.start_id = attributes.next_id;
		}
		if (errno != ENOENT)
			return errno_error("list BPF objects", commands.what);
	}
	return objects;
}

std::vector<BpfObject> new_objects(const std::vector<BpfObject> &before,
				   const std::vector<BpfObject> &after)
{
	std::vector<BpfObject> added;

	std::copy_if(after.begin(), after.end(), std::back_inserter(added),
		     [&before](const BpfObject &object) {
			     return std::none_of(
				     before.begin(), before.end(), [&object](const BpfObject &old) {
					     return old.kind == object.kind && old.id == object.id;
				     });
		     });
	return added;
}

CheckReport judge_leftovers(const std::vector<BpfObject> &before, const AfterDetach &after)
{
	std::vector<std::string> left;

	for (const BpfObject &object : new_objects(before, after.objects))
		left.push_back(object_text(object));
	if (after.state != "disabled")
		left.push_back("state " + after.state);
	std::string detail = left.empty() ? "the detach left nothing of the scheduler"
					  : "after the detach the kernel still has ";
	for (size_t i = 0; i < left.size() && i < kNamed; i++)
		detail += (i ? ", " : "") + left[i];
	return {.name = "nothing-left-after-detach",
		.status = left.empty() ? CheckReport::pass : CheckReport::fail,
		.measured = double(left.size()),
		.unit = "objects",
		.detail = detail + (left.size() > kNamed ? ", ..." : "")};
}

} /* namespace ktstr */
