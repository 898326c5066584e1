/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Schedulers as processes: what init spawns to attach a built-in scheduler (progs/, by name) or a
 * bare .bpf.o. Each function is the whole main() of a child process with one thread; none of them
 * returns before the scheduler is gone. Also how init reads a built-in scheduler's counters and
 * variables.
 *
 * Adding a scheduler: progs/NAME.bpf.c, and init/sched/builtins/NAME.cpp with KTSTR_BUILTIN(NAME).
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "progs/counters.h"

namespace ktstr {

/**
 * bpffs must be mounted at /sys/fs/bpf for counters and variables; without it a scheduler runs all
 * the same.
 */
constexpr char kBpfPinFolder[] = "/sys/fs/bpf/ktstr";
constexpr char kCountersPin[] = "/sys/fs/bpf/ktstr/counters";
constexpr char kVariablesPin[] = "/sys/fs/bpf/ktstr/variables";
/** Nobody removes it. */
constexpr char kLeftPin[] = "/sys/fs/bpf/ktstr/left";

/**
 * argv[0] is the scheduler's name, then knobs: --VARIABLE=N sets a constant of the BPF program, and
 * of the process: --panic-before-attach, --die-before-attach=CODE, --never-attach,
 * --exit-after-ms=N, --exit-code=CODE, --leave-map. On stderr: libbpf's and the verifier's
 * messages, and at the end "EXIT: kind (reason) message". Returns 0 when the scheduler was
 * unregistered (SIGTERM and SIGINT ask for that), 1 after an error exit or a failed load, 64 for
 * bad arguments.
 */
int run_builtin_scheduler(int argc, char **argv);

/** The same for the first sched_ext_ops of the BPF object file @path; no knobs. */
int run_object_scheduler(const char *path);

/** How often callback @name ran, from the counters' pin; -1 if that is not known. */
int64_t read_scheduler_counter(std::string_view name);

/** Array @name of 64-bit numbers in its .bss, from that map's pin; empty if that is not known. */
std::vector<uint64_t> read_scheduler_values(std::string_view name);

/** One scheduler of progs/, in static storage. Use through KTSTR_BUILTIN. */
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
