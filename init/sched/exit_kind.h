/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Exit kinds: the stable words in scheduler-exited:<kind>, one for each enum scx_exit_kind
 * (kernel/sched/ext/internal.h) that users meet. Pure functions; any thread.
 */
#pragma once

#include <cstdint>
#include <string_view>

namespace ktstr {

/** enum scx_exit_kind: values of the kernel's ABI. */
constexpr uint64_t kScxExitUnreg = 64;
constexpr uint64_t kScxExitSysrq = 67;
constexpr uint64_t kScxExitError = 1024;

/** For a process that ended by itself, which no scx_exit_kind covers. */
constexpr char kExitKindProcess[] = "process";

/** "unreg", "unreg-bpf", "error", "error-bpf", "stall", ...; "unknown" for all others. */
const char *exit_kind_name(uint64_t kind);
/** The same for scx_exit_reason()'s text, which upstream's loaders print after "EXIT: ". */
const char *exit_kind_from_reason(std::string_view reason);
/** The kind in a loader's "EXIT: ..." line, ours or upstream's; nullptr if it is no such line. */
const char *exit_kind_from_line(std::string_view line);

} /* namespace ktstr */
