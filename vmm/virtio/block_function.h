/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BlockFunction: the device behind add_virtio_block() (vmm/virtio/block.h): its queues, and the
 * completions that wait for their time. Owned by PciHost. Everything is under the transport's
 * lock_, and worked on the loop's thread, but for configuration and reset, which vCPUs bring.
 */
#pragma once

#include <array>

#include "vmm/virtio/block.h"
#include "vmm/virtio/block_disk.h"
#include "vmm/virtio/block_request.h"
#include "vmm/virtio/virtio_pci.h"

namespace ktstr {

class BlockFunction : public VirtioPci {
public:
	BlockFunction(const VirtioHost &host, BlockDisk disk, const BlockOptions &options);
	/** While wiring, after VirtioPci::prepare(): the timer, if there is a latency. */
	Result<void> prepare_timer();

	const char *name() const override { return "virtio-block"; }

private:
	/** A request that was carried out, and that the driver hears of at @due_ns. */
	struct Completion {
		uint64_t due_ns; /* CLOCK_MONOTONIC */
		BlockAnswer answer;
		uint16_t queue;
		uint16_t head;
	};
	/** All take equally long, so a ring has them in the order in which they are due. */
	struct State {
		uint32_t first;
		uint32_t count;
		std::array<uint16_t, BlockOptions::kMaxQueues> in_flight;
		std::array<Completion, BlockOptions::kMaxQueues * BlockOptions::kMaxInFlight> ring;
	};

	void read_device_config(uint64_t offset, std::span<std::byte> data) override;
	void work_queue(unsigned index) override;
	void device_reset() override;

	void finish(Virtqueue &queue, uint16_t head, const BlockAnswer &answer);
	void postpone(unsigned index, uint16_t head, const BlockAnswer &answer);
	void deliver();
	void arm_timer(uint64_t due_ns);

	GuestMemory &guest_;
	BlockDisk disk_;
	const uint16_t queues_;
	const uint64_t latency_ns_;
	const uint64_t quick_sectors_; /* at the begin of the disk, read without latency */
	UniqueFd timer_;
	DescriptorChain chain_; /* only spares allocations */
	State block_ = {};
};

} /* namespace ktstr */
