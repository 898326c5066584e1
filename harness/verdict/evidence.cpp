/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict/evidence.h"

#include <algorithm>
#include <cstring>

#include "harness/base/text.h"

namespace ktstr {

namespace {

/* Bounds on what a guest can make the host store. */
constexpr size_t kMaxStream = 16u << 20; /* bytes */
constexpr uint32_t kMaxChecks = 4096;	 /* of each status: no verdict needs more */
constexpr size_t kMaxText = 64 * 1024;

template <typename T>
T fixed_part(const Record &record)
{
	T value = {};

	/* RecordReader has checked that the fixed part is complete. */
	memcpy(&value, record.payload.data(), std::min(sizeof(value), record.payload.size()));
	return value;
}

template <typename T>
std::string rest(const Record &record)
{
	return std::string(as_text(record.payload.subspan(sizeof(T))).substr(0, kMaxText));
}

template <size_t N>
std::string bounded(const char (&field)[N])
{
	return std::string(field, strnlen(field, N));
}

void append(std::string *stream, const Record &record)
{
	if (stream->size() < kMaxStream)
		*stream += as_text(record.payload);
}

AttachEvidence attach_of(const Record &record)
{
	WireAttach wire = fixed_part<WireAttach>(record);

	return {NotAttachedReason(wire.reason),
		wire.exit_code,
		wire.signal,
		wire.elapsed_ns,
		wire.enable_seq,
		wire.nr_rejected,
		bounded(wire.state),
		bounded(wire.ops),
		rest<WireAttach>(record)};
}

void add_check(Evidence *evidence, const Record &record)
{
	WireCheck wire = fixed_part<WireCheck>(record);
	std::string text = rest<WireCheck>(record);
	size_t end = text.find('\0');

	/* An unknown status proves nothing. */
	CheckStatus status = wire.status <= uint32_t(CheckStatus::no_data)
				     ? CheckStatus(wire.status)
				     : CheckStatus::no_data;
	if (evidence->checks_seen[uint32_t(status)]++ >= kMaxChecks)
		return;
	evidence->checks.push_back({status, text.substr(0, end),
				    end == std::string::npos ? "" : text.substr(end + 1),
				    wire.measured, wire.bound, bounded(wire.unit)});
}

void add_stimulus(Evidence *evidence, const Record &record)
{
	constexpr uint64_t kNsPerUs = 1000;
	char time[32];

	if (evidence->stimuli.size() >= kMaxStream)
		return;
	snprintf(time, sizeof(time),
		 "%llu us: ", static_cast<unsigned long long>(record.header.time_ns / kNsPerUs));
	evidence->stimuli.append(time).append(as_text(record.payload)).append("\n");
}

void add_scheduler_exit(Evidence *evidence, const Record &record)
{
	WireSchedExit wire = fixed_part<WireSchedExit>(record);

	/* The first record gives the reason: a scheduler ends before its process does. */
	if (!evidence->scheduler_exit)
		evidence->scheduler_exit = {wire.exit_code, wire.signal, bounded(wire.kind_name),
					    rest<WireSchedExit>(record)};
}

/* Where the bytes of a stream go; nullptr: @type is no stream. */
std::string *stream_of(Evidence *evidence, RecordType type)
{
	switch (type) {
	case RecordType::out:
		return &evidence->out;
	case RecordType::err:
		return &evidence->err;
	case RecordType::sched_log:
		return &evidence->scheduler_log;
	case RecordType::trace:
		return &evidence->trace;
	case RecordType::kernel_log:
		return &evidence->kernel_log;
	case RecordType::kernel_config:
		return &evidence->kernel_config;
	default:
		return nullptr;
	}
}

} /* namespace */

void add_record(Evidence *evidence, const Record &record)
{
	if (evidence->measured.take(record)) {
		evidence->checks_before_end = evidence->checks.size();
		return;
	}
	if (std::string *stream = stream_of(evidence, record.type())) {
		append(stream, record);
		return;
	}
	switch (record.type()) {
	case RecordType::hello:
		evidence->hello = true;
		break;
	case RecordType::phase:
		evidence->phase = fixed_part<WirePhase>(record).phase;
		break;
	case RecordType::attached:
		evidence->attached = attach_of(record);
		break;
	case RecordType::sched_died:
		evidence->died = attach_of(record);
		break;
	case RecordType::sched_not_attached:
		evidence->not_attached = attach_of(record);
		break;
	case RecordType::case_starting:
		evidence->case_starting = true;
		break;
	case RecordType::sched_exited:
		add_scheduler_exit(evidence, record);
		break;
	case RecordType::check:
		add_check(evidence, record);
		break;
	case RecordType::skip:
		evidence->skip = as_text(record.payload).substr(0, kMaxText);
		break;
	case RecordType::stimulus:
		add_stimulus(evidence, record);
		break;
	case RecordType::fatal:
		evidence->fatal = as_text(record.payload).substr(0, kMaxText);
		break;
	case RecordType::result:
		evidence->result = fixed_part<WireResult>(record);
		break;
	default:
		break;
	}
}

void add_records(Evidence *evidence, std::span<const std::byte> bytes)
{
	RecordReader reader(Sender::guest, RecordReader::Sequence::rising);

	reader.feed(bytes, [evidence](const Record &record) { add_record(evidence, record); });
}

} /* namespace ktstr */
