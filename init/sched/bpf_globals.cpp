/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KTSTR_NO_BPF
#include "init/sched/bpf_globals.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace ktstr {
namespace {

constexpr std::string_view kScxConstantPrefix = "__SCX_";
constexpr size_t kScxConstantSkip = 2; /* "__" */

using Visit = std::function<bool(std::string_view name, const BpfGlobal &global)>;

const btf_type *resolve(const btf *types, uint32_t id)
{
	int resolved = btf__resolve_type(types, id);

	return resolved < 0 ? nullptr : btf__type_by_id(types, resolved);
}

/* Visits the variables of one section until @visit returns true; returns whether it did. */
bool visit_section(const bpf_object *object, const btf *types, const btf_type *section,
		   const Visit &visit)
{
	const char *section_name = btf__name_by_offset(types, section->name_off);
	const bpf_map *map = bpf_object__find_map_by_name(object, section_name);
	size_t size = 0;
	char *base = map ? static_cast<char *>(bpf_map__initial_value(map, &size)) : nullptr;

	if (!base)
		return false;
	const btf_var_secinfo *info = btf_var_secinfos(section);
	for (unsigned i = 0; i < btf_vlen(section); i++, info++) {
		const btf_type *variable = btf__type_by_id(types, info->type);

		if (!variable || info->offset > size || info->size > size - info->offset)
			continue;
		BpfGlobal global = {
			.address = base + info->offset,
			.size = info->size,
			.type = resolve(types, info->type),
			.read_only = strncmp(section_name, ".rodata", 7) == 0,
		};
		if (visit(btf__name_by_offset(types, variable->name_off), global))
			return true;
	}
	return false;
}

void visit_globals(const bpf_object *object, const Visit &visit)
{
	const btf *types = bpf_object__btf(object);

	if (!types)
		return;
	for (uint32_t id = 1; id < btf__type_cnt(types); id++) {
		const btf_type *type = btf__type_by_id(types, id);

		if (btf_is_datasec(type) && visit_section(object, types, type, visit))
			return;
	}
}

void add_scx_enumerators(const btf *kernel, const btf_type *type,
			 std::map<std::string, uint64_t, std::less<>> &values)
{
	for (unsigned i = 0; i < btf_vlen(type); i++) {
		bool wide = btf_is_enum64(type);
		uint32_t name_off =
			wide ? btf_enum64(type)[i].name_off : btf_enum(type)[i].name_off;
		const char *name = btf__name_by_offset(kernel, name_off);

		if (strncmp(name, "SCX_", 4) == 0)
			values[name] = wide ? btf_enum64_value(&btf_enum64(type)[i])
					    : uint32_t(btf_enum(type)[i].val);
	}
}

std::map<std::string, uint64_t, std::less<>> kernel_scx_enumerators()
{
	std::map<std::string, uint64_t, std::less<>> values;
	std::unique_ptr<btf, void (*)(btf *)> kernel(btf__load_vmlinux_btf(), btf__free);

	if (!kernel)
		return values;
	for (uint32_t id = 1; id < btf__type_cnt(kernel.get()); id++) {
		const btf_type *type = btf__type_by_id(kernel.get(), id);

		if (btf_is_any_enum(type))
			add_scx_enumerators(kernel.get(), type, values);
	}
	return values;
}

} /* namespace */

BpfGlobal find_global(const bpf_object *object, std::string_view name)
{
	BpfGlobal found;

	visit_globals(object, [&](std::string_view variable, const BpfGlobal &global) {
		if (variable == name)
			found = global;
		return variable == name;
	});
	return found;
}

BpfGlobal find_global_of_type(const bpf_object *object, std::string_view type_name)
{
	const btf *types = bpf_object__btf(object);
	BpfGlobal found;

	visit_globals(object, [&](std::string_view, const BpfGlobal &global) {
		if (!global.type || !btf_is_struct(global.type) ||
		    type_name != btf__name_by_offset(types, global.type->name_off))
			return false;
		found = global;
		return true;
	});
	return found;
}

