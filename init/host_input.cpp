/* SPDX-License-Identifier: GPL-2.0 */
#include "init/host_input.h"

#include <cstring>
#include <utility>

namespace ktstr {

void HostInput::feed(std::span<const std::byte> bytes)
{
	reader_.feed(bytes, [this](const Record &record) { handle(record); });
	if (error_.empty())
		error_ = violation_text();
}

void HostInput::handle(const Record &record)
{
	WireRequest request;

	if (record.type() == RecordType::hello) {
		greeted_ = true;
		return;
	}
	memcpy(&request, record.payload.data(), sizeof(request));
	bool known = request.kind == uint32_t(RequestKind::stop);
	AnswerStatus status = known ? AnswerStatus::done : AnswerStatus::unsupported;

	stop_ = stop_ || known;
	answers_.push_back({request.id, request.kind, uint32_t(status), 0});
}

std::vector<WireAnswer> HostInput::take_answers()
{
	return std::exchange(answers_, {});
}

std::string HostInput::violation_text() const
{
	using Violation = RecordReader::Violation;

	switch (reader_.violation()) {
	case Violation::none:
		return {};
	case Violation::no_hello:
		return "the host did not begin with HELLO";
	case Violation::bad_version:
		return "record protocol mismatch: host has version " +
		       std::to_string(reader_.refused_version()) + ", init has " +
		       std::to_string(kWireVersion);
	case Violation::bad_crc:
		return "the host sent a record with a bad checksum";
	case Violation::bad_sequence:
		return "the host's records are out of order";
	case Violation::bad_type:
		return "the host sent a record of unexpected type " +
		       std::to_string(reader_.refused_type());
	case Violation::bad_magic:
	case Violation::bad_reserved:
	case Violation::bad_length:
	case Violation::after_result:
		break;
	}
	return "the host sent a malformed record header";
}

} /* namespace ktstr */
