/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A block device (VIRTIO v1.2 §5.2; Linux: vda) over PCI, whose medium is a memory file: it starts
 * as zeros, costs the host what the guest has touched of it, and goes with the machine.
 *
 * Machine adds it to PciHost while wiring; from then on PciHost owns it, and must outlive the
 * EventLoop's thread, on which all requests are worked. There is nothing else for the host to call.
 *
 * With a latency, a request is carried out when the device takes it, and its completion is held
 * until that time is over, so that a guest's task really sleeps, as it would for a disk. The
 * completions come in the order in which they are due, at most kMaxInFlight wait for each queue;
 * what the guest has queued beyond that waits in the queue. After a reset none of them comes.
 */
#pragma once

#include <chrono>
#include <cstdint>

#include "vmm/base/result.h"
#include "vmm/pci/pci_host.h"
#include "vmm/virtio/virtio_pci.h"

namespace ktstr {

struct BlockOptions {
	static constexpr unsigned kMaxQueues = 8;
	static constexpr unsigned kMaxInFlight = 32; /* of each queue, with a latency */
	static constexpr std::chrono::seconds kMaxLatency{120};

	uint64_t bytes;	     /* a multiple of 512 */
	unsigned queues = 1; /* 1 to kMaxQueues */
	std::chrono::microseconds latency = {};
	uint64_t quick_bytes = 0; /* reads from the first so many have no latency */
};

/**
 * Adds the device to @pci, and its doorbells and timer to the loop, which has not started yet.
 * Errors: EINVAL for options that cannot be, and what the memory file meets.
 */
Result<void> add_virtio_block(PciHost &pci, const VirtioHost &host, const BlockOptions &options);

} /* namespace ktstr */
