/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PciFunction: one function on the PCI bus: a type 0 configuration header, memory BARs and a
 * capability list (PCI 3.0 §6). PciHost owns it and assigns its slot and BAR addresses.
 *
 * BAR addresses are fixed. After a write of all ones the next read returns the size mask, as the
 * sizing protocol requires; any other value restores the assigned address. A guest that moves a BAR
 * therefore reads back the real address, and Linux keeps addresses that it finds assigned.
 *
 * vCPU threads call read_config(), write_config() and the BAR methods concurrently. The
 * configuration space has its own lock, which is never held while a virtual method runs.
 */
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>

#include "vmm/base/result.h"

namespace ktstr {

struct PciIdentity {
	uint16_t vendor;
	uint16_t device;
	uint32_t class_code; /* 24 bits: base class, subclass, programming interface */
	uint8_t revision;
	uint16_t subsystem_vendor;
	uint16_t subsystem;
};

/** The part of a function's configuration space that changes while the guest runs. */
struct PciConfigState {
	std::array<uint8_t, 256> bytes;
};

class PciFunction {
public:
	static constexpr unsigned kBars = 6;

	virtual ~PciFunction() = default;
	PciFunction(const PciFunction &) = delete;
	PciFunction &operator=(const PciFunction &) = delete;

	virtual const char *name() const = 0;

	/** @offset is below 256 + 8; bytes beyond the 256 of a conventional function read as ~0. */
	void read_config(uint64_t offset, std::span<std::byte> data);
	void write_config(uint64_t offset, std::span<const std::byte> data);

	/** Size of a BAR in bytes, a power of two; 0: no such BAR. */
	uint32_t bar_size(unsigned bar) const { return bar_sizes_[bar]; }
	/** Guest-physical address; 0 until PciHost places the BAR. */
	uint32_t bar_address(unsigned bar) const { return bar_addresses_[bar]; }
	/** PCI_COMMAND_MEMORY: the guest enabled the function's BARs. */
	bool memory_enabled() const;

	/** The access lies inside the BAR; @offset is relative to it. Called by PciHost. */
	virtual void read_bar(unsigned bar, uint64_t offset, std::span<std::byte> data);
	virtual void write_bar(unsigned bar, uint64_t offset, std::span<const std::byte> data);

	/** Called by PciHost while wiring: sets the address of BAR @bar. */
	void place_bar(unsigned bar, uint32_t address);
	/** Called by PciHost once every BAR has its address: the time to bind doorbells. */
	virtual Result<void> placed() { return {}; }

protected:
	explicit PciFunction(const PciIdentity &identity);

	/** Constructor only. @size is a power of two, at least 16. */
	void add_bar(unsigned bar, uint32_t size);
	/**
	 * Constructor only. @body follows the ID and next bytes. Returns the capability's offset.
	 */
	uint8_t add_capability(uint8_t id, std::span<const uint8_t> body);
	/** Constructor only. The guest may change the bits of @mask in byte @offset. */
	void allow_write(uint8_t offset, uint8_t mask);

	uint32_t config32(uint8_t offset) const;
	uint16_t config16(uint8_t offset) const;
	uint8_t config8(uint8_t offset) const;
	/** Writes bytes regardless of the guest's write mask. */
	void set_config(uint8_t offset, std::span<const std::byte> data);

	/** Called before the guest reads, or after it wrote, these bytes. No lock is held. */
	virtual void before_config_read(uint8_t, size_t) {}
	virtual void after_config_write(uint8_t, size_t) {}

private:
	mutable std::mutex config_lock_;
	PciConfigState config_ = {};
	std::array<uint8_t, 256> writable_ = {};
	std::array<uint32_t, kBars> bar_sizes_ = {};
	std::array<uint32_t, kBars> bar_addresses_ = {};
	uint8_t last_capability_ = 0;
	uint8_t capabilities_end_ = 0x40;
};

} /* namespace ktstr */
