/* SPDX-License-Identifier: GPL-2.0 */
/*
 * RecordReader: takes a byte stream apart into records (harness/wire/wire.h): the one decoder of
 * both directions. Whoever sends is hostile: any deviation from the format is a violation, after
 * which nothing more is believed and no further byte is looked at. Memory is bounded by one record.
 * One thread at a time.
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
	/** Files keep a selection of records: there, numbers rise but may have gaps. */
	enum class Sequence { exact, rising };

	/** @from: guest or host. */
	RecordReader(Sender from, Sequence sequence) : from_(from), sequence_rule_(sequence) {}

	/** Calls @handle for each record that @bytes completes; its payload is valid during the call. */
	void feed(std::span<const std::byte> bytes,
		  const std::function<void(const Record &)> &handle);

	Violation violation() const { return violation_; }
	/** "bad-crc at byte 4711, in a record of type check"; empty while there is none. */
	std::string violation_text() const;
	/** The type of the record that made the violation, and the version of a HELLO. */
	uint16_t refused_type() const { return refused_type_; }
	uint32_t refused_version() const { return refused_version_; }

private:
	Violation check_header(const WireHeader &header) const;
	Violation check_record(const Record &record);

	Sender from_;
	Sequence sequence_rule_;
	Violation violation_ = Violation::none;
	uint64_t offset_ = 0; /* of buffer_'s first byte in the stream */
	uint64_t count_ = 0;
	uint32_t next_sequence_ = 0;
	uint16_t refused_type_ = 0;
	uint32_t refused_version_ = 0;
	bool ended_ = false; /* a result was seen */
	std::vector<std::byte> buffer_;
};

const char *to_string(RecordReader::Violation violation);

} /* namespace ktstr */
