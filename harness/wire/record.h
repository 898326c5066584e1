/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Record: one complete record, and the only encoder, for both directions. The decoder is
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

/** The CRC-32 for WireHeader::crc, over @header (with crc 0) and @payload. */
uint32_t record_crc(const WireHeader &header, std::span<const std::byte> payload);
/** The bytes of a record; truncates @payload to kRecordMaxPayload. */
std::vector<std::byte> encode_record(RecordType type, uint32_t sequence, uint64_t time_ns,
				     std::span<const std::byte> payload = {});

template <typename Head>
std::span<const std::byte> bytes_of(const Head &head)
{
	static_assert(std::is_trivially_copyable_v<Head>);
	return std::as_bytes(std::span(&head, 1));
}

} /* namespace ktstr */
