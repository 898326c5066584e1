/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Offsets and bits of the PCI configuration header and of the MSI-X capability: PCI 3.0 §6.1,
 * §6.2, §6.8.2. Constants only.
 */
#pragma once

#include <cstdint>

namespace ktstr {

constexpr uint8_t kPciVendorId = 0x00;
constexpr uint8_t kPciDeviceId = 0x02;
constexpr uint8_t kPciCommand = 0x04;
constexpr uint16_t kPciCommandMemory = 0x0002;
constexpr uint16_t kPciCommandMaster = 0x0004;
constexpr uint16_t kPciCommandIntxDisable = 0x0400;
constexpr uint8_t kPciStatus = 0x06;
constexpr uint8_t kPciStatusCapabilityList = 0x10;
constexpr uint8_t kPciRevision = 0x08; /* then the class code, 3 bytes */
constexpr uint8_t kPciCacheLineSize = 0x0c;
constexpr uint8_t kPciBar0 = 0x10;
constexpr uint8_t kPciSubsystemVendorId = 0x2c;
constexpr uint8_t kPciSubsystemId = 0x2e;
constexpr uint8_t kPciCapabilityPointer = 0x34;
constexpr uint8_t kPciInterruptLine = 0x3c;

constexpr uint8_t kPciCapabilityVendor = 0x09;
constexpr uint8_t kPciCapabilityMsix = 0x11;

/* Message control, at offset 2 of the MSI-X capability. */
constexpr uint8_t kMsixControl = 2;
constexpr uint16_t kMsixControlFunctionMask = 0x4000;
constexpr uint16_t kMsixControlEnable = 0x8000;
constexpr uint32_t kMsixEntryMasked = 0x1;

} /* namespace ktstr */
