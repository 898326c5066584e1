/* SPDX-License-Identifier: GPL-2.0 */
/*
 * RecordReader: splits a byte stream into records (harness/wire/wire.h); the only decoder, for both
 * directions. The sender is hostile: any deviation from the format is a violation, after which all
 * further bytes are ignored. Memory is bounded by one record. One thread at a time.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "harness/wire/record.h"

namespace ktstr {

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
	/** Files hold a selection of records, so their numbers rise but may have gaps. */
	enum class Sequence { exact, rising };

	/** @from: guest or host. */
	RecordReader(Sender from, Sequence sequence) : from_(from), sequence_rule_(sequence) {}

	/** Calls @handle for each record that @bytes completes; the payload is only valid there. */
	void feed(std::span<const std::byte> bytes,
		  const std::function<void(const Record &)> &handle);

	Violation violation() const { return violation_; }
	/** "bad-crc at byte 4711, in a record of type check"; empty: no violation. */
	std::string violation_text() const;
	/** The type of the violating record, and the version in a HELLO. */
	uint16_t refused_type() const { return refused_type_; }
	uint32_t refused_version() const { return refused_version_; }

private:
	Violation check_header(const WireHeader &header) const;
	Violation check_record(const Record &record);

	Sender from_;
	Sequence sequence_rule_;
	Violation violation_ = Violation::none;
	uint64_t offset_ = 0; /* of buffer_'s first byte within the stream */
	uint64_t count_ = 0;
	uint32_t next_sequence_ = 0;
	uint16_t refused_type_ = 0;
	uint32_t refused_version_ = 0;
	bool ended_ = false; /* a result was seen */
	std::vector<std::byte> buffer_;
};

const char *to_string(RecordReader::Violation violation);

} /* namespace ktstr */
