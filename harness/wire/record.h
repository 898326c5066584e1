/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Record: one record, whole, and the only encoder of records, for both directions. The decoder is
 * RecordReader. Pure functions; any thread.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "harness/wire/record_types.h"

namespace ktstr {

struct Record {
	WireHeader header;
	std::span<const std::byte> payload;

	RecordType type() const { return RecordType(header.type); }
};

/** CRC-32 as WireHeader::crc wants it, over @header (its crc taken as 0) and @payload. */
uint32_t record_crc(const WireHeader &header, std::span<const std::byte> payload);
/** The bytes of a record; @payload is cut at kRecordMaxPayload. */
std::vector<std::byte> encode_record(RecordType type, uint32_t sequence, uint64_t time_ns,
				     std::span<const std::byte> payload = {});

template <typename Head>
std::span<const std::byte> bytes_of(const Head &head)
{
	static_assert(std::is_trivially_copyable_v<Head>);
	return std::as_bytes(std::span(&head, 1));
}

} /* namespace ktstr */
