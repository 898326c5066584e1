/* SPDX-License-Identifier: GPL-2.0 */
/*
 * VirtioNet: a network device (VIRTIO v1.2 §5.1) over PCI with nothing behind it: each frame that
 * the guest transmits comes back to it. So guest programs can move packets and raise interrupts
 * without a host that takes part.
 *
 * Owned by Machine, which creates it while wiring; it must outlive the EventLoop's thread. Queues
 * are worked on the loop's thread, counters() may come from any thread.
 *
 * Which CPU is interrupted: a frame from the transmit queue of a pair goes to the receive queue of
 * the same pair (automatic receive steering, §5.1.6.5.6), and each queue has an MSI-X vector of its
 * own. In Linux the vector of pair i's receive queue is the interrupt "virtioN-input.i": its
 * /proc/irq/.../smp_affinity says where frames arrive (a change takes effect with the first
 * interrupt after it, which still comes to the old place), while the sender's CPU decides on i
 * (XPS: queues/tx-i/xps_cpus). Both are the guest's choice, and independent. Going back through
 * another pair would add nothing to that, and take away that, as Linux sets it up
 * (virtnet_set_affinity()), a frame arrives on the CPU that sent it.
 *
 * Frames are delivered byte for byte, as the reflective relay of IEEE 802.1Qbg does, and in order
 * within a pair; addresses stay as they are. What sees them in Linux:
 * - AF_PACKET sockets bound to the interface: every frame.
 * - Protocols above: frames to the interface's own address, and to broadcast or multicast ones. The
 *   others are PACKET_OTHERHOST (eth_type_trans()), which IP drops.
 * - IP is not received from one's own address unless the interface's accept_local is on
 *   (fib_validate_source()), and frames between local addresses never get to a device. macvlan
 *   interfaces in VEPA mode, each in its own network namespace, are made for such a relay; frames
 *   find theirs by the destination (macvlan_handle_frame()), so the device must not change it.
 *
 * No frame waits in the device. One that finds no receive buffer, or a transmit buffer that holds
 * no frame, is dropped and counted, and the buffer goes back. Only a ring or chain that breaks the
 * rules of virtqueue.h (a loop, an address outside RAM, more than kMaxChainBytes) cannot be given
 * back: the device then needs a reset.
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

/** Frames since the machine was created, also across resets of the device. */
struct NetCounters {
	uint64_t delivered;
	uint64_t no_buffer;	/* dropped: the receive queue was empty, or its buffer too small */
	uint64_t malformed;	/* dropped: too short, too long, or asking for an offload */
	uint64_t inactive_pair; /* dropped: sent on a pair that the driver has not switched on */

	uint64_t dropped() const { return no_buffer + malformed + inactive_pair; }
};

class VirtioNet {
public:
	static constexpr unsigned kMaxPairs = 8;
	static constexpr uint16_t kMtu = 1500; /* bytes after the Ethernet header */

	/**
	 * With @pairs receive and transmit queues each, and a control queue. Adds itself to @pci
	 * and its doorbells to @loop, which has not started yet. EINVAL: @pairs is not
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
