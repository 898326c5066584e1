/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/bus.h"

#include <algorithm>

namespace ktstr {

Result<void> Bus::add(uint64_t base, uint64_t size, std::shared_ptr<Device> device)
{
	if (frozen_)
		return Error{EBUSY, "add a device to a frozen bus", device->name()};
	if (!size || base + (size - 1) < base)
		return Error{EINVAL, "bus range is empty or wraps", device->name()};

	auto next = std::find_if(entries_.begin(), entries_.end(),
				 [base](const Entry &entry) { return entry.base >= base; });
	/* Compares distances because base + size may be 2^64. */
	if (next != entries_.end() && next->base - base < size)
		return Error{EINVAL, "bus ranges overlap", device->name()};
	if (next != entries_.begin() && base - std::prev(next)->base < std::prev(next)->size)
		return Error{EINVAL, "bus ranges overlap", device->name()};
	entries_.insert(next, Entry{base, size, std::move(device)});
	return {};
}

void Bus::freeze()
{
	frozen_ = true;
}

void Bus::read(uint64_t address, std::span<std::byte> data)
{
	Entry *entry = find(address, data.size());
	if (entry) {
		entry->device->read(address - entry->base, data);
		return;
	}
	std::fill(data.begin(), data.end(), std::byte{0xff});
	count_unclaimed(address);
}

void Bus::write(uint64_t address, std::span<const std::byte> data)
{
	Entry *entry = find(address, data.size());
	if (entry)
		entry->device->write(address - entry->base, data);
	else
		count_unclaimed(address);
}

Bus::Entry *Bus::find(uint64_t address, size_t size)
{
	auto next = std::upper_bound(
		entries_.begin(), entries_.end(), address,
		[](uint64_t value, const Entry &entry) { return value < entry.base; });
	if (next == entries_.begin())
		return nullptr;
	Entry &entry = *std::prev(next);
	uint64_t offset = address - entry.base;
	if (offset >= entry.size || size > entry.size - offset)
		return nullptr;
	return &entry;
}

void Bus::count_unclaimed(uint64_t address)
{
	if (unclaimed_.fetch_add(1, std::memory_order_relaxed) == 0)
		first_unclaimed_.store(address, std::memory_order_relaxed);
}

} /* namespace ktstr */
