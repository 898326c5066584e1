/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/kvm/msi_router.h"

#include <sys/eventfd.h>

#include "vmm/kvm/ioctl.h"

namespace ktstr {

Result<uint32_t> KvmMsiRouter::allocate()
{
	UniqueFd event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
	if (!event.valid())
		return errno_error("eventfd for an interrupt");
	uint32_t handle = uint32_t(vectors_.size());
	kvm_irqfd irqfd = {};
	irqfd.fd = uint32_t(event.get());
	irqfd.gsi = first_gsi_ + handle;
	KTSTR_TRY(KTSTR_KVM(vm_.fd(), KVM_IRQFD, &irqfd));
	vectors_.push_back(Vector{std::move(event), {}, false});
	return handle;
}

void KvmMsiRouter::route(uint32_t vector, const MsiMessage &message)
{
	KTSTR_ASSERT(vector < vectors_.size());
	std::lock_guard lock(mutex_);
	Vector &v = vectors_[vector];
	/*
	 * Drivers mask and unmask without changing the message, and each table write waits for an
	 * SRCU grace period.
	 */
	if (v.routed && v.message.address == message.address && v.message.data == message.data)
		return;
	v.message = message;
	v.routed = true;
	write_table();
}

void KvmMsiRouter::write_table()
{
	std::vector<kvm_irq_routing_entry> table;
	for (size_t i = 0; i < vectors_.size(); i++) {
		if (!vectors_[i].routed)
			continue;
		kvm_irq_routing_entry entry = {};
		entry.gsi = first_gsi_ + uint32_t(i);
		entry.type = KVM_IRQ_ROUTING_MSI;
		MsiMessage message = vm_.to_kvm(vectors_[i].message);
		entry.u.msi.address_lo = uint32_t(message.address);
		entry.u.msi.address_hi = uint32_t(message.address >> 32);
		entry.u.msi.data = message.data;
		table.push_back(entry);
	}
	/* If the guest wrote an address that KVM rejects, the old table stays. */
	(void)KTSTR_KVM_TABLE(vm_.fd(), KVM_SET_GSI_ROUTING, table);
}

void KvmMsiRouter::signal(uint32_t vector)
{
	KTSTR_ASSERT(vector < vectors_.size());
	eventfd_write(vectors_[vector].event.get(), 1);
}

} /* namespace ktstr */
