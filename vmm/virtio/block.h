/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A block device (VIRTIO v1.2 §5.2; Linux: vda) over PCI on a memory file. The disk starts as
 * zeros, takes only the host memory that the guest has touched, and vanishes with the machine.
 *
 * Machine adds it to PciHost while wiring. PciHost then owns it and must outlive the EventLoop's
 * thread, which processes all requests. The host has nothing else to call.
 *
 * With a latency, the device carries out a request when it takes it and holds the completion until
 * the latency has passed, so that a guest task really sleeps, as with a real disk. Completions
 * arrive in due order. At most kMaxInFlight are held per queue; further requests wait in the queue.
 * A reset discards them all.
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
	static constexpr unsigned kMaxInFlight = 32; /* per queue, with a latency */
	static constexpr std::chrono::seconds kMaxLatency{120};

	uint64_t bytes;	     /* a multiple of 512 */
	unsigned queues = 1; /* 1 to kMaxQueues */
	std::chrono::microseconds latency = {};
	uint64_t quick_bytes = 0; /* reads of the first quick_bytes skip the latency */
};

/**
 * Adds the device to @pci, and its doorbells and timer to the loop, which must not have started.
 * Errors: EINVAL for invalid options, and errors of the memory file.
 */
Result<void> add_virtio_block(PciHost &pci, const VirtioHost &host, const BlockOptions &options);

} /* namespace ktstr */
