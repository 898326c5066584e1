/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Evidence: all that is known about one run of one case, and the only input of judge(). The
 * coordinator gathers it after the session has ended. Plain data; one thread owns each value.
 * Strings from the guest are hostile but bounded; they are stored raw and quoted when printed.
 */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/session/session_files.h"
#include "harness/verdict/splat.h"
#include "harness/wire/measurement_reader.h"
#include "harness/wire/record_reader.h"
#include "harness/wire/wire.h"

namespace ktstr {

struct AttachEvidence {
	NotAttachedReason reason;
	int exit_code;
	int signal;
	uint64_t elapsed_ns;
	uint64_t enable_seq;
	uint64_t nr_rejected;
	std::string state;
	std::string ops;
	std::string text;
};

struct SchedulerExit {
	int exit_code;
	int signal;
	std::string kind;
	std::string message;
};

struct CheckEvidence {
	CheckStatus status;
	std::string name;
	std::string detail;
	double measured;
	double bound;
	std::string unit;
};

struct Evidence {
	/* The host's side. */
	std::string host_error; /* "<what>" of the reason code host:<what>; empty: no error */
	std::string host_detail;
	double others_load = 0; /* load average of the last minute, without this run's own tasks */
	uint32_t host_cpus = 0; /* 0: load unknown */
	SessionResult session;
	bool scheduler_wanted = false;
	bool checks_wanted = false; /* the case has a body or a scenario */

	/* What the guest reported. */
	bool hello = false;
	uint32_t phase = 0;
	bool case_starting = false;
	std::optional<AttachEvidence> attached;
	std::optional<AttachEvidence> died;
	std::optional<AttachEvidence> not_attached;
	std::optional<SchedulerExit> scheduler_exit;
	std::vector<CheckEvidence> checks;
	uint32_t checks_seen[3] = {}; /* by CheckStatus */
	MeasurementReader measured;
	size_t checks_before_end = 0; /* number that came before the end of the measurements */
	std::string stimuli;	      /* lines: guest time and what the scenario did */
	std::string skip;
	std::string fatal;
	std::optional<WireResult> result;
	std::string out;
	std::string err;
	std::string scheduler_log;
	std::string trace;
	std::string kernel_log;
	std::string kernel_config; /* gzip */

	/* What the kernel printed. */
	std::string console;
	std::vector<Splat> splats;
};

/** Adds one record. */
void add_record(Evidence *evidence, const Record &record);
/** Adds all records of a run's records.bin; stops at a malformed one. */
void add_records(Evidence *evidence, std::span<const std::byte> bytes);

} /* namespace ktstr */
