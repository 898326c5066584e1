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

/**
 * Name of the port device, e.g. "vport0p1", for the port @name under @class_dir (sysfs); empty if
 * there is none (yet).
 */
std::string find_port(const std::string &class_dir, const std::string &name);

/** Waits for the port and its device node until CLOCK_BOOTTIME @deadline_ns, then opens it. */
Result<UniqueFd> open_records_port(uint64_t deadline_ns);

} /* namespace ktstr */
