/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The leaves of one vCPU, as KVM_SET_CPUID2 takes them, and what is asked of them again and again.
 * Pure functions, any thread.
 */
#pragma once

#include <linux/kvm.h>

#include <cstdint>
#include <vector>

namespace ktstr {

using CpuidLeaves = std::vector<kvm_cpuid_entry2>;

/** nullptr: not there, and so the guest reads zeroes. */
const kvm_cpuid_entry2 *find_leaf(const CpuidLeaves &leaves, uint32_t function, uint32_t index = 0);
kvm_cpuid_entry2 *find_leaf(CpuidLeaves &leaves, uint32_t function, uint32_t index = 0);
/** The leaf without subleaves, added where it is not there. Valid until the next one is added. */
kvm_cpuid_entry2 &get_leaf(CpuidLeaves &leaves, uint32_t function);
/** A subleaf at the end. */
void append_subleaf(CpuidLeaves &leaves, kvm_cpuid_entry2 leaf);
/** All subleaves of @first .. @last. */
void drop_leaves(CpuidLeaves &leaves, uint32_t first, uint32_t last);

uint32_t get_bits(uint32_t reg, unsigned low, unsigned width);
/** Bits @low .. @low + @width - 1 of @reg become those of @value. */
void set_bits(uint32_t &reg, unsigned low, unsigned width, uint32_t value);
void set_bit(uint32_t &reg, unsigned bit, bool value);

/** Made of leaf 0's vendor: AMD or Hygon, which describe themselves in leaves 8000_00xxH. */
bool is_amd(const CpuidLeaves &leaves);

/** Leaf 1 EAX as x86_family() and x86_model() of the kernel read it. */
unsigned cpu_family(uint32_t signature);
unsigned cpu_model(uint32_t signature);

} /* namespace ktstr */
