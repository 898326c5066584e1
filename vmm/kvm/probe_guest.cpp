/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/kvm/probe_guest.h"

#include <sys/mman.h>

#include <cstdint>
#include <vector>

#include "vmm/kvm/ioctl.h"

namespace ktstr {

namespace {

/* Guest-physical addresses; a single 2 MiB page maps them one to one. */
constexpr uint64_t kCode = 0x0, kPml4 = 0x1000, kPdpt = 0x2000, kPd = 0x3000;
constexpr uint64_t kSwapped = 0x5000, kWatched = 0x6000, kSize = 0x8000;
constexpr uint16_t kPort = 0x10;

constexpr uint64_t kPresentWritable = 3, kLargePage = 0x80;
constexpr uint64_t kCr0 = 0x80000031; /* PG, NE, ET, PE */
constexpr uint64_t kCr4Pae = 0x20;
constexpr uint64_t kEferLong = 0x500;	    /* LMA, LME */
constexpr uint64_t kDr7WriteQuad = 0x90402; /* G0; RW0: writes; LEN0: 8 bytes; bit 10 reads as 1 */

constexpr uint8_t kProgram[] = {
	0xf0, 0x48,  0x0f, 0xc7, 0x0f, /* lock cmpxchg16b (%rdi) */
	0xe6, kPort,		       /* out %al, $kPort */
	0x48, 0x89,  0x06,	       /* mov %rax, (%rsi) */
	0xf4,			       /* hlt */
};

struct Mapping {
	void *address = MAP_FAILED;
	size_t size = 0;

	Mapping(size_t bytes, int flags, int fd) : size(bytes)
	{
		address = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, flags, fd, 0);
	}
	Mapping(const Mapping &) = delete;
	~Mapping()
	{
		if (address != MAP_FAILED)
			munmap(address, size);
	}
	std::byte *at(uint64_t offset) { return static_cast<std::byte *>(address) + offset; }
};

void write_memory(Mapping &memory)
{
	auto put = [&](uint64_t where, uint64_t value) {
		memcpy(memory.at(where), &value, sizeof(value));
	};
	memcpy(memory.at(kCode), kProgram, sizeof(kProgram));
	put(kPml4, kPdpt | kPresentWritable);
	put(kPdpt, kPd | kPresentWritable);
	put(kPd, kPresentWritable | kLargePage);
}

Result<void> set_cpuid(const UniqueFd &kvm, const UniqueFd &vcpu)
{
	std::vector<kvm_cpuid_entry2> entries(256); /* KVM_MAX_CPUID_ENTRIES */
	KTSTR_TRY(KTSTR_KVM_TABLE(kvm, KVM_GET_SUPPORTED_CPUID, entries));
	KTSTR_TRY(KTSTR_KVM_TABLE(vcpu, KVM_SET_CPUID2, entries));
	return {};
}

Result<void> set_registers(const UniqueFd &vcpu)
{
	kvm_sregs special;
	KTSTR_TRY(KTSTR_KVM(vcpu, KVM_GET_SREGS, &special));
	kvm_segment code = {};
	code.limit = 0xffffffff;
	code.selector = 8;
	code.type = 11;
	code.present = code.s = code.l = code.g = 1;
	kvm_segment data = code;
	data.selector = 16;
	data.type = 3;
	data.l = 0;
	data.db = 1;
	special.cs = code;
	special.ds = special.es = special.fs = special.gs = special.ss = data;
	special.cr0 = kCr0;
	special.cr3 = kPml4;
	special.cr4 = kCr4Pae;
	special.efer = kEferLong;
	KTSTR_TRY(KTSTR_KVM(vcpu, KVM_SET_SREGS, &special));

	kvm_regs registers = {};
	registers.rip = kCode;
	registers.rflags = 2;
	registers.rbx = 1;
	registers.rcx = 2;
	registers.rdi = kSwapped;
	registers.rsi = kWatched;
	KTSTR_TRY(KTSTR_KVM(vcpu, KVM_SET_REGS, &registers));

	kvm_guest_debug debug = {};
	debug.control = KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_USE_HW_BP;
	debug.arch.debugreg[0] = kWatched;
	debug.arch.debugreg[7] = kDr7WriteQuad;
	KTSTR_TRY(KTSTR_KVM(vcpu, KVM_SET_GUEST_DEBUG, &debug));
	return {};
}

/** Runs until the next exit that is not caused by a signal. */
Result<uint32_t> run(const UniqueFd &vcpu, const kvm_run *shared)
{
	while (kvm_ioctl_raw<KVM_RUN>(vcpu) < 0)
		if (errno != EINTR && errno != EAGAIN)
			return errno_error("KVM_RUN");
	return shared->exit_reason;
}

Error wrong_exit(const char *what, uint32_t reason)
{
	return format_error(what, "exit reason " + std::to_string(reason));
}

Result<void> judge(const UniqueFd &vcpu, Mapping &memory, const kvm_run *shared)
{
	uint32_t reason = KTSTR_TRY(run(vcpu, shared));
	uint64_t swapped[2];
	memcpy(swapped, memory.at(kSwapped), sizeof(swapped));
	if (reason != KVM_EXIT_IO || shared->io.port != kPort || swapped[0] != 1 || swapped[1] != 2)
		return wrong_exit("cmpxchg16b does not work in a guest", reason);
	reason = KTSTR_TRY(run(vcpu, shared));
	if (reason != KVM_EXIT_DEBUG || !(shared->debug.arch.dr6 & 1))
		return wrong_exit("a data watchpoint does not fire in a guest", reason);
	return {};
}

} /* namespace */

Result<void> run_probe_guest(const UniqueFd &kvm)
{
	UniqueFd vm(KTSTR_TRY(KTSTR_KVM(kvm, KVM_CREATE_VM)));
	Mapping memory(kSize, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	if (memory.address == MAP_FAILED)
		return errno_error("mmap probe memory");
	write_memory(memory);
	kvm_userspace_memory_region region = {};
	region.memory_size = kSize;
	region.userspace_addr = reinterpret_cast<uint64_t>(memory.address);
	KTSTR_TRY(KTSTR_KVM(vm, KVM_SET_USER_MEMORY_REGION, &region));

	UniqueFd vcpu(KTSTR_TRY(KTSTR_KVM(vm, KVM_CREATE_VCPU)));
	int size = KTSTR_TRY(KTSTR_KVM(kvm, KVM_GET_VCPU_MMAP_SIZE));
	if (size < int(sizeof(kvm_run)))
		return format_error("KVM_GET_VCPU_MMAP_SIZE", std::to_string(size));
	Mapping shared(size_t(size), MAP_SHARED, vcpu.get());
	if (shared.address == MAP_FAILED)
		return errno_error("mmap kvm_run");
	KTSTR_TRY(set_cpuid(kvm, vcpu));
	KTSTR_TRY(set_registers(vcpu));
	KTSTR_TRY(judge(vcpu, memory, static_cast<const kvm_run *>(shared.address)));
	return {};
}

} /* namespace ktstr */
