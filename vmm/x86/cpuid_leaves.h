/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The leaves of one vCPU, as KVM_SET_CPUID2 takes them, and common queries. Pure functions, any
 * thread.
 */
#pragma once

#include <linux/kvm.h>

#include <cstdint>
#include <vector>

namespace ktstr {

using CpuidLeaves = std::vector<kvm_cpuid_entry2>;

/** nullptr: the leaf is absent and the guest reads zeroes. */
const kvm_cpuid_entry2 *find_leaf(const CpuidLeaves &leaves, uint32_t function, uint32_t index = 0);
kvm_cpuid_entry2 *find_leaf(CpuidLeaves &leaves, uint32_t function, uint32_t index = 0);
/** The leaf without subleaves, added if absent. Valid until the next leaf is added. */
kvm_cpuid_entry2 &get_leaf(CpuidLeaves &leaves, uint32_t function);
/** Appends a subleaf. */
void append_subleaf(CpuidLeaves &leaves, kvm_cpuid_entry2 leaf);
/** Drops all subleaves of leaves @first to @last. */
void drop_leaves(CpuidLeaves &leaves, uint32_t first, uint32_t last);

uint32_t get_bits(uint32_t reg, unsigned low, unsigned width);
/** Sets bits @low to @low + @width - 1 of @reg to @value. */
void set_bits(uint32_t &reg, unsigned low, unsigned width, uint32_t value);
void set_bit(uint32_t &reg, unsigned bit, bool value);

/** By the vendor in leaf 0: AMD or Hygon, which describe themselves in leaves 8000_00xxH. */
bool is_amd(const CpuidLeaves &leaves);

/** Decodes leaf 1 EAX like the kernel's x86_family() and x86_model(). */
unsigned cpu_family(uint32_t signature);
unsigned cpu_model(uint32_t signature);

} /* namespace ktstr */
