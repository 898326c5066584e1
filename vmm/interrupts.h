/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How devices raise guest interrupts and receive doorbells without knowing about KVM. vmm/kvm/
 * implements these interfaces over KVM; the device tests use recorders. Any thread may make any
 * call once the machine runs.
 */
#pragma once

#include <cstdint>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/**
 * One message-signalled interrupt: the data the device would write, and the address (PCI 3.0 §6.8).
 */
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
	/** Allocates a vector, unrouted. Only while wiring. Returns its handle. */
	virtual Result<uint32_t> allocate() = 0;
	/** Routes or reroutes @vector. Takes effect before the next signal(). */
	virtual void route(uint32_t vector, const MsiMessage &message) = 0;
	/** Delivers the interrupt through the irqfd. Does nothing while unrouted. */
	virtual void signal(uint32_t vector) = 0;
};

/** Turns a guest write to an MMIO address into a signal on an eventfd (KVM_IOEVENTFD). */
class DoorbellRegistrar {
public:
	virtual ~DoorbellRegistrar() = default;
	/** Any write that starts at @address signals @event. @event must outlive the machine. */
	virtual Result<void> bind(uint64_t address, const UniqueFd &event) = 0;
};

} /* namespace ktstr */
