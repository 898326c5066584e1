/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Lists of CPUs and nodes in the kernel's format: "0-3,8" (lib/vsprintf.c, %*pbl). Pure functions;
 * any thread. The text is untrusted: a malformed one gives an Error.
 */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

/** The maximum of CONFIG_NR_CPUS (arch/x86/Kconfig). */
constexpr unsigned kMaxHostCpus = 8192;

/** The numbers in ascending order, without duplicates, below @cpus. An empty text gives none. */
Result<std::vector<unsigned>> parse_cpu_list(std::string_view text, unsigned cpus = kMaxHostCpus);

/** The list as text; @numbers may be in any order. */
std::string cpu_list_text(std::vector<unsigned> numbers);

} /* namespace ktstr */
