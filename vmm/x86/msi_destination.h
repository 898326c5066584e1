/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Destinations of message-signalled interrupts above 255 without interrupt remapping: the guest
 * puts bits 8 to 14 of the APIC id into address bits 5 to 11 (KVM_FEATURE_MSI_EXT_DEST_ID,
 * Documentation/virt/kvm/x86/cpuid.rst); KVM takes them in bits 40 to 63, where the upper half of
 * the address has bits 8 to 31 (KVM_X2APIC_API_USE_32BIT_IDS, Documentation/virt/kvm/api.rst). A
 * pure function, any thread.
 */
#pragma once

#include "vmm/interrupts.h"

namespace ktstr {

/** @message as KVM with 32-bit APIC ids takes it. */
constexpr MsiMessage with_wide_destination(MsiMessage message)
{
	constexpr uint64_t kGuestBits = 0x7full << 5;
	constexpr unsigned kMove = 40 - 5;

	message.address = (message.address & ~kGuestBits) | (message.address & kGuestBits) << kMove;
	return message;
}

} /* namespace ktstr */
