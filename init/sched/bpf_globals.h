/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Globals: finds a BPF object's global variables and the fields of its structs by name, through the
 * object's own BTF, so that one loader serves every object. Pointers stay valid as long as the
 * object; before loading they reach the initial values, after loading the live memory. One thread.
 */
#pragma once

#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ktstr {

struct BpfGlobal {
	void *address = nullptr; /* null: there is none */
	uint32_t size = 0;
	const btf_type *type = nullptr; /* without modifiers */
	bool read_only = false;		/* in a .rodata section: constant once loaded */

	explicit operator bool() const { return address != nullptr; }
};

/** The variable called @name. */
BpfGlobal find_global(const bpf_object *object, std::string_view name);
/** The first variable of type struct @type_name. */
BpfGlobal find_global_of_type(const bpf_object *object, std::string_view type_name);

/** Stores @value in an integer of 1, 2, 4 or 8 bytes; false if it does not fit. */
bool set_global(const BpfGlobal &global, uint64_t value);

/**
 * Array @name of 64-bit numbers in @bytes, what is in memory of the section of BTF type
 * @section_id; empty: there is none.
 */
std::vector<uint64_t> section_values(const btf *types, uint32_t section_id,
				     std::span<const char> bytes, std::string_view name);

/** Field @name of @global, a struct: its address, and at least @size bytes; null if it has none. */
const void *global_field(const bpf_object *object, const BpfGlobal &global, std::string_view name,
			 uint32_t size);

/**
 * Gives every constant __SCX_NAME the running kernel's value of the enumerator SCX_NAME, or 0 if it
 * has none: what tools/sched_ext/include/scx/enums.h does for one skeleton at a time.
 */
void set_scx_enum_constants(const bpf_object *object);

} /* namespace ktstr */
