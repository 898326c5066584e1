/* SPDX-License-Identifier: GPL-2.0 */
#include <cstdlib>

#include "harness/hosts/emulated/mended_qemu.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	using namespace ktstr;
	std::optional<InstructionPlace> place =
		find_vector_store(std::as_bytes(std::span(data, size)));

	if (place && (place->size < 6 || place->size > 7 || place->offset > size - place->size))
		abort();
	return 0;
}
