/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire/record_reader.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>

namespace ktstr {

namespace {

/* Smallest payload that a type can have: its fixed struct. */
size_t fixed_size(RecordType type)
{
	switch (type) {
	case RecordType::hello:
		return sizeof(WireHello);
	case RecordType::phase:
		return sizeof(WirePhase);
	case RecordType::attached:
	case RecordType::sched_died:
	case RecordType::sched_not_attached:
		return sizeof(WireAttach);
	case RecordType::sched_exited:
		return sizeof(WireSchedExit);
	case RecordType::check:
		return sizeof(WireCheck);
	case RecordType::result:
		return sizeof(WireResult);
	case RecordType::out:
	case RecordType::err:
	case RecordType::sched_log_begin:
	case RecordType::sched_log:
	case RecordType::sched_log_end:
	case RecordType::payload_starting:
	case RecordType::trace:
	case RecordType::kernel_log:
	case RecordType::skip:
	case RecordType::fatal:
	case RecordType::kernel_config:
	case RecordType::stop:
	case RecordType::stimulus:
		return 0;
	}
	return 0;
}

bool known_from_guest(uint16_t type)
{
	return (type >= uint16_t(RecordType::hello) && type <= uint16_t(RecordType::result)) ||
	       type == uint16_t(RecordType::stimulus);
}

} /* namespace */

const char *to_string(RecordReader::Violation violation)
{
	switch (violation) {
	case RecordReader::Violation::none:
		return "none";
	case RecordReader::Violation::bad_magic:
		return "bad-magic";
	case RecordReader::Violation::bad_reserved:
		return "bad-reserved";
	case RecordReader::Violation::bad_type:
		return "bad-type";
	case RecordReader::Violation::bad_length:
		return "bad-length";
	case RecordReader::Violation::bad_crc:
		return "bad-crc";
	case RecordReader::Violation::bad_sequence:
		return "bad-sequence";
	case RecordReader::Violation::no_hello:
		return "no-hello";
	case RecordReader::Violation::bad_version:
		return "bad-version";
	case RecordReader::Violation::after_result:
		return "after-result";
	}
	return "unknown";
}

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

std::vector<std::byte> make_record(RecordType type, uint32_t sequence, uint64_t time_ns,
				   std::span<const std::byte> payload)
{
	WireHeader header = {};

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

RecordReader::Violation RecordReader::check_header(const WireHeader &header) const
{
	if (header.magic != kRecordMagic)
		return Violation::bad_magic;
	if (ended_)
		return Violation::after_result;
	if (header.reserved || header.reserved2)
		return Violation::bad_reserved;
	if (!known_from_guest(header.type))
		return Violation::bad_type;
	if (header.length > kRecordMaxPayload ||
	    header.length < fixed_size(RecordType(header.type)))
		return Violation::bad_length;
	if (sequence_rule_ == Sequence::exact && header.sequence != next_sequence_)
		return Violation::bad_sequence;
	if (header.sequence < next_sequence_)
		return Violation::bad_sequence;
	if ((count_ == 0) != (header.type == uint16_t(RecordType::hello)))
		return count_ == 0 ? Violation::no_hello : Violation::bad_type;
	return Violation::none;
}

RecordReader::Violation RecordReader::check_record(const WireHeader &header,
						   std::span<const std::byte> payload) const
{
	if (record_crc(header, payload) != header.crc)
		return Violation::bad_crc;
	if (header.type == uint16_t(RecordType::hello)) {
		WireHello hello;

		memcpy(&hello, payload.data(), sizeof(hello));
		if (hello.version != kWireVersion)
			return Violation::bad_version;
	}
	return Violation::none;
}

void RecordReader::feed(std::span<const std::byte> bytes,
			const std::function<void(const Record &)> &handle)
{
	while (!bytes.empty() && violation_ == Violation::none) {
		WireHeader header;
		size_t wanted = sizeof(header);

		if (buffer_.size() >= sizeof(header)) {
			memcpy(&header, buffer_.data(), sizeof(header));
			wanted += header.length;
		}
		size_t part = std::min(wanted - buffer_.size(), bytes.size());
		buffer_.insert(buffer_.end(), bytes.begin(), bytes.begin() + ptrdiff_t(part));
		bytes = bytes.subspan(part);
		if (buffer_.size() < sizeof(header))
			return;
		memcpy(&header, buffer_.data(), sizeof(header));
		violation_ = check_header(header);
		if (violation_ != Violation::none)
			return;
		if (buffer_.size() < sizeof(header) + header.length)
			continue;

		Record record = {header,
				 std::span<const std::byte>(buffer_).subspan(sizeof(header))};
		violation_ = check_record(header, record.payload);
		if (violation_ != Violation::none)
			return;
		count_++;
		next_sequence_ = header.sequence + 1;
		ended_ = record.type() == RecordType::result;
		handle(record);
		offset_ += buffer_.size();
		buffer_.clear();
	}
}

std::string RecordReader::violation_text() const
{
	if (violation_ == Violation::none)
		return {};
	return std::string(to_string(violation_)) + " at byte " + std::to_string(offset_);
}

} /* namespace ktstr */
