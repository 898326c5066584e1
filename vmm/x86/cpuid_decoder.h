/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CpuidDecoder, for tests: derives the topology from the CPUID leaves of all vCPUs exactly as Linux
 * does, following cpu_parse_topology(), the cacheinfo code and the match_*() functions of
 * smpboot.c. Replaces a boot, for any vendor.
 */
#pragma once

#include <algorithm>
#include <bit>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "vmm/topology.h"
#include "vmm/x86/cpuid_leaves.h"

namespace ktstr {

/**
 * For one CPU: the first CPU in the same package, and so on; thread: the number of siblings before
 * it.
 */
struct DecodedCpu {
	unsigned package, llc, l2, core, thread;

	bool operator==(const DecodedCpu &) const = default;
};

/** Groups by any key; each is numbered by its first member. */
class FirstMembers {
public:
	template <typename... Key>
	unsigned of(unsigned cpu, Key... key)
	{
		return first_.emplace(std::vector<uint64_t>{uint64_t(key)...}, cpu).first->second;
	}

private:
	std::map<std::vector<uint64_t>, unsigned> first_;
};

/** The topology that a machine declares. */
inline std::vector<DecodedCpu> declared_cpus(const MachineTopology &topology)
{
	FirstMembers packages, llcs, cores;
	std::map<unsigned, unsigned> threads;
	std::vector<DecodedCpu> cpus;

	for (const MachineTopology::Cpu &cpu : topology.cpus) {
		unsigned i = unsigned(cpus.size());
		unsigned core = cores.of(i, cpu.package, cpu.llc, cpu.core);

		cpus.push_back({packages.of(i, cpu.package), llcs.of(i, cpu.package, cpu.llc), core,
				core, threads[core]++});
	}
	return cpus;
}

class CpuidDecoder {
public:
	explicit CpuidDecoder(std::vector<CpuidLeaves> cpus) : leaves_(std::move(cpus))
	{
		decode();
	}

	const std::vector<DecodedCpu> &cpus() const { return cpus_; }
	std::vector<uint32_t> apic_ids() const
	{
		std::vector<uint32_t> ids;

		for (const Cpu &cpu : decoded_)
			ids.push_back(cpu.apic_id);
		return ids;
	}
	/** Contradictions between leaves, including what the kernel calls a firmware bug. */
	const std::vector<std::string> &complaints() const { return complaints_; }

private:
	static constexpr unsigned kNone = ~0u;

	/** cpuinfo_topology and its sources. */
	struct Cpu {
		uint32_t apic_id = 0;
		unsigned thread_shift = 0, package_shift = 0;
		unsigned threads = 0, package_threads = 0;
		unsigned llc_id = kNone, l2_id = kNone, node = 0, compute_unit = 0xff;
	};

	static kvm_cpuid_entry2 read(const CpuidLeaves &leaves, uint32_t function,
				     uint32_t index = 0)
	{
		const kvm_cpuid_entry2 *range = find_leaf(leaves, function & 0x80000000);
		const kvm_cpuid_entry2 *leaf = find_leaf(leaves, function, index);

		return leaf && range && function <= range->eax ? *leaf : kvm_cpuid_entry2{};
	}

	static unsigned bits(uint32_t value) { return unsigned(std::bit_width(value)); }

	void complain(const char *what, size_t cpu)
	{
		complaints_.push_back("CPU " + std::to_string(cpu) + ": " + what);
	}

	/** parse_topology_leaf() */
	bool parse_levels(const CpuidLeaves &leaves, uint32_t function, Cpu &cpu)
	{
		size_t number = decoded_.size();
		uint32_t index = 0;

		for (;; index++) {
			kvm_cpuid_entry2 leaf = read(leaves, function, index);
			unsigned type = get_bits(leaf.ecx, 8, 8);

			if (!get_bits(leaf.ebx, 0, 16) || !type)
				break;
			if (index == 0)
				cpu.apic_id = leaf.edx;
			else if (cpu.apic_id != leaf.edx)
				complain("APIC IDs of subleaves differ", number);
			if (type == 1) {
				cpu.thread_shift = get_bits(leaf.eax, 0, 5);
				cpu.threads = leaf.ebx;
			} else if (type == 2) {
				cpu.package_shift = get_bits(leaf.eax, 0, 5);
				cpu.package_threads = leaf.ebx;
			} else {
				complain("unexpected level type", number);
			}
			if (get_bits(leaf.ecx, 0, 8) != index)
				complain("wrong level number", number);
		}
		return index > 0;
	}

	/** get_cache_id(). @level 3: the last subleaf, as cacheinfo_amd_init_llc_id() uses. */
	unsigned cache_id(const CpuidLeaves &leaves, uint32_t function, uint32_t level,
			  const Cpu &cpu)
	{
		unsigned id = kNone;

		for (uint32_t index = 0; get_bits(read(leaves, function, index).eax, 0, 5);
		     index++) {
			kvm_cpuid_entry2 leaf = read(leaves, function, index);
			uint32_t sharing = get_bits(leaf.eax, 14, 12) + 1;

			if (get_bits(leaf.eax, 5, 3) == level)
				id = cpu.apic_id >> bits(sharing - 1);
			if (!std::has_single_bit(sharing))
				complain("cache sharing is not a power of two", decoded_.size());
			/* __cache_amd_cpumap_setup() */
			if ((get_bits(leaf.eax, 5, 3) == 3) != (index == 3))
				complain("the L3 is not subleaf 3", decoded_.size());
		}
		return id;
	}

