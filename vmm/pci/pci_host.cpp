/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/pci/pci_host.h"

#include <array>
#include <cstring>
#include <vector>

namespace ktstr {

namespace {

constexpr unsigned kSlots = 32;
/* Linux's pci_sanity_check() looks for class 0x0600 on bus 0. */
constexpr PciIdentity kHostBridge = {
	.vendor = 0x1b36,
	.device = 0x0008,
	.class_code = 0x060000,
	.revision = 0,
	.subsystem_vendor = 0x1b36,
	.subsystem = 0x0008,
};

class HostBridge : public PciFunction {
public:
	HostBridge() : PciFunction(kHostBridge) {}
	const char *name() const override { return "pci-host-bridge"; }
};

void all_ones(std::span<std::byte> data)
{
	memset(data.data(), 0xff, data.size());
}

} /* namespace */

/* Shared by the two devices; immutable once the vCPUs run. */
struct PciHost::Topology {
	struct Bar {
		uint32_t base;
		uint32_t size;
		PciFunction *function;
		unsigned index;
	};

	std::array<std::shared_ptr<PciFunction>, kSlots> slots;
	std::vector<Bar> bars;
	unsigned used_slots = 0;
	uint64_t next_address = kWindowBase;

	/** Function 0 of @slot on bus 0; nullptr for anything else. */
	PciFunction *find(unsigned bus, unsigned slot, unsigned function) const
	{
		return bus || function ? nullptr : slots[slot].get();
	}
};

namespace {

using Topology = PciHost::Topology;

/** Enhanced configuration access (ECAM): 4 KiB per function. */
class Ecam : public Device {
public:
	explicit Ecam(std::shared_ptr<const Topology> topology) : topology_(std::move(topology)) {}

	const char *name() const override { return "pci-ecam"; }

	void read(uint64_t offset, std::span<std::byte> data) override
	{
		all_ones(data);
		PciFunction *function = addressed(offset, data.size());
		if (function)
			function->read_config(offset & 0xfff, data);
	}

	void write(uint64_t offset, std::span<const std::byte> data) override
	{
		PciFunction *function = addressed(offset, data.size());
		if (function)
			function->write_config(offset & 0xfff, data);
	}

private:
	PciFunction *addressed(uint64_t offset, size_t size) const
	{
		/* PCIe 4.0 §7.2.2: an access must not cross a dword. */
		if (size > 4 || (offset & 3) + size > 4)
			return nullptr;
		return topology_->find(offset >> 20 & 0xff, offset >> 15 & 0x1f, offset >> 12 & 7);
	}

	std::shared_ptr<const Topology> topology_;
};

/** The MMIO window. Passes an access to the function whose BAR contains all of it. */
class MmioWindow : public Device {
public:
	explicit MmioWindow(std::shared_ptr<const Topology> topology)
		: topology_(std::move(topology))
	{}

	const char *name() const override { return "pci-mmio"; }

	void read(uint64_t offset, std::span<std::byte> data) override
	{
		all_ones(data);
		const Topology::Bar *bar = find(offset, data.size());
		if (bar)
			bar->function->read_bar(bar->index, start(*bar, offset), data);
	}

	void write(uint64_t offset, std::span<const std::byte> data) override
	{
		const Topology::Bar *bar = find(offset, data.size());
		if (bar)
			bar->function->write_bar(bar->index, start(*bar, offset), data);
	}

private:
	static uint64_t start(const Topology::Bar &bar, uint64_t offset)
	{
		return offset + PciHost::kWindowBase - bar.base;
	}

	const Topology::Bar *find(uint64_t offset, size_t size) const
	{
		uint64_t address = PciHost::kWindowBase + offset;
		for (const Topology::Bar &bar : topology_->bars) {
			if (address >= bar.base && address - bar.base + size <= bar.size)
				return bar.function->memory_enabled() ? &bar : nullptr;
		}
		return nullptr;
	}

	std::shared_ptr<const Topology> topology_;
};

} /* namespace */

PciHost::PciHost() : topology_(std::make_shared<Topology>())
{
	topology_->slots[topology_->used_slots++] = std::make_shared<HostBridge>();
}

Result<void> PciHost::add(std::shared_ptr<PciFunction> function)
{
	Topology &t = *topology_;
	if (t.used_slots == kSlots)
		return Error{ENOSPC, "add PCI function", function->name()};

	for (unsigned bar = 0; bar < PciFunction::kBars; bar++) {
		uint64_t size = function->bar_size(bar);
		if (!size)
			continue;
		/* Page-align each BAR so that the guest can map it on its own. */
		uint64_t align = size < 4096 ? 4096 : size;
		uint64_t base = (t.next_address + align - 1) & ~(align - 1);
		if (base + align > kWindowBase + kWindowSize)
			return Error{ENOSPC, "place PCI BAR", function->name()};
		t.next_address = base + align;
		function->place_bar(bar, uint32_t(base));
		t.bars.push_back({uint32_t(base), uint32_t(size), function.get(), bar});
	}
	t.slots[t.used_slots++] = function;
	return function->placed();
}

std::shared_ptr<Device> PciHost::ecam()
{
	return std::make_shared<Ecam>(topology_);
}

std::shared_ptr<Device> PciHost::mmio_window()
{
	return std::make_shared<MmioWindow>(topology_);
}

} /* namespace ktstr */
