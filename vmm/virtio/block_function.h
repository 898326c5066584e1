/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BlockFunction: the device behind add_virtio_block() (vmm/virtio/block.h): its queues and the
 * completions that wait for their time. PciHost owns it. The transport's lock_ protects all state.
 * Everything runs on the loop's thread, except configuration and reset, which run on vCPU threads.
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
	/** While wiring, after VirtioPci::prepare(): creates the timer if there is a latency. */
	Result<void> prepare_timer();

	const char *name() const override { return "virtio-block"; }

private:
	/** A request that has been carried out; the driver hears of it at @due_ns. */
	struct Completion {
		uint64_t due_ns; /* CLOCK_MONOTONIC */
		BlockAnswer answer;
		uint16_t queue;
		uint16_t head;
	};
	/** All requests take equally long, so a ring keeps them in due order. */
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
	const uint64_t
		quick_sectors_; /* sectors at the start of the disk that are read without latency */
	UniqueFd timer_;
	DescriptorChain chain_; /* reused to avoid allocations */
	State block_ = {};
};

} /* namespace ktstr */