	void parse_amd(const CpuidLeaves &leaves, Cpu &cpu)
	{
		uint32_t signature = read(leaves, 1).eax;
		unsigned family = cpu_family(signature);
		kvm_cpuid_entry2 ids = read(leaves, 0x8000001e);
		kvm_cpuid_entry2 sizes = read(leaves, 0x80000008);

		if (!get_bits(read(leaves, 0x80000001).ecx, 22, 1))
			return; /* legacy_set_llc() */
		if (ids.eax != cpu.apic_id || get_bits(ids.ebx, 8, 8) + 1 != cpu.threads ||
		    get_bits(ids.ecx, 8, 3))
			complain("leaf 8000001EH", decoded_.size());
		if (get_bits(sizes.ecx, 12, 4) != cpu.package_shift ||
		    get_bits(sizes.ecx, 0, 8) != std::min(cpu.package_threads - 1, 255u))
			complain("leaf 80000008H", decoded_.size());
		if (read(leaves, 0x80000001).eax != signature)
			complain("leaf 80000001H", decoded_.size());
		cpu.node = get_bits(ids.ecx, 0, 8);
		if (family == 0x15)
			cpu.compute_unit = get_bits(ids.ebx, 0, 8);
		cpu.l2_id = cache_id(leaves, 0x8000001d, 2, cpu);
		if (!read(leaves, 0x80000006).edx)
			return;
		if (family < 0x17)
			cpu.llc_id = cpu.node;
		else if (hygon(leaves) || (family == 0x17 && cpu_model(signature) <= 0x1f))
			cpu.llc_id = cpu.apic_id >> 3;
		else
			cpu.llc_id = cache_id(leaves, 0x8000001d, 3, cpu);
		if (cache_id(leaves, 0x8000001d, 3, cpu) == kNone)
			complain("no L3", decoded_.size());
	}

	/** parse_legacy() reads leaves 4 and 1; it must agree with the levels. */
	void check_legacy(const CpuidLeaves &leaves, const Cpu &cpu)
	{
		unsigned ids = get_bits(read(leaves, 1).ebx, 16, 8);
		unsigned cores = get_bits(read(leaves, 4).eax, 26, 6) + 1;
		unsigned core_bits = cpu.package_shift - cpu.thread_shift;

		if (bits(ids - 1) != std::min(cpu.package_shift, 8u))
			complain("ids of a package in leaf 1", decoded_.size());
		if (bits(cores - 1) != std::min(core_bits, 6u))
			complain("cores of a package in leaf 4", decoded_.size());
	}

	static bool hygon(const CpuidLeaves &leaves) { return read(leaves, 0).ebx == 0x6f677948; }

	Cpu parse(const CpuidLeaves &leaves)
	{
		Cpu cpu;
		kvm_cpuid_entry2 one = read(leaves, 1);

		if (!parse_levels(leaves, 0x1f, cpu) && !parse_levels(leaves, 0xb, cpu))
			complain("no levels", decoded_.size());
		if (one.ebx >> 24 != (cpu.apic_id & 0xff))
			complain("APIC ID in leaf 1", decoded_.size());
		if (get_bits(one.edx, 28, 1) != (cpu.package_threads > 1))
			complain("HTT in leaf 1", decoded_.size());
		Cpu old;
		if (!parse_levels(leaves, 0xb, old) || old.apic_id != cpu.apic_id ||
		    old.thread_shift != cpu.thread_shift || old.package_shift != cpu.package_shift)
			complain("leaf 0BH is not 1FH", decoded_.size());
		if (is_amd(leaves)) {
			parse_amd(leaves, cpu);
		} else {
			cpu.l2_id = cache_id(leaves, 4, 2, cpu);
			cpu.llc_id = cache_id(leaves, 4, 3, cpu);
			check_legacy(leaves, cpu);
		}
		if (cpu.llc_id == kNone)
			cpu.llc_id = cpu.apic_id >> cpu.package_shift;
		return cpu;
	}

	void decode()
	{
		FirstMembers packages, llcs, l2s, cores;
		std::map<unsigned, unsigned> threads;

		for (const CpuidLeaves &leaves : leaves_)
			decoded_.push_back(parse(leaves));
		for (unsigned i = 0; i < decoded_.size(); i++) {
			const Cpu &cpu = decoded_[i], &boot = decoded_[0];
			/* All CPUs use the boot CPU's shifts: cpu_init_topology(). */
			unsigned package = cpu.apic_id >> boot.package_shift;
			unsigned core = (cpu.apic_id & ((1u << boot.package_shift) - 1)) >>
					boot.thread_shift;

			if (cpu.package_shift != boot.package_shift ||
			    cpu.thread_shift != boot.thread_shift)
				complain("shifts", i);
			/* match_smt(). Family 15H also has cu_id, which then decides alone. */
			bool amd = is_amd(leaves_[i]);
			unsigned unit = cpu.compute_unit == 0xff ? core : cpu.compute_unit;
			unsigned first = cores.of(i, package, unit, amd ? cpu.node : 0,
						  amd ? cpu.llc_id : 0);

			cpus_.push_back({packages.of(i, package), llcs.of(i, cpu.llc_id),
					 l2s.of(i, cpu.l2_id), first, threads[first]++});
		}
	}

	std::vector<CpuidLeaves> leaves_;
	std::vector<Cpu> decoded_;
	std::vector<DecodedCpu> cpus_;
	std::vector<std::string> complaints_;
};

} /* namespace ktstr */
