/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The machine's sleep control register (ACPI 6.5 §4.8.3.7), as user space reaches it. Any thread.
 */
#pragma once

#include <cstdint>

namespace ktstr {

constexpr uint16_t kSleepControlPort = 0x600;
constexpr uint8_t kSleepOff = 5 << 2 | 1 << 5; /* SLP_TYP of S5, SLP_EN */

/**
 * Ends the machine at once. Returns where the kernel gives no I/O ports away (CONFIG_DEVPORT,
 * lockdown).
 *
 * The kernel's own way sends all other CPUs an IPI, and each leaves cpu_online_mask when it comes
 * to run (native_stop_other_cpus(), stop_this_cpu()). Where many vCPUs share a CPU, those that have
 * not yet balance load onto those that have, and warn (set_task_cpu()).
 */
void switch_machine_off();

} /* namespace ktstr */
