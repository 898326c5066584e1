/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PciFunction: one function on the PCI bus: a type 0 configuration header, memory BARs and a
 * capability list (PCI 3.0 §6). Owned by PciHost, which gives it a slot and BAR addresses.
 *
 * BAR addresses are fixed. Writing all ones answers the size mask on the next read, as the sizing
 * protocol asks; any other value puts the assigned address back. A guest that moves a BAR therefore
 * reads back where it really is, and Linux keeps addresses that it finds assigned.
 *
 * read_config(), write_config() and the BAR methods come from vCPU threads, several at once. The
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

/** All that changes in a function's configuration space while the guest runs. */
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

	/** @offset below 256 + 8; bytes outside the 256 of a conventional function read as ~0. */
	void read_config(uint64_t offset, std::span<std::byte> data);
	void write_config(uint64_t offset, std::span<const std::byte> data);

	/** Size of a BAR in bytes, a power of two; 0 if it has none. */
	uint32_t bar_size(unsigned bar) const { return bar_sizes_[bar]; }
	/** Guest-physical address; 0 before PciHost placed it. */
	uint32_t bar_address(unsigned bar) const { return bar_addresses_[bar]; }
	/** PCI_COMMAND_MEMORY: the guest lets the function answer at its BARs. */
	bool memory_enabled() const;

	/** @offset from the start of the BAR, inside it whole; called by PciHost. */
	virtual void read_bar(unsigned bar, uint64_t offset, std::span<std::byte> data);
	virtual void write_bar(unsigned bar, uint64_t offset, std::span<const std::byte> data);

	/** PciHost, while wiring: where BAR @bar is. */
	void place_bar(unsigned bar, uint32_t address);
	/** PciHost, once every BAR has its address: the moment to bind doorbells. */
	virtual Result<void> placed() { return {}; }

protected:
	explicit PciFunction(const PciIdentity &identity);

	/** While constructing. @size is a power of two, at least 16. */
	void add_bar(unsigned bar, uint32_t size);
	/** While constructing. @body is what follows the id and next bytes. Returns its offset. */
	uint8_t add_capability(uint8_t id, std::span<const uint8_t> body);
	/** While constructing: the guest may change the bits of @mask in byte @offset. */
	void allow_write(uint8_t offset, uint8_t mask);

	uint32_t config32(uint8_t offset) const;
	uint16_t config16(uint8_t offset) const;
	uint8_t config8(uint8_t offset) const;
	/** Puts bytes in regardless of what the guest may write. */
	void set_config(uint8_t offset, std::span<const std::byte> data);

	/** The guest is about to read, or has just written, these bytes. No lock is held. */
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
