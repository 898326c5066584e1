/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/session_output.h"

#include <unistd.h>

#include "harness/files.h"
#include "harness/text.h"

namespace ktstr {

namespace {

constexpr size_t kConsoleHead = 1u << 20;	/* bytes */
constexpr size_t kConsoleTail = 1u << 20;
/* Streams stop being kept at the first bound, the records that decide a verdict at the second. */
constexpr uint64_t kMaxStreamBytes = 32u << 20;
constexpr uint64_t kMaxRecordBytes = 48u << 20;
/* Beyond it the guest waits for our standard output to be read. */
constexpr size_t kMaxPendingOutput = 4u << 20;

bool is_stream(RecordType type)
{
	switch (type) {
	case RecordType::out:
	case RecordType::err:
	case RecordType::sched_log:
	case RecordType::trace:
	case RecordType::kernel_log:
	case RecordType::kernel_config:
		return true;
	default:
		return false;
	}
}

/* Not owning: descriptors 1 and 2 stay open to the end. */
bool put(int fd, std::string_view bytes)
{
	UniqueFd borrowed(fd);
	bool written = write_all(borrowed, bytes).ok();

	borrowed.release();
	return written;
}

} /* namespace */

SessionOutput::SessionOutput(JobMode mode, UniqueFd console, UniqueFd records)
	: mode_(mode), console_(std::move(console), kConsoleHead, kConsoleTail),
	  records_file_(std::move(records)), reader_(RecordReader::Sequence::exact)
{
}

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

	if (type == RecordType::hello)
		progress_.hello = Clock::now();
	else if (type == RecordType::payload_starting)
		progress_.payload = Clock::now();
	else if (type == RecordType::result)
		progress_.result = Clock::now();

	if (mode_ == JobMode::exec && !output_gone_) {
		if (type == RecordType::out)
			pending_out_ += as_text(record.payload);
		else if (type == RecordType::err)
			pending_err_ += as_text(record.payload);
	}
	/* The terminal record is always kept: there is only one. */
	uint64_t bound = is_stream(type) ? kMaxStreamBytes : kMaxRecordBytes;
	if (kept_bytes_ + size > bound && type != RecordType::result) {
		dropped_records_++;
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
		/* A full disk shows in finish(), where it becomes the session's error. */
		(void)console_.flush().ok();
	}
	(void)write_all(records_file_, records).ok();
	if ((!out.empty() && !put(STDOUT_FILENO, out)) || (!err.empty() && !put(STDERR_FILENO, err))) {
		std::lock_guard guard(lock_);

		output_gone_ = true;
	}
	return !output_gone_;
}

Result<void> SessionOutput::finish()
{
	flush();
	std::lock_guard guard(lock_);

	return console_.finish();
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

} /* namespace ktstr */
