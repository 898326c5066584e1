/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Vm: the KVM virtual machine: memslots, the split interrupt controller, and what is asked of the
 * machine as a whole. Owned by Machine and created by one thread; signal_msi() may be called from
 * any thread. Outlives the vCPUs, the routers and the doorbells made from it.
 */
#pragma once

#include <linux/kvm.h>

#include <cstdint>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"
#include "vmm/guest_memory.h"
#include "vmm/interrupts.h"

namespace ktstr {

class Vm {
public:
	/**
	 * Opens /dev/kvm and makes a machine with @memory as its memslots, an in-kernel local APIC
	 * for each vCPU, and @ioapic_pins interrupt numbers left to a userspace I/O APIC. APIC ids
	 * are below @apic_ids, the number of vCPUs is @vcpus.
	 * @memory must outlive the Vm. Errors: the errno of the open, or of the ioctl that failed;
	 * more vCPUs or higher APIC ids than this KVM allows.
	 */
	static Result<Vm> create(const GuestMemory &memory, unsigned ioapic_pins, unsigned vcpus,
				 uint32_t apic_ids);

	/** What KVM can show to a guest (KVM_GET_SUPPORTED_CPUID). */
	Result<std::vector<kvm_cpuid_entry2>> supported_cpuid() const;
	/** Value of a capability; 0 where this KVM does not know it. */
	int capability(unsigned long cap) const;
	/** Bytes of the shared kvm_run area of every vCPU. */
	Result<size_t> run_size() const;
	/** KVM takes a vCPU's number for its APIC id. */
	Result<UniqueFd> create_vcpu(uint32_t apic_id) const;
	/** Delivers @message at once, as if a device had written it. */
	void signal_msi(const MsiMessage &message) const;
	/** @message, as a guest wrote it, in the form that this VM's KVM takes. */
	MsiMessage to_kvm(const MsiMessage &message) const;
	/** Whether the guest may send interrupts to APIC ids above 255 (KVM_CAP_X2APIC_API). */
	bool wide_destinations() const { return wide_destinations_; }

	const UniqueFd &fd() const { return vm_; }

private:
	Vm() = default;

	Result<void> add_memory(const GuestMemory &memory);
	Result<void> allow_vcpus(unsigned vcpus, uint32_t apic_ids);

	UniqueFd kvm_;
	UniqueFd vm_;
	bool wide_destinations_ = false;
};

} /* namespace ktstr */
