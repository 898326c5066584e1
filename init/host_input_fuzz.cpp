/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The host's bytes. The first of the input is the size of the pieces that they come in, on which
 * nothing may depend; the second a number of records whose checksum holds, each a type, a length
 * and a payload; the rest comes as it is.
 */
#include "init/host_input.h"

#include <algorithm>

#include "vmm/base/result.h"

namespace {

using namespace ktstr;

std::vector<std::byte> take_records(std::span<const std::byte> *input, unsigned count)
{
	std::vector<std::byte> stream;

	for (uint32_t sequence = 0; sequence < count && input->size() >= 2; sequence++) {
		RecordType type = RecordType((*input)[0]);
		size_t length = std::min(size_t((*input)[1]), input->size() - 2);
		std::vector<std::byte> record =
			encode_record(type, sequence, 0, input->subspan(2, length));

		stream.insert(stream.end(), record.begin(), record.end());
		*input = input->subspan(2 + length);
	}
	return stream;
}

bool same(HostInput *a, HostInput *b)
{
	return a->greeted() == b->greeted() && a->stop_requested() == b->stop_requested() &&
	       a->error() == b->error() && a->take_answers().size() == b->take_answers().size();
}

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	std::span<const std::byte> input = std::as_bytes(std::span(data + 2, size - 2));
	std::vector<std::byte> stream = take_records(&input, data[1]);
	HostInput whole, pieces;

	stream.insert(stream.end(), input.begin(), input.end());
	whole.feed(stream);
	for (std::span<const std::byte> left = stream; !left.empty();) {
		size_t n = std::min(size_t(data[0]) + 1, left.size());
		std::string error = pieces.error();

		pieces.feed(left.first(n));
		left = left.subspan(n);
		KTSTR_ASSERT(error.empty() || pieces.error() == error);
	}
	KTSTR_ASSERT(whole.greeted() || !whole.stop_requested());
	KTSTR_ASSERT(same(&whole, &pieces));
	return 0;
}
