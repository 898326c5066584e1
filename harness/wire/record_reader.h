/* SPDX-License-Identifier: GPL-2.0 */
/*
 * RecordReader: takes the guest's byte stream apart into records (harness/wire/wire.h). The guest
 * is hostile: any deviation from the format is a violation, after which nothing more is believed
 * and all further bytes are counted only. Memory is bounded by one record. One thread at a time.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "harness/wire/wire.h"

namespace ktstr {

struct Record {
	WireHeader header;
	std::span<const std::byte> payload; /* valid during the callback */

	RecordType type() const { return RecordType(header.type); }
};

class RecordReader {
public:
	enum class Violation {
		none,
		bad_magic,
		bad_reserved,
		bad_type,
		bad_length,
		bad_crc,
		bad_sequence,
		no_hello,
		bad_version,
		after_result,
	};
	/** Files keep a selection of records: there, numbers rise but may have gaps. */
	enum class Sequence { exact, rising };

	explicit RecordReader(Sequence sequence) : sequence_rule_(sequence) {}

	/** Calls @handle for each record that @bytes completes. */
	void feed(std::span<const std::byte> bytes,
		  const std::function<void(const Record &)> &handle);

	Violation violation() const { return violation_; }
	/** "bad-crc at byte 4711"; empty while there is none. */
	std::string violation_text() const;
	/** Bytes of a record that has begun and not ended. */
	size_t pending() const { return buffer_.size(); }
	uint64_t records() const { return count_; }

private:
	Violation check_header(const WireHeader &header) const;
	Violation check_record(const WireHeader &header, std::span<const std::byte> whole) const;

	Sequence sequence_rule_;
	Violation violation_ = Violation::none;
	uint64_t offset_ = 0; /* of buffer_'s first byte in the stream */
	uint64_t count_ = 0;
	uint32_t next_sequence_ = 0;
	bool ended_ = false; /* a result was seen */
	std::vector<std::byte> buffer_;
};

const char *to_string(RecordReader::Violation violation);

/** CRC-32 as WireHeader::crc wants it, over @header (its crc taken as 0) and @payload. */
uint32_t record_crc(const WireHeader &header, std::span<const std::byte> payload);
/** The bytes of one record. */
std::vector<std::byte> make_record(RecordType type, uint32_t sequence, uint64_t time_ns,
				   std::span<const std::byte> payload);

} /* namespace ktstr */
