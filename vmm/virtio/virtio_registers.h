/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Constants of virtio over PCI: VIRTIO v1.2 §2.1 (status), §6 (features), §4.1.4 (capabilities and
 * the common configuration), and the layout of this transport's single BAR.
 */
#pragma once

#include <cstdint>

namespace ktstr {

constexpr uint16_t kVirtioVendor = 0x1af4;
constexpr uint16_t kVirtioModernBase = 0x1040; /* PCI device id of virtio device 0 */

constexpr uint8_t kVirtioAcknowledge = 1;
constexpr uint8_t kVirtioDriver = 2;
constexpr uint8_t kVirtioDriverOk = 4;
constexpr uint8_t kVirtioFeaturesOk = 8;
constexpr uint8_t kVirtioNeedsReset = 64;
constexpr uint8_t kVirtioFailed = 128;

constexpr uint64_t kVirtioFeatureEventIndex = 1ull << 29; /* VIRTIO_F_RING_EVENT_IDX */
constexpr uint64_t kVirtioFeatureVersion1 = 1ull << 32;	  /* VIRTIO_F_VERSION_1 */

constexpr uint16_t kVirtioNoVector = 0xffff; /* VIRTIO_MSI_NO_VECTOR */
constexpr uint8_t kVirtioIsrQueue = 1;
constexpr uint8_t kVirtioIsrConfig = 2;

/* struct virtio_pci_cap */
constexpr uint8_t kVirtioCapCommon = 1;
constexpr uint8_t kVirtioCapNotify = 2;
constexpr uint8_t kVirtioCapIsr = 3;
constexpr uint8_t kVirtioCapDevice = 4;
constexpr uint8_t kVirtioCapPciConfig = 5;

/* struct virtio_pci_common_cfg */
enum VirtioCommon : uint64_t {
	kCommonDeviceFeatureSelect = 0x00,
	kCommonDeviceFeature = 0x04,
	kCommonDriverFeatureSelect = 0x08,
	kCommonDriverFeature = 0x0c,
	kCommonConfigVector = 0x10,
	kCommonNumQueues = 0x12,
	kCommonStatus = 0x14,
	kCommonGeneration = 0x15,
	kCommonQueueSelect = 0x16,
	kCommonQueueSize = 0x18,
	kCommonQueueVector = 0x1a,
	kCommonQueueEnable = 0x1c,
	kCommonQueueNotifyOffset = 0x1e,
	kCommonQueueDescriptors = 0x20, /* 64 bits each, in two halves */
	kCommonQueueAvailable = 0x28,
	kCommonQueueUsed = 0x30,
	kCommonSize = 0x38,
};

/* BAR 0: one page per structure, so that a guest can map them separately. */
constexpr uint64_t kBarCommon = 0x0000;
constexpr uint64_t kBarIsr = 0x1000;
constexpr uint64_t kBarDevice = 0x1100;
constexpr uint64_t kBarNotify = 0x2000;
constexpr uint64_t kBarMsixTable = 0x3000;
constexpr uint64_t kBarMsixPending = 0x3800;
constexpr uint32_t kBarSize = 0x4000;
constexpr uint32_t kNotifyMultiplier = 4; /* bytes between the doorbells of two queues */

} /* namespace ktstr */
