/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Records: what the guest's init and the host say to each other over virtio-console port 1.
 * Little endian, no padding; a header, then header.length bytes. The first record in each
 * direction is HELLO, which carries the version. Both sides include this file, so that they cannot
 * drift apart. The host treats every byte as hostile (harness/wire/record_reader.h).
 */
#pragma once

#include <cstddef>
#include <cstdint>

namespace ktstr {

constexpr uint32_t kWireVersion = 1;
constexpr uint32_t kRecordMagic = 0x5254534b;	  /* "KSTR" */
constexpr uint32_t kRecordMaxPayload = 64 * 1024; /* bytes */
constexpr uint32_t kStreamChunk = 4096;		  /* bytes, STDOUT and the other streams */

/* Values are part of the protocol: append, never renumber. */
enum class RecordType : uint16_t {
	hello = 1,		 /* WireHello; first record of each direction */
	phase = 2,		 /* WirePhase */
	out = 3,		 /* bytes of the case's or command's standard output */
	err = 4,		 /* bytes of its standard error */
	sched_log_begin = 5,	 /* text: the scheduler's command line */
	sched_log = 6,		 /* bytes */
	sched_log_end = 7,	 /* empty */
	attached = 8,		 /* WireAttach, then text */
	sched_died = 9,		 /* WireAttach, then text: detail for people */
	sched_not_attached = 10, /* WireAttach, then text */
	payload_starting = 11,	 /* empty: the scheduler (if any) is attached, the case begins */
	sched_exited = 12,	 /* WireSchedExit, then text: the kernel's exit message */
	trace = 13,		 /* bytes of trace_pipe */
	kernel_log = 14,	 /* bytes of /dev/kmsg */
	check = 15,		 /* WireCheck, then text "name\0detail" */
	skip = 16,		 /* text: "feature-missing:..." or "config-missing:..." */
	fatal = 17,		 /* text: what init could not do */
	kernel_config = 18,	 /* bytes of /proc/config.gz, in chunks */
	result = 19,		 /* WireResult: terminal, nothing follows */
	stop = 20,		 /* host to guest: end the case, tear down */
	stimulus = 21, /* text: what a scenario has just done: "step 2 (swap): op 0, SwapCpusets" */
};

struct WireHeader {
	uint32_t magic;	    /* kRecordMagic */
	uint16_t type;	    /* RecordType */
	uint16_t reserved;  /* 0 */
	uint32_t length;    /* bytes of payload, at most kRecordMaxPayload */
	uint32_t sequence;  /* 0, 1, 2, ... in each direction */
	uint64_t time_ns;   /* sender's CLOCK_BOOTTIME */
	uint32_t crc;	    /* CRC-32 (zlib) of the header with crc 0, then the payload */
	uint32_t reserved2; /* 0 */
};
static_assert(sizeof(WireHeader) == 32);
static_assert(offsetof(WireHeader, crc) == 24);

struct WireHello {
	uint32_t version; /* kWireVersion */
	uint32_t flags;	  /* 0 */
};
static_assert(sizeof(WireHello) == 8);

/* The phases of init, in order (design: guest, PID 1). */
enum class Phase : uint32_t {
	mounts = 1,
	streams = 2,
	scheduler = 3,
	tracing = 4,
	payload = 5,
	teardown = 6,
	result = 7,
};

struct WirePhase {
	uint32_t phase;	   /* Phase */
	uint32_t reserved; /* 0 */
};
static_assert(sizeof(WirePhase) == 8);

enum class NotAttachedReason : uint32_t { none = 0, timeout = 1, sysfs_absent = 2 };

struct WireAttach {
	uint32_t reason;   /* NotAttachedReason */
	int32_t exit_code; /* of the process; -1 if it did not exit by itself */
	int32_t signal;	   /* that ended it; 0 if none */
	uint32_t pid;
	uint64_t elapsed_ns; /* since the spawn */
	uint64_t enable_seq;
	uint64_t nr_rejected;
	char state[16]; /* /sys/kernel/sched_ext/state, NUL-terminated */
	char ops[128];	/* root/ops, NUL-terminated */
};
static_assert(sizeof(WireAttach) == 184);

struct WireSchedExit {
	int32_t exit_code;  /* of the process; -1 if it lives or a signal ended it */
	int32_t signal;	    /* 0 if none */
	uint64_t kind;	    /* enum scx_exit_kind where it is known, else 0 */
	char kind_name[32]; /* "error", "error-stall", "unreg", "process-exited", ... */
};
static_assert(sizeof(WireSchedExit) == 48);

enum class CheckStatus : uint32_t { pass = 0, fail = 1, no_data = 2 };

struct WireCheck {
	uint32_t status;   /* CheckStatus */
	uint32_t reserved; /* 0 */
	double measured;
	double threshold;
	char unit[16]; /* NUL-terminated, may be empty */
};
static_assert(sizeof(WireCheck) == 40);

enum class ResultKind : uint32_t {
	completed = 0, /* the case's body, or the command, came to its end */
	failed = 1,    /* init could not go on; a FATAL or scheduler record says why */
};

struct WireResult {
	uint32_t kind;	   /* ResultKind */
	int32_t exit_code; /* exec, shell: of the command, 128+n after signal n; else 0 */
	int32_t signal;	   /* exec, shell: the signal, else 0 */
	uint32_t reserved; /* 0 */
};
static_assert(sizeof(WireResult) == 16);

} /* namespace ktstr */
