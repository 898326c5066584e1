/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Exit kinds: the stable words behind scheduler-exited:<kind>, one for each enum scx_exit_kind
 * (kernel/sched/ext/internal.h) that a user meets. Pure functions; any thread.
 */
#pragma once

#include <cstdint>
#include <string_view>

namespace ktstr {

/** enum scx_exit_kind, the values of the kernel's ABI. */
constexpr uint64_t kScxExitUnreg = 64;
constexpr uint64_t kScxExitSysrq = 67;
constexpr uint64_t kScxExitError = 1024;

/** The word for a process that ended by itself, which no scx_exit_kind describes. */
constexpr char kExitKindProcess[] = "process";

/** "unreg", "unreg-bpf", "error", "error-bpf", "stall", ...; "unknown" for the rest. */
const char *exit_kind_name(uint64_t kind);
/** The same from scx_exit_reason()'s sentence, which upstream's loaders print after "EXIT: ". */
const char *exit_kind_from_reason(std::string_view reason);
/** The kind behind a loader's "EXIT: ..." line, ours or upstream's; null if it is none. */
const char *exit_kind_from_line(std::string_view line);

} /* namespace ktstr */
