/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/devices/ioapic.h"

#include <algorithm>
#include <cstring>

#include "vmm/base/result.h"

namespace ktstr {

namespace {

/* 82093AA §3.1: memory-mapped registers; §3.2: indirect registers. */
constexpr uint64_t kRegisterSelect = 0x00;
constexpr uint64_t kWindow = 0x10;
constexpr uint8_t kRegisterId = 0x00;
constexpr uint8_t kRegisterVersion = 0x01;
constexpr uint8_t kRegisterArbitration = 0x02;
constexpr uint8_t kRegisterRedirection = 0x10;
constexpr uint32_t kVersion = 0x11;

/* §3.2.4: writable bits; delivery status and remote IRR are read-only. */
constexpr uint32_t kEntryLowMask = 0x0001afff;
/* Bits 49 to 55: destination bits 8 to 14, with KVM_FEATURE_MSI_EXT_DEST_ID. */
constexpr uint32_t kEntryHighMask = 0xfffe0000;
constexpr uint64_t kEntryMasked = 1 << 16;
constexpr uint64_t kEntryLogical = 1 << 11;

/* Intel SDM volume 3 §11.11: message address and data. */
constexpr uint64_t kMessageBase = 0xfee00000;
constexpr uint64_t kMessageLogical = 1 << 2;
constexpr uint32_t kMessageDataMask = 0x7ff; /* vector and delivery mode */

MsiMessage to_message(uint64_t entry)
{
	MsiMessage message;
	message.address = kMessageBase | (entry >> 56) << 12 | ((entry >> 49) & 0x7f) << 5;
	if (entry & kEntryLogical)
		message.address |= kMessageLogical;
	message.data = uint32_t(entry) & kMessageDataMask;
	return message;
}

} /* namespace */

IoApic::IoApic(unsigned pins, uint8_t id, std::function<void(const MsiMessage &)> send)
	: pins_(pins), send_(std::move(send))
{
	KTSTR_ASSERT(pins >= 1 && pins <= kMaxPins);
	state_.id = id;
	std::fill_n(state_.redirection, pins, kEntryMasked);
}

void IoApic::read(uint64_t offset, std::span<std::byte> data)
{
	std::fill(data.begin(), data.end(), std::byte{0xff});
	uint32_t value;
	{
		std::lock_guard lock(mutex_);
		if (offset == kRegisterSelect)
			value = state_.select;
		else if (offset == kWindow)
			value = read_register();
		else
			return;
	}
	memcpy(data.data(), &value, std::min(data.size(), sizeof(value)));
}

void IoApic::write(uint64_t offset, std::span<const std::byte> data)
{
	uint32_t value = 0;
	memcpy(&value, data.data(), std::min(data.size(), sizeof(value)));
	std::lock_guard lock(mutex_);
	if (offset == kRegisterSelect)
		state_.select = uint8_t(value);
	else if (offset == kWindow)
		write_register(value);
}

uint64_t *IoApic::selected_entry(bool *high)
{
	if (state_.select < kRegisterRedirection)
		return nullptr;
	unsigned index = state_.select - kRegisterRedirection;
	*high = index & 1;
	return index / 2 < pins_ ? &state_.redirection[index / 2] : nullptr;
}

uint32_t IoApic::read_register() const
{
	switch (state_.select) {
	case kRegisterId:
	case kRegisterArbitration:
		return uint32_t(state_.id & 0xf) << 24;
	case kRegisterVersion:
		return kVersion | (pins_ - 1) << 16;
	}
	bool high = false;
	const uint64_t *entry = const_cast<IoApic *>(this)->selected_entry(&high);
	return entry ? uint32_t(*entry >> (high ? 32 : 0)) : ~0u;
}

void IoApic::write_register(uint32_t value)
{
	if (state_.select == kRegisterId) {
		state_.id = (value >> 24) & 0xf;
		return;
	}
	bool high = false;
	uint64_t *entry = selected_entry(&high);
	if (!entry)
		return;
	if (high)
		*entry = (*entry & 0xffffffff) | uint64_t(value & kEntryHighMask) << 32;
	else
		*entry = (*entry & ~0xffffffffull) | (value & kEntryLowMask);
}

void IoApic::pulse(unsigned pin)
{
	KTSTR_ASSERT(pin < pins_);
	std::lock_guard lock(mutex_);
	uint64_t entry = state_.redirection[pin];
	if (!(entry & kEntryMasked))
		send_(to_message(entry));
}

} /* namespace ktstr */
