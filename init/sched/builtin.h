/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Schedulers as processes: what init spawns to attach a built-in scheduler (progs/, by name) or a
 * bare .bpf.o. Each function is the whole main() of a single-threaded child process; none returns
 * before the scheduler is gone. Also how init reads a built-in scheduler's counters and variables.
 *
 * To add a scheduler: progs/NAME.bpf.c, and init/sched/builtins/NAME.cpp with KTSTR_BUILTIN(NAME).
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "progs/counters.h"

namespace ktstr {

/** Counters and variables need bpffs at /sys/fs/bpf; schedulers run without it too. */
constexpr char kBpfPinFolder[] = "/sys/fs/bpf/ktstr";
constexpr char kCountersPin[] = "/sys/fs/bpf/ktstr/counters";
constexpr char kVariablesPin[] = "/sys/fs/bpf/ktstr/variables";
/** Nothing removes this pin. */
constexpr char kLeftPin[] = "/sys/fs/bpf/ktstr/left";

/**
 * argv[0] is the scheduler's name; the rest are knobs. --VARIABLE=N sets a constant of the BPF
 * program, --ops.FIELD=VALUE a field of its sched_ext_ops. Knobs of the process:
 * --panic-before-attach, --die-before-attach=CODE, --never-attach, --exit-after-ms=N,
 * --exit-code=CODE, --leave-map. Prints to stderr the messages of libbpf and the verifier, and
 * finally "EXIT: kind (reason) message". Returns 0 once the scheduler was unregistered (on SIGTERM
 * or SIGINT), 1 after an error exit or a failed load, 64 for bad arguments.
 */
int run_builtin_scheduler(int argc, char **argv);

/**
 * The same for the BPF object file argv[0], without the knobs of the process; --ops=NAME chooses
 * one of several struct_ops maps.
 */
int run_object_scheduler(int argc, char **argv);

/** How often callback @name ran, from the counters' pin; -1 if unknown. */
int64_t read_scheduler_counter(std::string_view name);

/** The 64-bit array @name in the scheduler's .bss, from that map's pin; empty if unknown. */
std::vector<uint64_t> read_scheduler_values(std::string_view name);

/** One scheduler of progs/, in static storage. Create it with KTSTR_BUILTIN. */
class BuiltinScheduler {
public:
	using ObjectBytes = const void *(*)(size_t *size);

	BuiltinScheduler(const char *name, ObjectBytes bytes);

	const char *name;
	ObjectBytes bytes;
	const BuiltinScheduler *next;
};

#define KTSTR_BUILTIN(scheduler)                                                                   \
	static const ::ktstr::BuiltinScheduler scheduler##_builtin(#scheduler,                     \
								   scheduler##__elf_bytes)

} /* namespace ktstr */
