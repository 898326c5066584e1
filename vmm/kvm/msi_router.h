/* SPDX-License-Identifier: GPL-2.0 */
/*
 * KvmMsiRouter: MsiRouter over KVM. Each vector is an eventfd bound to a GSI (KVM_IRQFD), which the
 * routing table (KVM_SET_GSI_ROUTING) maps to a message. Machine owns it; the Vm outlives it.
 * allocate() only while wiring; route() and signal() from any thread.
 */
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "vmm/base/unique_fd.h"
#include "vmm/interrupts.h"
#include "vmm/kvm/vm.h"

namespace ktstr {

class KvmMsiRouter final : public MsiRouter {
public:
	/** GSIs below @first_gsi belong to the I/O APIC's pins. */
	KvmMsiRouter(const Vm &vm, uint32_t first_gsi) : vm_(vm), first_gsi_(first_gsi) {}

	Result<uint32_t> allocate() override;
	void route(uint32_t vector, const MsiMessage &message) override;
	void signal(uint32_t vector) override;

private:
	struct Vector {
		UniqueFd event;
		MsiMessage message = {};
		bool routed = false;
	};

	void write_table();

	const Vm &vm_;
	const uint32_t first_gsi_;
	std::mutex mutex_;	      /* protects the messages and the order of table writes */
	std::vector<Vector> vectors_; /* count is fixed once the machine runs */
};

} /* namespace ktstr */
