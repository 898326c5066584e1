/* SPDX-License-Identifier: GPL-2.0 */
/* Interrupts by what /proc/interrupts calls them. Stateless; any thread. */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

/** Numbers of the interrupts that are number @wanted, or whose name contains it. */
std::vector<unsigned> find_irqs(std::string_view proc_interrupts, std::string_view wanted);

/** Sends them to @cpu. Errors: none is called so; what the kernel refuses. */
Result<void> steer_irqs(const std::string &wanted, unsigned cpu);

} /* namespace ktstr */
