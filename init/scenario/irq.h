/* SPDX-License-Identifier: GPL-2.0 */
/* Interrupts by their names in /proc/interrupts. Stateless; any thread. */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

/** Numbers of the interrupts with number @wanted or with a name that contains it. */
std::vector<unsigned> find_irqs(std::string_view proc_interrupts, std::string_view wanted);

/** Routes them to @cpu. Errors: no such interrupt; the kernel refuses. */
Result<void> steer_irqs(const std::string &wanted, unsigned cpu);

} /* namespace ktstr */
