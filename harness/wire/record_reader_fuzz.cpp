/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict/evidence.h"

/* The guest's whole side of the record stream, through to evidence. */
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	std::span<const std::byte> bytes = std::as_bytes(std::span(data, size));
	ktstr::Evidence evidence;
	uint32_t sequence = 0;

	ktstr::add_records(&evidence, bytes);
	/* And past the checksum, which a fuzzer does not guess: the first byte is the type. */
	if (size > 0) {
		ktstr::RecordReader reader(ktstr::RecordReader::Sequence::rising);
		ktstr::WireHello hello = {ktstr::kWireVersion, 0};
		auto handle = [&evidence](const ktstr::Record &r) { add_record(&evidence, r); };

		reader.feed(ktstr::make_record(ktstr::RecordType::hello, sequence++, 0,
					       std::as_bytes(std::span(&hello, 1))),
			    handle);
		reader.feed(ktstr::make_record(ktstr::RecordType(data[0]), sequence++, 0,
					       bytes.subspan(1)),
			    handle);
	}
	return 0;
}
