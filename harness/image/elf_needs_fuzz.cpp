/* SPDX-License-Identifier: GPL-2.0 */
/* Every name found must occur in the file. */
#include "harness/image/elf_needs.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	using namespace ktstr;
	std::span<const std::byte> bytes = std::as_bytes(std::span(data, size));
	for (const std::string &word : parse_script_line(bytes))
		KTSTR_ASSERT(!word.empty() && word.size() <= size);
	Result<ElfNeeds> needs = parse_elf_needs(bytes);
	if (!needs)
		return 0;
	KTSTR_ASSERT(needs.value().interpreter.size() < size);
	for (const std::string &name : needs.value().libraries)
		KTSTR_ASSERT(name.size() < size);
	return 0;
}
