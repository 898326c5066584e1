/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MSI destinations above 255 without interrupt remapping. The guest puts bits 8 to 14 of the APIC
 * ID into address bits 5 to 11 (KVM_FEATURE_MSI_EXT_DEST_ID, Documentation/virt/kvm/x86/cpuid.rst).
 * KVM takes bits 8 to 31 in address bits 40 to 63 (KVM_X2APIC_API_USE_32BIT_IDS,
 * Documentation/virt/kvm/api.rst). A pure function, any thread.
 */
#pragma once

#include "vmm/interrupts.h"

namespace ktstr {

/** Converts @message to the form that KVM takes with 32-bit APIC IDs. */
constexpr MsiMessage with_wide_destination(MsiMessage message)
{
	constexpr uint64_t kGuestBits = 0x7full << 5;
	constexpr unsigned kMove = 40 - 5;

	message.address = (message.address & ~kGuestBits) | (message.address & kGuestBits) << kMove;
	return message;
}

} /* namespace ktstr */
