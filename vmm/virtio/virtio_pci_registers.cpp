/* SPDX-License-Identifier: GPL-2.0 */
/* BAR 0 of VirtioPci: the common configuration (VIRTIO v1.2 §4.1.4.3), ISR, doorbells, MSI-X. */
#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "vmm/virtio/virtio_pci.h"
#include "vmm/virtio/virtio_registers.h"

namespace ktstr {

namespace {

/* Whether @offset lies in the structure at @base. */
bool inside(uint64_t offset, uint64_t base, uint64_t size)
{
	return offset >= base && offset - base < size;
}

template <typename T>
void put(std::array<std::byte, kCommonSize> &image, uint64_t offset, T value)
{
	memcpy(&image[offset], &value, sizeof(value));
}

void set_half(uint64_t *address, bool high, uint32_t value)
{
	unsigned shift = high ? 32 : 0;
	*address = (*address & ~(0xffffffffull << shift)) | uint64_t(value) << shift;
}

} /* namespace */

bool VirtioPci::running() const
{
	return (state_.status & (kVirtioDriverOk | kVirtioNeedsReset)) == kVirtioDriverOk;
}

void VirtioPci::read_bar(unsigned, uint64_t offset, std::span<std::byte> data)
{
	memset(data.data(), 0xff, data.size());
	if (inside(offset, kBarMsixTable, kBarMsixPending - kBarMsixTable))
		return msix_.read_table(offset - kBarMsixTable, data);
	if (inside(offset, kBarMsixPending, kBarSize - kBarMsixPending))
		return msix_.read_pending(offset - kBarMsixPending, data);

	std::lock_guard hold(lock_);
	if (inside(offset, kBarCommon, kCommonSize)) {
		read_common(offset - kBarCommon, data);
	} else if (offset == kBarIsr) {
		memset(data.data(), 0, data.size());
		data[0] = std::byte(std::exchange(state_.isr, 0));
	} else if (inside(offset, kBarDevice, config_size_)) {
		size_t n = std::min<size_t>(data.size(), kBarDevice + config_size_ - offset);
		read_device_config(offset - kBarDevice, data.first(n));
	}
}

void VirtioPci::write_bar(unsigned, uint64_t offset, std::span<const std::byte> data)
{
	if (inside(offset, kBarMsixTable, kBarMsixPending - kBarMsixTable))
		return msix_.write_table(offset - kBarMsixTable, data);
	if (inside(offset, kBarNotify, queue_sizes_.size() * kNotifyMultiplier)) {
		if (offset % kNotifyMultiplier == 0)
			kick(unsigned((offset - kBarNotify) / kNotifyMultiplier));
		return;
	}
	if (inside(offset, kBarCommon, kCommonSize)) {
		std::lock_guard hold(lock_);
		write_common(offset - kBarCommon, data);
	}
}

/*
 * A read of any width at any offset returns the bytes of the fields there: reads have no side
 * effects.
 */
void VirtioPci::read_common(uint64_t offset, std::span<std::byte> data)
{
	std::array<std::byte, kCommonSize> image = {};
	const State &s = state_;
	uint32_t select = s.device_feature_select;
	put(image, kCommonDeviceFeatureSelect, select);
	put(image, kCommonDeviceFeature, select < 2 ? uint32_t(features_ >> 32 * select) : 0);
	select = s.driver_feature_select;
	put(image, kCommonDriverFeatureSelect, select);
	put(image, kCommonDriverFeature,
	    select < 2 ? uint32_t(s.driver_features >> 32 * select) : 0);
	put(image, kCommonConfigVector, s.config_vector);
	put(image, kCommonNumQueues, uint16_t(queue_sizes_.size()));
	put(image, kCommonStatus, s.status);
	put(image, kCommonGeneration, s.generation);
	put(image, kCommonQueueSelect, s.queue_select);
	/* A queue that does not exist reads as size 0 (§4.1.4.3.1). */
	if (s.queue_select < queue_sizes_.size()) {
		const VirtqueueState &q = s.queues[s.queue_select];
		put(image, kCommonQueueSize, q.size);
		put(image, kCommonQueueVector, q.vector);
		put(image, kCommonQueueEnable, uint16_t(q.enabled));
		put(image, kCommonQueueNotifyOffset, s.queue_select);
		put(image, kCommonQueueDescriptors, q.descriptors);
		put(image, kCommonQueueAvailable, q.available);
		put(image, kCommonQueueUsed, q.used);
	}
	for (size_t i = 0; i < data.size() && offset + i < image.size(); i++)
		data[i] = image[offset + i];
}

/* Only writes of whole fields count (§4.1.3.1); others change nothing. */
void VirtioPci::write_common(uint64_t offset, std::span<const std::byte> data)
{
	State &s = state_;
	uint64_t value = 0;
	memcpy(&value, data.data(), data.size());
	bool queue_field = offset >= kCommonQueueSize;
	size_t width = offset == kCommonStatus			 ? 1
		       : inside(offset, kCommonConfigVector, 16) ? 2
								 : 4;
	if (data.size() != width || offset % width)
		return;

	switch (offset) {
	case kCommonDeviceFeatureSelect:
		s.device_feature_select = uint32_t(value);
		break;
	case kCommonDriverFeatureSelect:
		s.driver_feature_select = uint32_t(value);
		break;
	case kCommonDriverFeature:
		write_driver_features(uint32_t(value));
		break;
	case kCommonConfigVector:
		s.config_vector = value < msix_.vectors() ? uint16_t(value) : kVirtioNoVector;
		break;
	case kCommonStatus:
		write_status(uint8_t(value));
		break;
	case kCommonQueueSelect:
		s.queue_select = uint16_t(value);
		break;
	default:
		if (queue_field && s.queue_select < queue_sizes_.size())
			write_queue(offset, value);
		break;
	}
}

void VirtioPci::write_queue(uint64_t offset, uint64_t value)
{
	VirtqueueState &q = state_.queues[state_.queue_select];
	uint32_t half = uint32_t(value);

	if (offset == kCommonQueueVector) {
		q.vector = value < msix_.vectors() ? uint16_t(value) : kVirtioNoVector;
		return;
	}
	/* An enabled queue keeps the settings that were checked. */
	if (q.enabled)
		return;
	switch (offset) {
	case kCommonQueueSize:
		if (std::has_single_bit(value) && value <= queue_sizes_[state_.queue_select])
			q.size = uint16_t(value);
		break;
	case kCommonQueueEnable:
		if (value == 1)
			enable_queue(q);
		break;
	case kCommonQueueDescriptors:
	case kCommonQueueDescriptors + 4:
		set_half(&q.descriptors, offset & 4, half);
		break;
	case kCommonQueueAvailable:
	case kCommonQueueAvailable + 4:
		set_half(&q.available, offset & 4, half);
		break;
	case kCommonQueueUsed:
	case kCommonQueueUsed + 4:
		set_half(&q.used, offset & 4, half);
		break;
	}
}

void VirtioPci::enable_queue(VirtqueueState &q)
{
	/* §3.1.1: the driver sets up queues between FEATURES_OK and DRIVER_OK. */
	if ((state_.status & (kVirtioFeaturesOk | kVirtioDriverOk)) != kVirtioFeaturesOk)
		return;
	if (!Virtqueue(memory_, q).well_placed())
		return needs_reset();
	q.enabled = true;
	q.event_index = negotiated(kVirtioFeatureEventIndex);
}

void VirtioPci::write_driver_features(uint32_t value)
{
	State &s = state_;
	if (s.status & kVirtioFeaturesOk)
		return;
	if (s.driver_feature_select < 2)
		set_half(&s.driver_features, s.driver_feature_select == 1, value);
	else if (value)
		s.alien_features = true;
}

void VirtioPci::write_status(uint8_t value)
{
	State &s = state_;
	if (!value) {
		reset_registers();
		return device_reset();
	}

	/* The driver only adds bits (§2.1.1); NEEDS_RESET belongs to the device. */
	uint8_t added = value & ~s.status & uint8_t(~kVirtioNeedsReset);
	if (added & kVirtioFeaturesOk) {
		bool acceptable = !(s.driver_features & ~features_) && !s.alien_features &&
				  negotiated(kVirtioFeatureVersion1);
		if (!acceptable)
			added &= ~(kVirtioFeaturesOk | kVirtioDriverOk);
	}
	if (!((s.status | added) & kVirtioFeaturesOk))
		added &= ~kVirtioDriverOk;
	s.status |= added;

	if (added & kVirtioDriverOk && running()) {
		driver_ready();
		for (unsigned i = 0; i < queue_sizes_.size(); i++)
			if (queue_enabled(i))
				kick(i);
	}
}

void VirtioPci::reset_registers()
{
	uint8_t generation = state_.generation;
	state_ = {};
	state_.generation = generation;
	state_.config_vector = kVirtioNoVector;
	for (unsigned i = 0; i < queue_sizes_.size(); i++) {
		state_.queues[i].size = queue_sizes_[i];
		state_.queues[i].vector = kVirtioNoVector;
	}
}

} /* namespace ktstr */
