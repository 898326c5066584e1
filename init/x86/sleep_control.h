/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The machine's sleep control register (ACPI 6.5 §4.8.3.7), accessed from user space. Any thread.
 */
#pragma once

#include <cstdint>

namespace ktstr {

constexpr uint16_t kSleepControlPort = 0x600;
constexpr uint8_t kSleepOff = 5 << 2 | 1 << 5; /* SLP_TYP of S5, SLP_EN */

/**
 * Powers the machine off at once. Returns if the kernel denies access to I/O ports (CONFIG_DEVPORT,
 * lockdown).
 *
 * The kernel's own power-off sends an IPI to all other CPUs, and each leaves cpu_online_mask once
 * it runs (native_stop_other_cpus(), stop_this_cpu()). If many vCPUs share a CPU, those still
 * online balance load onto those that are gone, and warn (set_task_cpu()).
 */
void switch_machine_off();

} /* namespace ktstr */
