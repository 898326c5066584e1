/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The files between coordinator and session process: SessionSpec is the input, SessionResult
 * the output; both are key-value files in the run's folder. Plain data; pure functions.
 */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/wire/job.h"
#include "vmm/base/result.h"
#include "vmm/machine_devices.h"

namespace ktstr {

/* Files in a run's folder. */
constexpr char kSpecFile[] = "session.spec";
constexpr char kResultFile[] = "session.result";
constexpr char kConsoleFile[] = "console.log";
constexpr char kRecordsFile[] = "records.bin";

/** Prefix of lines on a session's stderr that users must see while it runs. */
constexpr char kPinPrefix[] = "ktstr: pin: ";

struct SessionSpec {
	std::string folder; /* the run's; writable on the session's host */
	std::string kernel;
	std::string cache_dir;
	std::vector<std::string> initrd; /* cpio files, in order */
	std::string command_line;
	JobMode mode = JobMode::case_;
	Topology topology;
	uint64_t memory_mib = 512;
	std::vector<MachineDevice> devices; /* each name once */
	bool kaslr = true;
	bool pin = false;
	uint64_t seed = 0;
	uint64_t pin_wait_ms = 0;     /* for host LLCs, before anything else begins */
	uint64_t boot_ms = 60000;     /* until HELLO */
	uint64_t attach_ms = 30000;   /* from HELLO until case_starting */
	uint64_t case_ms = 60000;     /* from there until phase(teardown); 0: none */
	uint64_t teardown_ms = 30000; /* from there until the result */
	uint64_t exit_ms = 10000;     /* from the result until the machine is off */
};

/* A teardown that takes too long counts as attach or case, whichever came before it. */
enum class Deadline { none, boot, attach, case_, power_off };

const char *to_string(Deadline deadline);

struct SessionResult {
	std::string error;	  /* what the host failed to do; empty: no error */
	std::string error_reason; /* <what> of reason code host:<what>; empty: "machine" */
	std::string placement;	  /* with --pin: what was placed where, and what was not */
	std::string machine_exit; /* to_string(MachineExit) */
	std::string machine_detail;
	Deadline deadline = Deadline::none; /* the one that expired */
	uint64_t deadline_ms = 0;	    /* its length */
	std::string violation;		    /* RecordReader::violation_text() */
	uint64_t dropped_records = 0;	    /* did not fit in records.bin */
	uint64_t dropped_facts = 0;	    /* those that a verdict depends on */
	uint64_t unclaimed_accesses = 0;
	uint64_t kernel_virtual_offset = 0;
	uint64_t kernel_physical_base = 0;
	/* Milliseconds since the session began; 0: did not happen. */
	uint64_t start_ms = 0;
	uint64_t hello_ms = 0;
	uint64_t case_ms = 0;
	uint64_t result_ms = 0;
	uint64_t stopped_ms = 0; /* the guest answered our stop request, which follows the result */
	uint64_t end_ms = 0;
};

std::string serialise_session_spec(const SessionSpec &spec);
Result<SessionSpec> parse_session_spec(std::string_view text);
std::string serialise_session_result(const SessionResult &result);
Result<SessionResult> parse_session_result(std::string_view text);

} /* namespace ktstr */
