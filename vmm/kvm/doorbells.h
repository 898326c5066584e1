/* SPDX-License-Identifier: GPL-2.0 */
/*
 * KvmDoorbells: DoorbellRegistrar over KVM_IOEVENTFD. A guest's doorbell write wakes the event loop
 * without an exit to the vCPU thread. Machine owns it; the Vm outlives it. bind() is called while
 * wiring, or by vCPU threads when the guest moves a BAR.
 */
#pragma once

#include <cstdint>

#include "vmm/interrupts.h"
#include "vmm/kvm/vm.h"

namespace ktstr {

class KvmDoorbells final : public DoorbellRegistrar {
public:
	explicit KvmDoorbells(const Vm &vm) : vm_(vm) {}

	Result<void> bind(uint64_t address, const UniqueFd &event) override;

private:
	const Vm &vm_;
};

} /* namespace ktstr */
