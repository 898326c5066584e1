/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/kvm/vcpu.h"

#include <sys/mman.h>

#include <atomic>
#include <cinttypes>
#include <cstdio>

#include "vmm/kvm/ioctl.h"

namespace ktstr {

Result<Vcpu> Vcpu::create(const Vm &vm, unsigned index, uint32_t apic_id)
{
	Vcpu vcpu;
	vcpu.index_ = index;
	vcpu.fd_ = KTSTR_TRY(vm.create_vcpu(apic_id));
	vcpu.run_size_ = KTSTR_TRY(vm.run_size());
	void *run = mmap(nullptr, vcpu.run_size_, PROT_READ | PROT_WRITE, MAP_SHARED,
			 vcpu.fd_.get(), 0);
	if (run == MAP_FAILED)
		return errno_error("mmap kvm_run");
	vcpu.run_ = static_cast<kvm_run *>(run);
	return vcpu;
}

Vcpu::~Vcpu()
{
	if (run_)
		munmap(run_, run_size_);
}

Result<void> Vcpu::set_cpuid(std::vector<kvm_cpuid_entry2> entries)
{
	KTSTR_TRY(KTSTR_KVM_TABLE(fd_, KVM_SET_CPUID2, entries));
	return {};
}

Result<void> Vcpu::set_msrs(std::vector<kvm_msr_entry> entries)
{
	size_t done = size_t(KTSTR_TRY(KTSTR_KVM_TABLE(fd_, KVM_SET_MSRS, entries)));
	if (done < entries.size()) {
		char index[16];
		snprintf(index, sizeof(index), "%#x", entries[done].index);
		return format_error("KVM_SET_MSRS rejected an MSR", index);
	}
	return {};
}

Result<void> Vcpu::set_registers(const kvm_regs &regs, const kvm_sregs &sregs)
{
	kvm_sregs special = sregs;
	KTSTR_TRY(KTSTR_KVM(fd_, KVM_SET_SREGS, &special));
	kvm_regs general = regs;
	KTSTR_TRY(KTSTR_KVM(fd_, KVM_SET_REGS, &general));
	return {};
}

Result<kvm_sregs> Vcpu::special_registers() const
{
	kvm_sregs sregs = {};
	KTSTR_TRY(KTSTR_KVM(fd_, KVM_GET_SREGS, &sregs));
	return sregs;
}

int Vcpu::run()
{
	return kvm_ioctl_raw<KVM_RUN>(fd_) ? errno : 0;
}

void Vcpu::request_exit()
{
	std::atomic_ref(run_->immediate_exit).store(1, std::memory_order_relaxed);
}

std::string Vcpu::describe() const
{
	kvm_regs regs = {};
	kvm_sregs sregs = {};
	if (kvm_ioctl_raw<KVM_GET_REGS>(fd_, &regs) || kvm_ioctl_raw<KVM_GET_SREGS>(fd_, &sregs))
		return "registers not readable";
	char text[320];
	snprintf(text, sizeof(text),
		 "vcpu %u rip %#" PRIx64 " rsp %#" PRIx64 " rflags %#" PRIx64
		 " cs %#x cr0 %#" PRIx64 " cr2 %#" PRIx64 " cr3 %#" PRIx64 " cr4 %#" PRIx64
		 " efer %#" PRIx64,
		 index_, uint64_t(regs.rip), uint64_t(regs.rsp), uint64_t(regs.rflags),
		 sregs.cs.selector, uint64_t(sregs.cr0), uint64_t(sregs.cr2), uint64_t(sregs.cr3),
		 uint64_t(sregs.cr4), uint64_t(sregs.efer));
	return text;
}

} /* namespace ktstr */
