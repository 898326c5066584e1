/* SPDX-License-Identifier: GPL-2.0 */
/*
 * VirtioNet: a network device (VIRTIO v1.2 §5.1) over PCI without a backend: every frame that the
 * guest transmits comes back to it. Guest programs can move packets and raise interrupts without
 * help from the host.
 *
 * PciHost owns the device, and must outlive the EventLoop's thread, which processes the queues. The
 * VirtioNet only reads its counters and may go earlier. Any thread may call counters().
 *
 * Interrupt steering: a frame from a pair's transmit queue goes to the receive queue of the same
 * pair (automatic receive steering, §5.1.6.5.6), and each queue has its own MSI-X vector. In Linux
 * the vector of pair i's receive queue is the interrupt "virtioN-input.i". Its
 * /proc/irq/.../smp_affinity says where frames arrive (a change takes effect with the first
 * interrupt after it, which still goes to the old CPU); the sender's CPU decides on i (XPS:
 * queues/tx-i/xps_cpus). The guest controls both independently. Returning frames through another
 * pair would add nothing, and would lose Linux's default (virtnet_set_affinity()): a frame arrives
 * on the CPU that sent it.
 *
 * Frames return byte for byte, like in the reflective relay of IEEE 802.1Qbg, and in order within a
 * pair; addresses are unchanged. What receives them in Linux:
 * - AF_PACKET sockets bound to the interface: every frame.
 * - Protocols above: frames to the interface's own address, broadcast and multicast. All others are
 * PACKET_OTHERHOST (eth_type_trans()), which IP drops.
 * - IP does not accept packets from the host's own address unless the interface's accept_local is
 * on (fib_validate_source()), and packets between local addresses never reach a device. macvlan
 * interfaces in VEPA mode, each in its own network namespace, are made for such a relay. They pick
 * their frames by destination address (macvlan_handle_frame()), so the device must not change it.
 *
 * No frame waits in the device. A frame without a receive buffer is dropped and counted, as is a
 * transmit buffer without a valid frame; the buffer is returned. Only a ring or chain that violates
 * the rules of virtqueue.h (a loop, an address outside RAM, more than kMaxChainBytes) cannot be
 * returned: the device then needs a reset.
 */
#pragma once

#include <cstdint>
#include <memory>

#include "vmm/base/result.h"
#include "vmm/event_loop.h"
#include "vmm/guest_memory.h"
#include "vmm/interrupts.h"
#include "vmm/pci/pci_host.h"

namespace ktstr {

class VirtioNetFunction;

/** Frames since the machine was created; device resets do not clear them. */
struct NetCounters {
	uint64_t delivered;
	uint64_t no_buffer;	/* dropped: the receive queue was empty or its buffer too small */
	uint64_t malformed;	/* dropped: too short, too long, or requests an offload */
	uint64_t inactive_pair; /* dropped: sent on a pair that the driver has not enabled */

	uint64_t dropped() const { return no_buffer + malformed + inactive_pair; }
};

class VirtioNet {
public:
	static constexpr unsigned kMaxPairs = 8;
	static constexpr uint16_t kMtu = 1500; /* bytes after the Ethernet header */

	/**
	 * Creates @pairs receive and transmit queues and a control queue. Adds the device to @pci
	 * and its doorbells to @loop, which must not have started. EINVAL: @pairs is not in
	 * 1..kMaxPairs.
	 */
	static Result<std::unique_ptr<VirtioNet>> create(PciHost &pci, GuestMemory &memory,
							 MsiRouter &msi,
							 DoorbellRegistrar &doorbells,
							 EventLoop &loop, unsigned pairs);
	~VirtioNet();

	NetCounters counters() const;

private:
	explicit VirtioNet(std::shared_ptr<VirtioNetFunction> function);

	std::shared_ptr<VirtioNetFunction> function_;
};

} /* namespace ktstr */
