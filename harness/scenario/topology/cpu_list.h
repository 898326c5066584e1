/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Lists of CPUs and nodes as the kernel prints and people read them: "0-3,8" (lib/vsprintf.c,
 * %*pbl). Pure functions; any thread. The text is foreign: what is malformed is an Error.
 */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

/** CONFIG_NR_CPUS at most (arch/x86/Kconfig). */
constexpr unsigned kMaxHostCpus = 8192;

/** Ascending, each number once and below @cpus; empty for an empty mask. */
Result<std::vector<unsigned>> parse_cpu_list(std::string_view text, unsigned cpus = kMaxHostCpus);

/** The same form; @numbers in any order. */
std::string cpu_list_text(std::vector<unsigned> numbers);

} /* namespace ktstr */
