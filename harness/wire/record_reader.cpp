/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire/record_reader.h"

#include <algorithm>
#include <cstring>

namespace ktstr {

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

RecordReader::Violation RecordReader::check_header(const WireHeader &header) const
{
	const RecordTypeInfo *info = find_record_type(header.type);

	if (header.magic != kRecordMagic)
		return Violation::bad_magic;
	if (ended_ && header.type != uint16_t(RecordType::answer))
		return Violation::after_result;
	if (header.reserved || header.reserved2)
		return Violation::bad_reserved;
	if (!info || (info->sender != from_ && info->sender != Sender::both))
		return Violation::bad_type;
	if (header.length > kRecordMaxPayload || header.length < info->head_size)
		return Violation::bad_length;
	if (sequence_rule_ == Sequence::exact && header.sequence != next_sequence_)
		return Violation::bad_sequence;
	if (header.sequence < next_sequence_)
		return Violation::bad_sequence;
	if ((count_ == 0) != (header.type == uint16_t(RecordType::hello)))
		return count_ == 0 ? Violation::no_hello : Violation::bad_type;
	return Violation::none;
}

RecordReader::Violation RecordReader::check_record(const Record &record)
{
	WireHello hello;

	if (record_crc(record.header, record.payload) != record.header.crc)
		return Violation::bad_crc;
	if (record.type() != RecordType::hello)
		return Violation::none;
	memcpy(&hello, record.payload.data(), sizeof(hello));
	if (hello.version == kWireVersion)
		return Violation::none;
	refused_version_ = hello.version;
	return Violation::bad_version;
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
		if (violation_ != Violation::none) {
			refused_type_ = header.type;
			return;
		}
		if (buffer_.size() < sizeof(header) + header.length)
			continue;

		Record record = {header,
				 std::span<const std::byte>(buffer_).subspan(sizeof(header))};
		violation_ = check_record(record);
		if (violation_ != Violation::none) {
			refused_type_ = header.type;
			return;
		}
		count_++;
		next_sequence_ = header.sequence + 1;
		ended_ = ended_ || record.type() == RecordType::result;
		handle(record);
		offset_ += buffer_.size();
		buffer_.clear();
	}
}

std::string RecordReader::violation_text() const
{
	if (violation_ == Violation::none)
		return {};
	const RecordTypeInfo *info = find_record_type(refused_type_);
	std::string text =
		std::string(to_string(violation_)) + " at byte " + std::to_string(offset_);

	return info ? text + ", in a record of type " + info->name : text;
}

} /* namespace ktstr */
