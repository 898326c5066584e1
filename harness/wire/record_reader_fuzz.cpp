/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The decoder, in both directions: bit 0 of the first byte is the sender, bit 1 the sequence rule.
 * A decoded record must be one that this sender may send, and encodes to the same bytes.
 */
#include "harness/wire/record_reader.h"
#include "vmm/base/result.h"

using namespace ktstr;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	std::span<const std::byte> bytes = std::as_bytes(std::span(data + 1, size - 1));
	Sender from = data[0] & 1 ? Sender::host : Sender::guest;
	RecordReader reader(from, data[0] & 2 ? RecordReader::Sequence::exact
					      : RecordReader::Sequence::rising);
	size_t read = 0;

	reader.feed(bytes, [&](const Record &record) {
		const RecordTypeInfo *info = find_record_type(record.header.type);
		std::vector<std::byte> again = encode_record(record.type(), record.header.sequence,
							     record.header.time_ns, record.payload);

		KTSTR_ASSERT(info && (info->sender == from || info->sender == Sender::both));
		KTSTR_ASSERT(record.payload.size() >= info->head_size);
		KTSTR_ASSERT(
			std::equal(again.begin(), again.end(), bytes.begin() + ptrdiff_t(read)));
		read += again.size();
	});
	return 0;
}
