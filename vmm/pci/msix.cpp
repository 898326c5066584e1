/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/pci/msix.h"

#include <cstring>

#include "vmm/pci/pci_registers.h"

namespace ktstr {

Msix::Msix(MsiRouter &router, unsigned vectors) : router_(router), vectors_(vectors)
{
	KTSTR_ASSERT(vectors <= kMaxVectors);
	for (Entry &entry : state_.entries)
		entry.control = kMsixEntryMasked;
	/* Matches no message a guest can write, so the first one always gets routed. */
	state_.routed.fill({~0ull, ~0u});
}

Result<void> Msix::allocate()
{
	for (unsigned i = 0; i < vectors_; i++)
		handles_[i] = KTSTR_TRY(router_.allocate());
	return {};
}

void Msix::read_table(uint64_t offset, std::span<std::byte> data) const
{
	std::lock_guard hold(lock_);
	auto table = std::as_bytes(std::span(state_.entries)).first(vectors_ * kEntrySize);
	for (size_t i = 0; i < data.size(); i++)
		data[i] = offset + i < table.size() ? table[offset + i] : std::byte(0);
}

void Msix::write_table(uint64_t offset, std::span<const std::byte> data)
{
	/* PCI 3.0 §6.8.2: aligned dword or qword accesses; anything else is undefined. */
	if ((data.size() != 4 && data.size() != 8) || offset % data.size() ||
	    offset + data.size() > vectors_ * kEntrySize)
		return;
	std::lock_guard hold(lock_);
	unsigned vector = unsigned(offset / kEntrySize);
	Entry &entry = state_.entries[vector];
	memcpy(reinterpret_cast<std::byte *>(&entry) + offset % kEntrySize, data.data(),
	       data.size());
	entry.control &= kMsixEntryMasked;
	deliver_unmasked(vector);
}

void Msix::read_pending(uint64_t offset, std::span<std::byte> data) const
{
	std::lock_guard hold(lock_);
	auto bits = std::as_bytes(std::span(&state_.pending, 1));
	for (size_t i = 0; i < data.size(); i++)
		data[i] = offset + i < bits.size() ? bits[offset + i] : std::byte(0);
}

void Msix::set_control(uint16_t control)
{
	std::lock_guard hold(lock_);
	state_.enabled = control & kMsixControlEnable;
	state_.function_masked = control & kMsixControlFunctionMask;
	for (unsigned i = 0; i < vectors_; i++)
		deliver_unmasked(i);
}

bool Msix::enabled() const
{
	std::lock_guard hold(lock_);
	return state_.enabled;
}

void Msix::signal(unsigned vector)
{
	std::lock_guard hold(lock_);
	if (!state_.enabled || vector >= vectors_)
		return;
	if (deliverable(vector))
		router_.signal(handles_[vector]);
	else
		state_.pending |= 1ull << vector;
}

bool Msix::deliverable(unsigned vector) const
{
	return state_.enabled && !state_.function_masked &&
	       !(state_.entries[vector].control & kMsixEntryMasked);
}

void Msix::deliver_unmasked(unsigned vector)
{
	if (!deliverable(vector))
		return;
	const Entry &entry = state_.entries[vector];
	MsiMessage message = {uint64_t(entry.address_high) << 32 | entry.address_low, entry.data};
	MsiMessage &routed = state_.routed[vector];
	if (message.address != routed.address || message.data != routed.data) {
		router_.route(handles_[vector], message);
		routed = message;
	}
	if (state_.pending & 1ull << vector) {
		state_.pending &= ~(1ull << vector);
		router_.signal(handles_[vector]);
	}
}

} /* namespace ktstr */