bool set_global(const BpfGlobal &global, uint64_t value)
{
	if (global.size != 1 && global.size != 2 && global.size != 4 && global.size != 8)
		return false;
	if (global.size < 8 && value >> (global.size * 8))
		return false;
	/* BPF objects use the byte order of the machine. */
	memcpy(global.address, &value, global.size);
	return true;
}

std::vector<uint64_t> section_values(const btf *types, uint32_t section_id,
				     std::span<const char> bytes, std::string_view name)
{
	const btf_type *section = btf__type_by_id(types, section_id);

	if (!section || !btf_is_datasec(section))
		return {};
	const btf_var_secinfo *info = btf_var_secinfos(section);
	for (unsigned i = 0; i < btf_vlen(section); i++, info++) {
		const btf_type *variable = btf__type_by_id(types, info->type);

		if (!variable || name != btf__name_by_offset(types, variable->name_off))
			continue;
		if (info->offset > bytes.size() || info->size > bytes.size() - info->offset)
			return {};
		std::vector<uint64_t> values(info->size / sizeof(uint64_t));
		memcpy(values.data(), bytes.data() + info->offset,
		       values.size() * sizeof(uint64_t));
		return values;
	}
	return {};
}

BpfGlobal struct_field(const btf *types, const btf_type *type, void *base, uint32_t size,
		       std::string_view name)
{
	if (!type || !btf_is_struct(type))
		return {};
	const btf_member *member = btf_members(type);
	for (unsigned i = 0; i < btf_vlen(type); i++, member++) {
		uint32_t offset = btf_member_bit_offset(type, i) / 8;
		int64_t length = btf__resolve_size(types, member->type);

		if (name != btf__name_by_offset(types, member->name_off))
			continue;
		if (length < 0 || offset > size || uint64_t(length) > size - offset)
			return {};
		return {.address = static_cast<char *>(base) + offset,
			.size = uint32_t(length),
			.type = resolve(types, member->type)};
	}
	return {};
}

const void *global_field(const bpf_object *object, const BpfGlobal &global, std::string_view name,
			 uint32_t size)
{
	if (!global)
		return nullptr;
	BpfGlobal field = struct_field(bpf_object__btf(object), global.type, global.address,
				       global.size, name);
	const char *end = static_cast<const char *>(global.address) + global.size;

	return field && size <= end - static_cast<const char *>(field.address) ? field.address
									       : nullptr;
}

Result<uint64_t> scx_value(std::string_view text)
{
	std::map<std::string, uint64_t, std::less<>> values;
	uint64_t sum = 0;

	for (size_t begin = 0, end; begin <= text.size(); begin = end + 1) {
		end = std::min(text.find('|', begin), text.size());
		std::string word(text.substr(begin, end - begin));
		char *rest = nullptr;

		if (word.starts_with("SCX_")) {
			if (values.empty())
				values = kernel_scx_enumerators();
			auto value = values.find(word);
			if (value == values.end())
				return format_error("the kernel has no enumerator", word);
			sum |= value->second;
			continue;
		}
		errno = 0;
		uint64_t number = strtoull(word.c_str(), &rest, 0);
		if (word.empty() || word[0] < '0' || word[0] > '9' || *rest || errno)
			return format_error("neither a number nor SCX_...", word);
		sum |= number;
	}
	return sum;
}

void set_scx_enum_constants(const bpf_object *object)
{
	std::map<std::string, uint64_t, std::less<>> values;
	bool loaded = false;

	visit_globals(object, [&](std::string_view name, const BpfGlobal &global) {
		if (!global.read_only || !name.starts_with(kScxConstantPrefix))
			return false;
		if (!loaded)
			values = kernel_scx_enumerators();
		loaded = true;
		auto value = values.find(name.substr(kScxConstantSkip));
		set_global(global, value == values.end() ? 0 : value->second);
		return false;
	});
}

} /* namespace ktstr */
#endif
