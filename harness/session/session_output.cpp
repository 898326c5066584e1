/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/session/session_output.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "harness/base/files.h"
#include "harness/base/text.h"

namespace ktstr {

namespace {

constexpr size_t kConsoleHead = 1u << 20; /* bytes */
constexpr size_t kConsoleTail = 1u << 20;

/*
 * Records of a kind are dropped beyond these: streams first, then measurements, so that room is
 * left for the facts that decide a verdict.
 */
uint64_t most_bytes(RecordUse use)
{
	switch (use) {
	case RecordUse::stream:
		return 24u << 20;
	case RecordUse::measurement:
		return 40u << 20;
	case RecordUse::fact:
		break;
	}
	return 48u << 20;
}

/* Beyond this, the guest waits until our standard output is read. */
constexpr size_t kMaxPendingOutput = 4u << 20;

bool tells_teardown(const Record &record)
{
	WirePhase phase = {};

	memcpy(&phase, record.payload.data(), std::min(sizeof(phase), record.payload.size()));
	return phase.phase == uint32_t(Phase::teardown);
}

bool confirms_stop(const Record &record)
{
	WireAnswer answer;

	if (record.type() != RecordType::answer)
		return false;
	memcpy(&answer, record.payload.data(), sizeof(answer));
	return answer.id == SessionOutput::kStopId && answer.kind == uint32_t(RequestKind::stop) &&
	       answer.status == uint32_t(AnswerStatus::done);
}

} /* namespace */

SessionOutput::SessionOutput(JobMode mode, UniqueFd console, UniqueFd records)
	: mode_(mode), console_(std::move(console), kConsoleHead, kConsoleTail),
	  records_file_(std::move(records)), reader_(Sender::guest, RecordReader::Sequence::exact)
{}

void SessionOutput::serial_output(std::span<const std::byte> bytes)
{
	std::lock_guard guard(lock_);

	console_.append(bytes);
}

bool SessionOutput::port_output(ConsolePort port, std::span<const std::byte> bytes)
{
	std::lock_guard guard(lock_);

	if (pending_out_.size() + pending_err_.size() > kMaxPendingOutput && !output_gone_)
		return false;
	if (port == ConsolePort::interactive) {
		if (mode_ == JobMode::shell && !output_gone_)
			pending_out_ += as_text(bytes);
		return true;
	}
	reader_.feed(bytes, [this](const Record &record) { keep(record); });
	progress_.violated = reader_.violation() != RecordReader::Violation::none;
	return true;
}

void SessionOutput::keep(const Record &record)
{
	RecordType type = record.type();
	size_t size = sizeof(record.header) + record.payload.size();

	/* Only the first record of each kind counts: a repeat must not move a deadline. */
	auto mark = [](Clock::time_point *when) {
		if (*when == Clock::time_point())
			*when = Clock::now();
	};
	if (type == RecordType::hello)
		mark(&progress_.hello);
	else if (type == RecordType::case_starting)
		mark(&progress_.case_began);
	else if (type == RecordType::phase && tells_teardown(record))
		mark(&progress_.teardown);
	else if (type == RecordType::result)
		mark(&progress_.result);
	else if (confirms_stop(record))
		mark(&progress_.stopped);

	if (mode_ == JobMode::exec && !output_gone_) {
		if (type == RecordType::out)
			pending_out_ += as_text(record.payload);
		else if (type == RecordType::err)
			pending_err_ += as_text(record.payload);
	}
	/* Always keep the result record: there is only one. */
	RecordUse use = record_use(type);
	if (kept_bytes_ + size > most_bytes(use) && type != RecordType::result) {
		dropped_records_++;
		dropped_facts_ += use != RecordUse::stream;
		return;
	}
	kept_bytes_ += size;
	pending_records_.append(reinterpret_cast<const char *>(&record.header),
				sizeof(record.header));
	pending_records_ += as_text(record.payload);
}

SessionOutput::Progress SessionOutput::progress()
{
	std::lock_guard guard(lock_);

	return progress_;
}

bool SessionOutput::flush()
{
	std::string out, err, records;

	{
		std::lock_guard guard(lock_);

		out.swap(pending_out_);
		err.swap(pending_err_);
		records.swap(pending_records_);
		/* An error also shows in finish(), which reports it. */
		(void)console_.flush().ok();
	}
	/* Write nothing after a failed write: a reader could not notice the gap. */
	if (written_.ok())
		written_ = write_all(records_file_, records);
	if (!write_all(STDOUT_FILENO, out).ok() || !write_all(STDERR_FILENO, err).ok()) {
		std::lock_guard guard(lock_);

		output_gone_ = true;
	}
	return !output_gone_;
}

Result<void> SessionOutput::finish()
{
	flush();
	std::lock_guard guard(lock_);

	Result<void> console = console_.finish();
	return written_.ok() ? std::move(console) : std::move(written_);
}

std::string SessionOutput::violation_text()
{
	std::lock_guard guard(lock_);

	return reader_.violation_text();
}

uint64_t SessionOutput::dropped_records()
{
	std::lock_guard guard(lock_);

	return dropped_records_;
}

uint64_t SessionOutput::dropped_facts()
{
	std::lock_guard guard(lock_);

	return dropped_facts_;
}

} /* namespace ktstr */
