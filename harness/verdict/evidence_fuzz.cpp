/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict/evidence.h"

/* The guest's whole record stream, from bytes to evidence. */
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	using namespace ktstr;
	std::span<const std::byte> bytes = std::as_bytes(std::span(data, size));
	Evidence evidence;

	add_records(&evidence, bytes);
	/* A fuzzer does not guess the checksum, so build a valid record; byte 0 is its type. */
	if (size > 0) {
		std::vector<std::byte> stream = encode_record(RecordType::hello, 0, 0,
							      bytes_of(WireHello{kWireVersion, 0}));
		std::vector<std::byte> record =
			encode_record(RecordType(data[0]), 1, 0, bytes.subspan(1));

		stream.insert(stream.end(), record.begin(), record.end());
		add_records(&evidence, stream);
	}
	return 0;
}
