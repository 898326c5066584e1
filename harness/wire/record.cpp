/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire/record.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>

namespace ktstr {

uint32_t record_crc(const WireHeader &header, std::span<const std::byte> payload)
{
	WireHeader copy = header;
	uLong crc = crc32(0, nullptr, 0);

	copy.crc = 0;
	crc = crc32(crc, reinterpret_cast<const Bytef *>(&copy), sizeof(copy));
	if (!payload.empty())
		crc = crc32(crc, reinterpret_cast<const Bytef *>(payload.data()),
			    uInt(payload.size()));
	return uint32_t(crc);
}

std::vector<std::byte> encode_record(RecordType type, uint32_t sequence, uint64_t time_ns,
				     std::span<const std::byte> payload)
{
	WireHeader header = {};

	payload = payload.first(std::min<size_t>(payload.size(), kRecordMaxPayload));
	header.magic = kRecordMagic;
	header.type = uint16_t(type);
	header.length = uint32_t(payload.size());
	header.sequence = sequence;
	header.time_ns = time_ns;
	header.crc = record_crc(header, payload);

	std::vector<std::byte> bytes(sizeof(header) + payload.size());
	memcpy(bytes.data(), &header, sizeof(header));
	std::copy(payload.begin(), payload.end(), bytes.begin() + sizeof(header));
	return bytes;
}

} /* namespace ktstr */
