/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Vcpu: one KVM virtual CPU: its descriptor, its shared kvm_run area, and the ioctls to set it up.
 * Owned by Machine. Set up on the thread that creates the machine, then run by one vCPU thread;
 * request_exit() may be called from any thread.
 */
#pragma once

#include <linux/kvm.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"
#include "vmm/kvm/vm.h"

namespace ktstr {

class Vcpu {
public:
	static Result<Vcpu> create(const Vm &vm, unsigned index, uint32_t apic_id);
	Vcpu(Vcpu &&other) noexcept
		: fd_(std::move(other.fd_)), run_(std::exchange(other.run_, nullptr)),
		  run_size_(other.run_size_), index_(other.index_)
	{}
	Vcpu &operator=(Vcpu &&) = delete;
	~Vcpu();

	Result<void> set_cpuid(std::vector<kvm_cpuid_entry2> entries);
	Result<void> set_msrs(std::vector<kvm_msr_entry> entries);
	Result<void> set_registers(const kvm_regs &regs, const kvm_sregs &sregs);
	Result<kvm_sregs> special_registers() const;

	/**
	 * KVM_RUN once. Returns 0, or the errno: EINTR and EAGAIN mean to look around and go on.
	 */
	int run();
	/** Makes the next run() return EINTR at once; a running one needs a signal as well. */
	void request_exit();
	/** What run() stopped for, and its data. */
	kvm_run &state() { return *run_; }
	/** RIP, RSP and the control registers, for a diagnostic. */
	std::string describe() const;
	unsigned index() const { return index_; }

private:
	Vcpu() = default;

	UniqueFd fd_;
	kvm_run *run_ = nullptr;
	size_t run_size_ = 0;
	unsigned index_ = 0;
};

} /* namespace ktstr */
