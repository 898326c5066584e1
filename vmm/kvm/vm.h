/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Vm: the KVM virtual machine: memslots, the split irqchip, and everything that concerns the
 * machine as a whole. Machine owns it; one thread creates it. Any thread may call signal_msi(). It
 * outlives the vCPUs, routers and doorbells made from it.
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
	 * Opens /dev/kvm and creates a machine with @memory as its memslots, an in-kernel local
	 * APIC per vCPU, and @ioapic_pins GSIs reserved for a userspace I/O APIC. There are @vcpus
	 * vCPUs; APIC IDs are below @apic_ids. @memory must outlive the Vm. Errors: the errno of
	 * the open or of the ioctl that failed; more vCPUs or higher APIC IDs than this KVM allows.
	 */
	static Result<Vm> create(const GuestMemory &memory, unsigned ioapic_pins, unsigned vcpus,
				 uint32_t apic_ids);

	/** What KVM can present to a guest (KVM_GET_SUPPORTED_CPUID). */
	Result<std::vector<kvm_cpuid_entry2>> supported_cpuid() const;
	/** Value of a capability; 0 if this KVM does not know it. */
	int capability(unsigned long cap) const;
	/** Size in bytes of each vCPU's shared kvm_run area. */
	Result<size_t> run_size() const;
	/** KVM uses the vCPU number as APIC ID. */
	Result<UniqueFd> create_vcpu(uint32_t apic_id) const;
	/** Delivers @message at once, as if a device had written it. */
	void signal_msi(const MsiMessage &message) const;
	/** Converts @message from the guest's form to the one that this VM's KVM takes. */
	MsiMessage to_kvm(const MsiMessage &message) const;
	/** Whether the guest may send interrupts to APIC IDs above 255 (KVM_CAP_X2APIC_API). */
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
