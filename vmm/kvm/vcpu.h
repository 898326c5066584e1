/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Vcpu: one KVM vCPU: its descriptor, its shared kvm_run area, and the ioctls that set it up.
 * Machine owns it. The thread that creates the machine sets it up; then one vCPU thread runs it.
 * Any thread may call request_exit().
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
	 * Calls KVM_RUN once. Returns 0 or the errno. On EINTR and EAGAIN check for requests and
	 * call again.
	 */
	int run();
	/**
	 * Makes the next run() return EINTR at once. A vCPU inside KVM_RUN needs a signal as well.
	 */
	void request_exit();
	/** The exit reason of the last run(), and its data. */
	kvm_run &state() { return *run_; }
	/** RIP, RSP and the control registers, for diagnostics. */
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
