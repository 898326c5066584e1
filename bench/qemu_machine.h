/* SPDX-License-Identifier: GPL-2.0 */
/*
 * QEMU's machines and their command lines for one BootSetup. Pure functions; any thread.
 *
 * What QEMU 10.0 allows (mc->max_cpus, smp_props, x86_cpus_init()):
 *   pc       255 vCPUs; beyond that q35 takes its place
 *   q35      4096 vCPUs
 *   microvm  288 vCPUs, no dies, no SRAT: an LLC becomes a package, and NUMA excludes it
 * A guest reaches APIC ids above 254 only with KVM_FEATURE_MSI_EXT_DEST_ID, which QEMU offers only
 * with kernel-irqchip=split (kvm_arch_get_supported_cpuid()).
 *
 * pc and q35 get our topology as sockets (nodes), dies (LLCs) and cores, which yields the same APIC
 * ids. On AMD, or with an old guest CPU, Linux may still see other LLCs than on our machine.
 */
#pragma once

#include <string>
#include <vector>

#include "bench/boot_setup.h"

namespace ktstr {

/** Machine types that can boot this wide; may be none. */
std::vector<std::string> qemu_machines(const BootSize &size);

/** @qemu: folder that QEMU is unpacked in, with usr/bin, usr/lib and usr/share. */
std::vector<std::string> qemu_argv(const std::string &qemu, const std::string &machine,
				   const BootSetup &setup);

} /* namespace ktstr */
