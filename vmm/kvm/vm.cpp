/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/kvm/vm.h"

#include <fcntl.h>

#include <algorithm>
#include <cstddef>

#include "vmm/kvm/ioctl.h"
#include "vmm/x86/layout.h"
#include "vmm/x86/msi_destination.h"

namespace ktstr {

namespace {

constexpr size_t kMaxCpuidEntries = 256; /* KVM_MAX_CPUID_ENTRIES */

} /* namespace */

Result<Vm> Vm::create(const GuestMemory &memory, unsigned ioapic_pins, unsigned vcpus,
		      uint32_t apic_ids)
{
	Vm vm;
	vm.kvm_ = UniqueFd(open("/dev/kvm", O_RDWR | O_CLOEXEC));
	if (!vm.kvm_.valid())
		return errno_error("open", "/dev/kvm");
	int version = KTSTR_TRY(KTSTR_KVM(vm.kvm_, KVM_GET_API_VERSION));
	if (version != KVM_API_VERSION)
		return format_error("KVM API version", std::to_string(version));
	vm.vm_ = UniqueFd(KTSTR_TRY(KTSTR_KVM(vm.kvm_, KVM_CREATE_VM)));

	/* Before the interrupt controller, so that its APIC access page finds memory in place. */
	KTSTR_TRY(vm.add_memory(memory));

	kvm_enable_cap split = {};
	split.cap = KVM_CAP_SPLIT_IRQCHIP;
	split.args[0] = ioapic_pins;
	KTSTR_TRY(KTSTR_KVM(vm.vm_, KVM_ENABLE_CAP, &split));
	KTSTR_TRY(vm.allow_vcpus(vcpus, apic_ids));
	return vm;
}

/*
 * Enables 32-bit APIC IDs and makes 255 an ordinary one. Without the second flag KVM treats 255 as
 * broadcast even in x2APIC mode (kvm_apic_broadcast()).
 */
Result<void> Vm::allow_vcpus(unsigned vcpus, uint32_t apic_ids)
{
	constexpr uint64_t kFlags =
		KVM_X2APIC_API_USE_32BIT_IDS | KVM_X2APIC_API_DISABLE_BROADCAST_QUIRK;
	unsigned most = unsigned(std::max(capability(KVM_CAP_MAX_VCPUS), 1));
	/* A KVM older than KVM_CAP_MAX_VCPU_ID uses its vCPU limit for both. */
	unsigned ids = std::max(unsigned(capability(KVM_CAP_MAX_VCPU_ID)), most);

	if (vcpus > most)
		return Error{E2BIG, "number of vCPUs above this KVM's limit",
			     std::to_string(vcpus) + ", at most " + std::to_string(most)};
	if (apic_ids > ids)
		return Error{E2BIG, "APIC IDs above this KVM's limit",
			     std::to_string(apic_ids - 1) + ", below " + std::to_string(ids)};
	wide_destinations_ = (uint64_t(capability(KVM_CAP_X2APIC_API)) & kFlags) == kFlags;
	if (!wide_destinations_) {
		if (apic_ids > layout::kFirstX2apicId)
			return Error{ENOTSUP, "APIC IDs above 254 need KVM_CAP_X2APIC_API", {}};
		return {};
	}
	kvm_enable_cap x2apic = {};
	x2apic.cap = KVM_CAP_X2APIC_API;
	x2apic.args[0] = kFlags;
	KTSTR_TRY(KTSTR_KVM(vm_, KVM_ENABLE_CAP, &x2apic));
	return {};
}

Result<void> Vm::add_memory(const GuestMemory &memory)
{
	uint32_t slot = 0;
	for (const MemoryRange &range : memory.ranges()) {
		kvm_userspace_memory_region region = {};
		region.slot = slot++;
		region.guest_phys_addr = range.guest_address;
		region.memory_size = range.size;
		region.userspace_addr =
			reinterpret_cast<uintptr_t>(memory.base() + range.file_offset);
		KTSTR_TRY(KTSTR_KVM(vm_, KVM_SET_USER_MEMORY_REGION, &region));
	}
	return {};
}

Result<std::vector<kvm_cpuid_entry2>> Vm::supported_cpuid() const
{
	std::vector<kvm_cpuid_entry2> entries(kMaxCpuidEntries);
	KTSTR_TRY(KTSTR_KVM_TABLE(kvm_, KVM_GET_SUPPORTED_CPUID, entries));
	return entries;
}

int Vm::capability(unsigned long cap) const
{
	int value = ioctl(vm_.get(), KVM_CHECK_EXTENSION, cap);
	return value < 0 ? 0 : value;
}

Result<size_t> Vm::run_size() const
{
	int size = KTSTR_TRY(KTSTR_KVM(kvm_, KVM_GET_VCPU_MMAP_SIZE));
	if (size_t(size) < sizeof(kvm_run))
		return format_error("KVM_GET_VCPU_MMAP_SIZE", std::to_string(size));
	return size_t(size);
}

Result<UniqueFd> Vm::create_vcpu(uint32_t apic_id) const
{
	return UniqueFd(KTSTR_TRY(KTSTR_KVM(vm_, KVM_CREATE_VCPU, apic_id)));
}

void Vm::signal_msi(const MsiMessage &message) const
{
	MsiMessage kvm = to_kvm(message);
	kvm_msi msi = {};
	msi.address_lo = uint32_t(kvm.address);
	msi.address_hi = uint32_t(kvm.address >> 32);
	msi.data = kvm.data;
	/* A badly programmed message is lost, as on hardware. */
	(void)kvm_ioctl_raw<KVM_SIGNAL_MSI>(vm_, &msi);
}

MsiMessage Vm::to_kvm(const MsiMessage &message) const
{
	return wide_destinations_ ? with_wide_destination(message) : message;
}

} /* namespace ktstr */
