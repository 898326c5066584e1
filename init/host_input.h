/* SPDX-License-Identifier: GPL-2.0 */
/*
 * HostInput: what the host has said (HELLO, then requests), and what to answer. Owned by PID 1's
 * session, fed from its event loop. Pure: bytes in, state out. Anything malformed is an error text
 * that stays; nothing after it is looked at.
 */
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "harness/wire/record_reader.h"

namespace ktstr {

class HostInput {
public:
	void feed(std::span<const std::byte> bytes);

	bool greeted() const { return greeted_; }
	bool stop_requested() const { return stop_; }
	/** Empty while all is well; else what is wrong with the host's side. */
	const std::string &error() const { return error_; }
	/** One for each request since the last call, in their order. */
	std::vector<WireAnswer> take_answers();

private:
	void handle(const Record &record);
	std::string violation_text() const;

	RecordReader reader_ = RecordReader(Sender::host, RecordReader::Sequence::exact);
	bool greeted_ = false;
	bool stop_ = false;
	std::vector<WireAnswer> answers_;
	std::string error_;
};

} /* namespace ktstr */
