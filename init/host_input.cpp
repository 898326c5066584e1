/* SPDX-License-Identifier: GPL-2.0 */
#include "init/host_input.h"

#include <zlib.h>

#include <cstring>

#include "harness/wire/wire.h"

namespace ktstr {

void HostInput::feed(std::span<const std::byte> bytes)
{
	if (!error_.empty())
		return;
	pending_.insert(pending_.end(), bytes.begin(), bytes.end());
	while (error_.empty() && take_record())
		;
}

bool HostInput::take_record()
{
	WireHeader header;

	if (pending_.size() < sizeof(header))
		return false;
	memcpy(&header, pending_.data(), sizeof(header));
	if (header.magic != kRecordMagic || header.length > kRecordMaxPayload) {
		error_ = "the host sent a malformed record header";
		return false;
	}
	size_t size = sizeof(header) + header.length;
	if (pending_.size() < size)
		return false;

	uint32_t crc = header.crc;
	header.crc = 0;
	memcpy(pending_.data(), &header, sizeof(header));
	if (crc != uint32_t(crc32_z(0, reinterpret_cast<const Bytef *>(pending_.data()), size))) {
		error_ = "the host sent a record with a bad checksum";
		return false;
	}
	if (header.sequence != sequence_++) {
		error_ = "the host's records are out of order";
		return false;
	}
	handle(header.type, std::span(pending_).subspan(sizeof(header), header.length));
	pending_.erase(pending_.begin(), pending_.begin() + ptrdiff_t(size));
	return true;
}

void HostInput::handle(uint16_t type, std::span<const std::byte> payload)
{
	WireHello hello;

	if (!greeted_) {
		if (RecordType(type) != RecordType::hello || payload.size() < sizeof(hello)) {
			error_ = "the host did not begin with HELLO";
			return;
		}
		memcpy(&hello, payload.data(), sizeof(hello));
		if (hello.version != kWireVersion) {
			error_ = "record protocol mismatch: host has version " +
				 std::to_string(hello.version) + ", init has " +
				 std::to_string(kWireVersion);
			return;
		}
		greeted_ = true;
	} else if (RecordType(type) == RecordType::stop) {
		stop_ = true;
	} else {
		error_ = "the host sent a record of unexpected type " + std::to_string(type);
	}
}

} /* namespace ktstr */
