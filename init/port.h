/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The virtio-console port that carries records. Called by PID 1 while it starts.
 */
#pragma once

#include <cstdint>
#include <string>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

constexpr char kRecordsPortName[] = "ktstr.records";

/** "vport0p1": the port called @name under @class_dir (sysfs); empty if there is none (yet). */
std::string find_port(const std::string &class_dir, const std::string &name);

/** Waits until CLOCK_BOOTTIME @deadline_ns for the port and its device node, and opens it. */
Result<UniqueFd> open_records_port(uint64_t deadline_ns);

} /* namespace ktstr */
