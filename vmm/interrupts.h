/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How devices reach the guest's interrupt controllers and get its doorbells, without knowing KVM.
 * Implemented over KVM by vmm/kvm/; by recorders in the device tests. All calls may come from any
 * thread once the machine runs.
 */
#pragma once

#include <cstdint>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/** One message-signalled interrupt: what the device would write, and where (PCI 3.0 §6.8). */
struct MsiMessage {
	uint64_t address;
	uint32_t data;
};

/** An edge-triggered interrupt input, e.g. an I/O APIC pin. */
class InterruptLine {
public:
	virtual ~InterruptLine() = default;
	/** One rising edge. */
	virtual void pulse() = 0;
};

/** Message-signalled vectors, each an irqfd with a KVM GSI route behind it. */
class MsiRouter {
public:
	virtual ~MsiRouter() = default;
	/** A new vector, not routed yet; called while wiring only. Returns its handle. */
	virtual Result<uint32_t> allocate() = 0;
	/** (Re)directs @vector; takes effect before the next signal(). */
	virtual void route(uint32_t vector, const MsiMessage &message) = 0;
	/** Delivers the interrupt through the irqfd; nothing happens while unrouted. */
	virtual void signal(uint32_t vector) = 0;
};

/** Turns a guest write to an MMIO address into a signal on an eventfd (KVM_IOEVENTFD). */
class DoorbellRegistrar {
public:
	virtual ~DoorbellRegistrar() = default;
	/** Any write that starts at @address signals @event, which must outlive the machine. */
	virtual Result<void> bind(uint64_t address, const UniqueFd &event) = 0;
};

} /* namespace ktstr */
