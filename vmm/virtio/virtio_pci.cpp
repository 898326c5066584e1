/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Construction, capabilities, doorbells and interrupts. Registers are in virtio_pci_registers.cpp.
 */
#include "vmm/virtio/virtio_pci.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "vmm/pci/pci_registers.h"
#include "vmm/virtio/virtio_registers.h"

namespace ktstr {

namespace {

/* Offsets in struct virtio_pci_cap, without its ID and next bytes. */
constexpr uint8_t kCapBar = 4, kCapOffset = 8, kCapLength = 12, kCapData = 16;

PciIdentity pci_identity(const VirtioIdentity &identity)
{
	return {
		.vendor = kVirtioVendor,
		.device = uint16_t(kVirtioModernBase + identity.device_id),
		.class_code = identity.class_code,
		.revision = 1,
		.subsystem_vendor = kVirtioVendor,
		.subsystem = uint16_t(kVirtioModernBase + identity.device_id),
	};
}

constexpr size_t kCapBody = 14;

/* struct virtio_pci_cap without its first two bytes, followed by @extra. */
std::vector<uint8_t> virtio_cap(uint8_t type, uint32_t offset, uint32_t length,
				std::span<const uint8_t> extra = {})
{
	std::vector<uint8_t> body(kCapBody + extra.size());
	body[0] = uint8_t(16 + extra.size());
	body[1] = type;
	memcpy(&body[kCapOffset - 2], &offset, sizeof(offset));
	memcpy(&body[kCapLength - 2], &length, sizeof(length));
	std::copy(extra.begin(), extra.end(), body.begin() + kCapBody);
	return body;
}

} /* namespace */

VirtioPci::VirtioPci(const VirtioHost &host, const VirtioIdentity &identity)
	: PciFunction(pci_identity(identity)), loop_(host.loop), memory_(host.memory),
	  doorbells_(host.doorbells), queue_sizes_(identity.queue_sizes),
	  features_(identity.features | kVirtioFeatureVersion1 | kVirtioFeatureEventIndex),
	  config_size_(identity.config_size), msix_(host.msi, identity.vectors)
{
	KTSTR_ASSERT(queue_sizes_.size() <= kMaxQueues);
	for (uint16_t size : queue_sizes_)
		KTSTR_ASSERT(std::has_single_bit(size));
	add_bar(0, kBarSize);
	add_capabilities(identity.config_size);
	reset_registers();
}

void VirtioPci::add_capabilities(uint32_t config_size)
{
	uint32_t doorbells = uint32_t(queue_sizes_.size()) * kNotifyMultiplier;
	const uint8_t multiplier[4] = {kNotifyMultiplier};
	const uint8_t data[4] = {};

	/* MSI-X goes first: the guest's PCI core looks for it before any driver runs. */
	const uint8_t last = uint8_t(msix_.vectors() - 1);
	const uint8_t msix[] = {last, 0, kBarMsixTable & 0xff,	 kBarMsixTable >> 8,
				0,    0, kBarMsixPending & 0xff, kBarMsixPending >> 8,
				0,    0};
	msix_capability_ = add_capability(kPciCapabilityMsix, msix);
	allow_write(uint8_t(msix_capability_ + kMsixControl + 1),
		    (kMsixControlEnable | kMsixControlFunctionMask) >> 8);

	add_capability(kPciCapabilityVendor, virtio_cap(kVirtioCapCommon, kBarCommon, kCommonSize));
	add_capability(kPciCapabilityVendor, virtio_cap(kVirtioCapIsr, kBarIsr, 1));
	add_capability(kPciCapabilityVendor,
		       virtio_cap(kVirtioCapNotify, kBarNotify, doorbells, multiplier));
	add_capability(kPciCapabilityVendor, virtio_cap(kVirtioCapDevice, kBarDevice, config_size));
	window_capability_ =
		add_capability(kPciCapabilityVendor, virtio_cap(kVirtioCapPciConfig, 0, 0, data));
	allow_write(uint8_t(window_capability_ + kCapBar), 0xff);
	for (uint8_t i = kCapOffset; i < kCapData + 4; i++)
		allow_write(uint8_t(window_capability_ + i), 0xff);
}

Result<void> VirtioPci::prepare()
{
	KTSTR_TRY(msix_.allocate());
	for (unsigned i = 0; i < queue_sizes_.size(); i++) {
		events_.emplace_back(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
		if (!events_.back().valid())
			return errno_error("create doorbell eventfd");
		KTSTR_TRY(loop_.add(events_.back(), EPOLLIN, [this, i](uint32_t) { doorbell(i); }));
	}
	return {};
}

Result<void> VirtioPci::placed()
{
	for (unsigned i = 0; i < events_.size(); i++)
		KTSTR_TRY(doorbells_.bind(bar_address(0) + kBarNotify + i * kNotifyMultiplier,
					  events_[i]));
	return {};
}

void VirtioPci::kick(unsigned index)
{
	uint64_t one = 1;
	/* EAGAIN: the counter is at its maximum, so the loop is about to run anyway. */
	ssize_t n = write(events_[index].get(), &one, sizeof(one));
	KTSTR_ASSERT(n == sizeof(one) || errno == EAGAIN);
}

void VirtioPci::doorbell(unsigned index)
{
	uint64_t count;
	if (read(events_[index].get(), &count, sizeof(count)) != sizeof(count))
		return;
	std::lock_guard hold(lock_);
	if (running() && queue_enabled(index))
		work_queue(index);
}

void VirtioPci::notify_driver(unsigned index)
{
	if (queue(index).should_interrupt())
		signal(state_.queues[index].vector, kVirtioIsrQueue);
}

void VirtioPci::config_changed()
{
	state_.generation++;
	if (state_.status & kVirtioDriverOk)
		signal(state_.config_vector, kVirtioIsrConfig);
}

void VirtioPci::needs_reset()
{
	if (state_.status & kVirtioNeedsReset)
		return;
	state_.status |= kVirtioNeedsReset;
	if (state_.status & kVirtioDriverOk)
		signal(state_.config_vector, kVirtioIsrConfig);
}

void VirtioPci::signal(uint16_t vector, uint8_t isr)
{
	/* §4.1.4.5.1: the ISR bits are for drivers that do not use MSI-X. */
	if (!msix_.enabled())
		state_.isr |= isr;
	else if (vector != kVirtioNoVector)
		msix_.signal(vector);
}

/* PCI configuration access capability (§4.1.4.9): a window onto the BAR. */
bool VirtioPci::window(uint8_t offset, size_t size, uint64_t *bar_offset, size_t *length) const
{
	uint8_t data = uint8_t(window_capability_ + kCapData);
	if (offset >= data + 4 || offset + size <= data)
		return false;
	*bar_offset = config32(uint8_t(window_capability_ + kCapOffset));
	*length = config32(uint8_t(window_capability_ + kCapLength));
	bool known = *length == 1 || *length == 2 || *length == 4;
	return known && config8(uint8_t(window_capability_ + kCapBar)) == 0 &&
	       *bar_offset % *length == 0 && *bar_offset + *length <= kBarSize;
}

void VirtioPci::before_config_read(uint8_t offset, size_t size)
{
	uint64_t at;
	size_t length;
	if (!window(offset, size, &at, &length))
		return;
	std::array<std::byte, 4> value = {};
	read_bar(0, at, std::span(value).first(length));
	set_config(uint8_t(window_capability_ + kCapData), value);
}

void VirtioPci::after_config_write(uint8_t offset, size_t size)
{
	uint8_t control = uint8_t(msix_capability_ + kMsixControl);
	if (offset < control + 2 && offset + size > control)
		msix_.set_control(config16(control));

	uint64_t at;
	size_t length;
	if (!window(offset, size, &at, &length))
		return;
	uint32_t value = config32(uint8_t(window_capability_ + kCapData));
	write_bar(0, at, std::as_bytes(std::span(&value, 1)).first(length));
}

} /* namespace ktstr */
