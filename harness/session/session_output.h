/* SPDX-License-Identifier: GPL-2.0 */
/*
 * SessionOutput: takes all output of a running machine. The console goes to a bounded file, checked
 * records to another, and streams to our standard output and error. Owned by the session process.
 * The machine's threads call serial_output() and port_output(), which only copy to memory. Other
 * calls come from the session's own thread, which writes in flush().
 */
#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "harness/session/bounded_log.h"
#include "harness/wire/job.h"
#include "harness/wire/record_reader.h"
#include "vmm/machine.h"

namespace ktstr {

class SessionOutput final : public MachineListener {
public:
	using Clock = std::chrono::steady_clock;

	/** Id of the stop request, the only request that a session makes. */
	static constexpr uint32_t kStopId = 1;

	struct Progress {
		Clock::time_point hello; /* epoch: has not happened yet */
		Clock::time_point case_began;
		Clock::time_point teardown;
		Clock::time_point result;
		Clock::time_point stopped; /* the guest confirmed the stop request */
		bool violated = false;
	};

	SessionOutput(JobMode mode, UniqueFd console, UniqueFd records);

	void serial_output(std::span<const std::byte> bytes) override;
	bool port_output(ConsolePort port, std::span<const std::byte> bytes) override;

	Progress progress();
	/** Writes pending output. False once our standard output is gone. */
	bool flush();
	Result<void> finish();
	std::string violation_text();
	uint64_t dropped_records();
	/** The dropped records that a verdict depends on, so not those of streams. */
	uint64_t dropped_facts();

private:
	void keep(const Record &record);

	const JobMode mode_;
	std::mutex lock_;
	BoundedLog console_;
	UniqueFd records_file_;
	RecordReader reader_;
	Progress progress_;
	std::string pending_records_;
	std::string pending_out_;
	std::string pending_err_;
	uint64_t kept_bytes_ = 0;
	uint64_t dropped_records_ = 0;
	uint64_t dropped_facts_ = 0;
	Result<void> written_; /* the first error of records_file_ */
	bool output_gone_ = false;
};

} /* namespace ktstr */
