/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulated/mended_qemu.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "harness/base/files.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U /* include/uapi/linux/memfd.h, since 6.3 */
#endif

namespace ktstr {

namespace {

/* Intel SDM volume 2: opcodes, and ModRM with a 32-bit displacement and no SIB byte. */
constexpr uint8_t kMovToMemory = 0x89;
constexpr uint8_t kMovImmediate = 0xc7;
constexpr uint8_t kRexBase = 0x01, kRexWide = 0x08;
constexpr uint8_t kNop6[] = {0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00};
constexpr uint8_t kNop7[] = {0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00};

/* The stores stand close to the first argument of the delivery, is_hw = 1, and to its call. */
constexpr size_t kBefore = 48, kAfter = 64, kToCall = 16;

uint8_t byte_at(std::span<const std::byte> code, size_t at)
{
	return at < code.size() ? std::to_integer<uint8_t>(code[at]) : 0;
}

int32_t word_at(std::span<const std::byte> code, size_t at)
{
	int32_t word = 0;

	if (at + sizeof(word) <= code.size())
		memcpy(&word, &code[at], sizeof(word));
	return word;
}

/* A mov to the memory at a register plus a 32-bit displacement. */
struct Store {
	size_t begin, end;
	uint8_t base;
	bool wide;
	int32_t displacement;
};

/* @at: place of the opcode. */
std::optional<Store> store_at(std::span<const std::byte> code, size_t at, uint8_t opcode)
{
	constexpr uint8_t kModMask = 0xc0, kMod = 0x80, kRegMask = 0x38, kBaseMask = 7, kSib = 4;
	uint8_t modrm = byte_at(code, at + 1);
	uint8_t rex = at ? byte_at(code, at - 1) : 0;
	Store store = {at, at + 6, uint8_t(modrm & kBaseMask), false, word_at(code, at + 2)};

	if (byte_at(code, at) != opcode || (modrm & kModMask) != kMod || store.base == kSib ||
	    at + 6 > code.size())
		return {};
	if ((rex & 0xf0) == 0x40) {
		store.begin--;
		store.wide = rex & kRexWide;
		store.base |= (rex & kRexBase) << 3;
	}
	if (opcode == kMovImmediate) {
		if (modrm & kRegMask)
			return {};
		store.end += sizeof(int32_t);
	}
	return store;
}

bool calls_delivery(std::span<const std::byte> code)
{
	constexpr uint8_t kIsHardware[] = {0xba, 1, 0, 0, 0}; /* mov $1, %edx */
	constexpr uint8_t kCall = 0xe8;

	for (size_t i = 0; i + sizeof(kIsHardware) <= code.size(); i++) {
		if (memcmp(&code[i], kIsHardware, sizeof(kIsHardware)))
			continue;
		for (size_t j = i + sizeof(kIsHardware); j < i + kToCall; j++) {
			if (byte_at(code, j) == kCall)
				return true;
		}
	}
	return false;
}

/*
 * @next: the store of -1 to exception_next_eip, in @code, the code around it. Below that field
 * (target/i386/cpu.h, CPUX86State) are exception_is_int, set to 0, and error_code.
 */
std::optional<InstructionPlace> vector_store_near(std::span<const std::byte> code,
						  const Store &next)
{
	std::optional<InstructionPlace> found;
	bool is_int = false, error_code = false;

	for (size_t at = 0; at < code.size(); at++) {
		std::optional<Store> zero = store_at(code, at, kMovImmediate);
		std::optional<Store> value = store_at(code, at, kMovToMemory);

		if (zero && !zero->wide && zero->base == next.base &&
		    zero->displacement == next.displacement - 4 && !word_at(code, at + 6))
			is_int = true;
		if (!value || value->wide)
			continue;
		if (value->base == next.base && value->displacement == next.displacement - 8) {
			error_code = true;
			continue;
		}
		if (found)
			return {};
		found = InstructionPlace{value->begin, value->end - value->begin};
	}
	return is_int && error_code ? found : std::nullopt;
}

} /* namespace */

std::optional<InstructionPlace> find_vector_store(std::span<const std::byte> program)
{
	std::optional<InstructionPlace> found;

	for (size_t at = 0; at < program.size(); at++) {
		std::optional<Store> next = store_at(program, at, kMovImmediate);

		if (!next || !next->wide || word_at(program, at + 6) != -1)
			continue;
		size_t begin = at - std::min(at, kBefore);
		std::span<const std::byte> code =
			program.subspan(begin, std::min(at + kAfter, program.size()) - begin);
		if (!calls_delivery(code))
			continue;
		std::optional<InstructionPlace> place = vector_store_near(code, *next);
		if (!place)
			continue;
		if (found)
			return {};
		found = InstructionPlace{begin + place->offset, place->size};
	}
	return found;
}

Result<UniqueFd> mended_qemu(const std::string &path)
{
	std::string program = KTSTR_TRY(read_file(path));
	std::optional<InstructionPlace> place =
		find_vector_store(std::as_bytes(std::span(program)));

	if (!place)
		return format_error("QEMU not mended: no store of the vector in helper_vmrun()",
				    path);
	memcpy(&program[place->offset], place->size == sizeof(kNop6) ? kNop6 : kNop7, place->size);
	/* Kernels before 6.3 refuse MFD_EXEC, and their memory files are executable anyway. */
	UniqueFd file(memfd_create("qemu-system-x86_64", MFD_CLOEXEC | MFD_EXEC));
	if (!file.valid())
		file = UniqueFd(memfd_create("qemu-system-x86_64", MFD_CLOEXEC));
	if (!file.valid())
		return errno_error("memfd_create for QEMU");
	KTSTR_TRY(write_all(file, program));
	return file;
}

} /* namespace ktstr */
