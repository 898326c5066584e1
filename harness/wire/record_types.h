/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The types of records. To add one, add a line here and its struct in wire.h. Constants and
 * lookups; any thread.
 */
#pragma once

#include "harness/wire/wire.h"
#include "harness/wire/wire_measurement.h"

namespace ktstr {

/** The side that sends a record; both: either side. */
enum class Sender { guest, host, both };

/*
 * How dear a record is where there is no room for all: the bytes of a stream explain a verdict,
 * measurements (wire_measurement.h) are what a scenario's checks are judged by, and the facts are
 * all other records.
 */
enum class RecordUse { fact, stream, measurement };

/* A record without a struct of its own: text, bytes or nothing. */
struct NoHead {};

/*
 * X(name, number, sender, use, struct at the start of the payload). Numbers are part of the
 * protocol: append, never renumber. 20 is retired.
 *
 *   out, err		the standard output and error of the case or command
 *   sched_log_begin	text: the scheduler's command line
 *   attached ...	text for the user follows; for sched_exited, the kernel's exit message
 *   case_starting	the scheduler (if any) is attached and the case starts
 *   trace		from trace_pipe
 *   kernel_log		from /dev/kmsg
 *   check		text follows: "name\0detail"
 *   skip		text: "feature-missing:..." or "config-missing:..."
 *   fatal		text: what init could not do
 *   kernel_config	from /proc/config.gz
 *   result		terminal: only answers may follow
 *   stimulus		text: what a scenario has just done: "step 2 (swap): op 0, SwapCpusets"
 *   program_output	standard output of the program in the next program record
 *   left_cgroup		text: a cgroup that is left after teardown
 *   measured		the end of all measurements
 */
#define KTSTR_RECORD_TYPES(X)                                                                      \
	X(hello, 1, both, fact, WireHello)                                                         \
	X(phase, 2, guest, fact, WirePhase)                                                        \
	X(out, 3, guest, stream, NoHead)                                                           \
	X(err, 4, guest, stream, NoHead)                                                           \
	X(sched_log_begin, 5, guest, fact, NoHead)                                                 \
	X(sched_log, 6, guest, stream, NoHead)                                                     \
	X(sched_log_end, 7, guest, fact, NoHead)                                                   \
	X(attached, 8, guest, fact, WireAttach)                                                    \
	X(sched_died, 9, guest, fact, WireAttach)                                                  \
	X(sched_not_attached, 10, guest, fact, WireAttach)                                         \
	X(case_starting, 11, guest, fact, NoHead)                                                  \
	X(sched_exited, 12, guest, fact, WireSchedExit)                                            \
	X(trace, 13, guest, stream, NoHead)                                                        \
	X(kernel_log, 14, guest, stream, NoHead)                                                   \
	X(check, 15, guest, fact, WireCheck)                                                       \
	X(skip, 16, guest, fact, NoHead)                                                           \
	X(fatal, 17, guest, fact, NoHead)                                                          \
	X(kernel_config, 18, guest, stream, NoHead)                                                \
	X(result, 19, guest, fact, WireResult)                                                     \
	X(stimulus, 21, guest, fact, NoHead)                                                       \
	X(request, 22, host, fact, WireRequest)                                                    \
	X(answer, 23, guest, fact, WireAnswer)                                                     \
	X(window, 24, guest, measurement, WireWindow)                                              \
	X(worker, 25, guest, measurement, WireWorker)                                              \
	X(cgroup, 26, guest, measurement, WireCgroup)                                              \
	X(looks, 27, guest, measurement, WireLook)                                                 \
	X(event, 28, guest, measurement, WireEvent)                                                \
	X(program_output, 29, guest, measurement, NoHead)                                          \
	X(program, 30, guest, measurement, WireProgram)                                            \
	X(left_cgroup, 31, guest, measurement, NoHead)                                             \
	X(measured, 32, guest, measurement, WireMeasured)

#define KTSTR_RECORD_ENUMERATOR(name, number, ...) name = number,
enum class RecordType : uint16_t { KTSTR_RECORD_TYPES(KTSTR_RECORD_ENUMERATOR) };
#undef KTSTR_RECORD_ENUMERATOR

struct RecordTypeInfo {
	RecordType type;
	const char *name;
	Sender sender;
	RecordUse use;
	size_t head_size; /* minimum payload size in bytes */
};

/** nullptr: unknown type. */
const RecordTypeInfo *find_record_type(uint16_t type);
/** What a record of @type is for; that of an unknown type is a fact. */
RecordUse record_use(RecordType type);

} /* namespace ktstr */
