/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/pci/pci_function.h"

#include <bit>
#include <cstring>

#include "vmm/pci/pci_registers.h"

namespace ktstr {

namespace {

void put16(std::array<uint8_t, 256> &bytes, uint8_t offset, uint16_t value)
{
	memcpy(&bytes[offset], &value, sizeof(value));
}

void put32(std::array<uint8_t, 256> &bytes, uint8_t offset, uint32_t value)
{
	memcpy(&bytes[offset], &value, sizeof(value));
}

constexpr uint8_t bar_register(unsigned bar)
{
	return uint8_t(kPciBar0 + 4 * bar);
}

} /* namespace */

PciFunction::PciFunction(const PciIdentity &identity)
{
	put16(config_.bytes, kPciVendorId, identity.vendor);
	put16(config_.bytes, kPciDeviceId, identity.device);
	put32(config_.bytes, kPciRevision, identity.class_code << 8 | identity.revision);
	put16(config_.bytes, kPciSubsystemVendorId, identity.subsystem_vendor);
	put16(config_.bytes, kPciSubsystemId, identity.subsystem);

	allow_write(kPciCommand, kPciCommandMemory | kPciCommandMaster);
	allow_write(kPciCommand + 1, kPciCommandIntxDisable >> 8);
	allow_write(kPciCacheLineSize, 0xff);
	allow_write(kPciInterruptLine, 0xff);
}

void PciFunction::add_bar(unsigned bar, uint32_t size)
{
	KTSTR_ASSERT(bar < kBars && size >= 16 && std::has_single_bit(size));
	bar_sizes_[bar] = size;
	for (unsigned i = 0; i < 4; i++)
		allow_write(uint8_t(bar_register(bar) + i), 0xff);
}

uint8_t PciFunction::add_capability(uint8_t id, std::span<const uint8_t> body)
{
	KTSTR_ASSERT(capabilities_end_ + 2 + body.size() < 256);
	uint8_t offset = capabilities_end_;
	config_.bytes[offset] = id;
	config_.bytes[offset + 1] = 0;
	memcpy(&config_.bytes[offset + 2], body.data(), body.size());
	config_.bytes[last_capability_ ? last_capability_ + 1 : kPciCapabilityPointer] = offset;
	config_.bytes[kPciStatus] |= kPciStatusCapabilityList;
	last_capability_ = offset;
	/* PCI 3.0 §6.7: capabilities are aligned to four bytes. */
	capabilities_end_ = uint8_t((offset + 2 + body.size() + 3) & ~size_t(3));
	return offset;
}

void PciFunction::allow_write(uint8_t offset, uint8_t mask)
{
	writable_[offset] |= mask;
}

void PciFunction::place_bar(unsigned bar, uint32_t address)
{
	std::lock_guard hold(config_lock_);
	bar_addresses_[bar] = address;
	put32(config_.bytes, bar_register(bar), address);
}

bool PciFunction::memory_enabled() const
{
	return config16(kPciCommand) & kPciCommandMemory;
}

void PciFunction::read_config(uint64_t offset, std::span<std::byte> data)
{
	if (offset < 256)
		before_config_read(uint8_t(offset), data.size());
	std::lock_guard hold(config_lock_);
	for (size_t i = 0; i < data.size(); i++) {
		uint64_t at = offset + i;
		data[i] = at < 256 ? std::byte(config_.bytes[at]) : std::byte(0xff);
	}
}

void PciFunction::write_config(uint64_t offset, std::span<const std::byte> data)
{
	if (offset >= 256)
		return;
	{
		std::lock_guard hold(config_lock_);
		for (size_t i = 0; i < data.size() && offset + i < 256; i++) {
			uint8_t mask = writable_[offset + i];
			uint8_t &byte = config_.bytes[offset + i];
			byte = uint8_t((byte & ~mask) | (std::to_integer<uint8_t>(data[i]) & mask));
		}
		for (unsigned bar = 0; bar < kBars; bar++) {
			if (!bar_sizes_[bar])
				continue;
			uint32_t value;
			memcpy(&value, &config_.bytes[bar_register(bar)], sizeof(value));
			/*
			 * Sizing (PCI 3.0 §6.2.5.1): Linux writes all ones, others leave out the
			 * flag bits.
			 */
			bool sizing =
				(value | 0xf) == 0xffffffff || value == ~(bar_sizes_[bar] - 1);
			put32(config_.bytes, bar_register(bar),
			      sizing ? ~(bar_sizes_[bar] - 1) : bar_addresses_[bar]);
		}
	}
	after_config_write(uint8_t(offset), data.size());
}

void PciFunction::read_bar(unsigned, uint64_t, std::span<std::byte> data)
{
	memset(data.data(), 0xff, data.size());
}

void PciFunction::write_bar(unsigned, uint64_t, std::span<const std::byte>) {}

uint32_t PciFunction::config32(uint8_t offset) const
{
	KTSTR_ASSERT(offset <= 252);
	std::lock_guard hold(config_lock_);
	uint32_t value;
	memcpy(&value, &config_.bytes[offset], sizeof(value));
	return value;
}

uint16_t PciFunction::config16(uint8_t offset) const
{
	return uint16_t(config8(offset) | config8(uint8_t(offset + 1)) << 8);
}

uint8_t PciFunction::config8(uint8_t offset) const
{
	std::lock_guard hold(config_lock_);
	return config_.bytes[offset];
}

void PciFunction::set_config(uint8_t offset, std::span<const std::byte> data)
{
	KTSTR_ASSERT(offset + data.size() <= 256);
	std::lock_guard hold(config_lock_);
	memcpy(&config_.bytes[offset], data.data(), data.size());
}

} /* namespace ktstr */
