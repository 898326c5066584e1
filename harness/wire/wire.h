/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Records: the protocol of the guest's init and the host over virtio-console port 1. Little endian,
 * no padding; a header, then header.length bytes. The first record in each direction is HELLO, with
 * the version. Both sides include this file, so they cannot diverge. Each treats the other's bytes
 * as hostile (harness/wire/record_reader.h).
 */
#pragma once

#include <cstddef>
#include <cstdint>

namespace ktstr {

constexpr uint32_t kWireVersion = 2;
constexpr uint32_t kRecordMagic = 0x5254534b;	  /* "KSTR" */
constexpr uint32_t kRecordMaxPayload = 64 * 1024; /* bytes */
constexpr uint32_t kStreamChunk = 4096;		  /* bytes, STDOUT and the other streams */

/* The types of records are in harness/wire/record_types.h. */

struct WireHeader {
	uint32_t magic;	    /* kRecordMagic */
	uint16_t type;	    /* RecordType */
	uint16_t reserved;  /* 0 */
	uint32_t length;    /* bytes of payload, at most kRecordMaxPayload */
	uint32_t sequence;  /* 0, 1, 2, ... in each direction */
	uint64_t time_ns;   /* the sender's CLOCK_BOOTTIME */
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

/* The phases of init, in order. */
enum class Phase : uint32_t {
	mounts = 1,
	streams = 2,
	scheduler = 3,
	tracing = 4,
	case_ = 5,
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
	int32_t signal;	   /* the signal that ended it; 0 if none */
	uint32_t pid;
	uint64_t elapsed_ns; /* since the spawn */
	uint64_t enable_seq;
	uint64_t nr_rejected;
	char state[16]; /* /sys/kernel/sched_ext/state, NUL-terminated */
	char ops[128];	/* root/ops, NUL-terminated */
};
static_assert(sizeof(WireAttach) == 184);

struct WireSchedExit {
	int32_t exit_code;  /* of the process; -1 if it is alive or a signal ended it */
	int32_t signal;	    /* 0 if none */
	uint64_t kind;	    /* enum scx_exit_kind; 0 if unknown */
	char kind_name[32]; /* "error", "error-stall", "unreg", "process-exited", ... */
};
static_assert(sizeof(WireSchedExit) == 48);

enum class CheckStatus : uint32_t { pass = 0, fail = 1, no_data = 2 };

struct WireCheck {
	uint32_t status;   /* CheckStatus */
	uint32_t reserved; /* 0 */
	double measured;
	double bound;
	char unit[16]; /* NUL-terminated, may be empty */
};
static_assert(sizeof(WireCheck) == 40);

enum class ResultKind : uint32_t {
	completed = 0, /* the case's body or the command has finished */
	failed = 1,    /* init could not continue; a FATAL or scheduler record says why */
};

struct WireResult {
	uint32_t kind;	   /* ResultKind */
	int32_t exit_code; /* exec, shell: of the command, 128+n after signal n; else 0 */
	int32_t signal;	   /* exec, shell: the signal, else 0 */
	uint32_t reserved; /* 0 */
};
static_assert(sizeof(WireResult) == 16);

/* Requests of the host. Values are part of the protocol: append, never renumber. */
enum class RequestKind : uint32_t { stop = 1 /* end the case, tear down */ };

/* A request from host to guest; further data follows. */
struct WireRequest {
	uint32_t id;   /* chosen by the host; the answer repeats it */
	uint32_t kind; /* RequestKind */
};
static_assert(sizeof(WireRequest) == 8);

enum class AnswerStatus : uint32_t {
	done = 0,
	unsupported = 1, /* init does not know this kind */
};

/* An answer from guest to host, one for each request; the requested data follows. */
struct WireAnswer {
	uint32_t id;	   /* of the request */
	uint32_t kind;	   /* as in the request */
	uint32_t status;   /* AnswerStatus */
	uint32_t reserved; /* 0 */
};
static_assert(sizeof(WireAnswer) == 16);

} /* namespace ktstr */
