/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Finds a BPF object's global variables and the fields of its structs by name, through the object's
 * own BTF, so that one loader serves every object. Pointers are valid as long as the object. Before
 * loading they point to the initial values, afterwards to the live memory. One thread.
 */
#pragma once

#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

struct BpfGlobal {
	void *address = nullptr; /* nullptr: no such variable */
	uint32_t size = 0;
	const btf_type *type = nullptr; /* modifiers stripped */
	bool read_only = false;		/* in a .rodata section: constant after loading */

	explicit operator bool() const { return address != nullptr; }
};

/** The variable called @name. */
BpfGlobal find_global(const bpf_object *object, std::string_view name);
/** The first variable of type struct @type_name. */
BpfGlobal find_global_of_type(const bpf_object *object, std::string_view type_name);

/** Stores @value in an integer of 1, 2, 4 or 8 bytes. False if it does not fit. */
bool set_global(const BpfGlobal &global, uint64_t value);

/**
 * The 64-bit array @name in @bytes, the memory of the section with BTF type @section_id; empty: no
 * such array.
 */
std::vector<uint64_t> section_values(const btf *types, uint32_t section_id,
				     std::span<const char> bytes, std::string_view name);

/** Field @name of the struct @type at @base, of @size bytes; empty if it is not all in there. */
BpfGlobal struct_field(const btf *types, const btf_type *type, void *base, uint32_t size,
		       std::string_view name);

/**
 * Address of field @name of the struct @global; nullptr if it does not exist or fewer than @size
 * bytes follow.
 */
const void *global_field(const bpf_object *object, const BpfGlobal &global, std::string_view name,
			 uint32_t size);

/**
 * A number, decimal or 0x..., or enumerators SCX_... of the running kernel joined by |. Errors name
 * the word that is neither.
 */
Result<uint64_t> scx_value(std::string_view text);

/**
 * Sets every constant __SCX_NAME to the running kernel's value of the enumerator SCX_NAME, or to 0
 * if there is none. tools/sched_ext/include/scx/enums.h does this for one skeleton at a time.
 */
void set_scx_enum_constants(const bpf_object *object);

} /* namespace ktstr */
