/* SPDX-License-Identifier: GPL-2.0 */
/*
 * VirtioNetFunction: the device behind VirtioNet (vmm/virtio/net.h): its queues and the control
 * commands (VIRTIO v1.2 §5.1.6.5). PciHost and VirtioNet share ownership. The transport's lock_
 * protects all state.
 */
#pragma once

#include <array>

#include "vmm/virtio/net.h"
#include "vmm/virtio/net_registers.h"
#include "vmm/virtio/virtio_pci.h"

namespace ktstr {

class VirtioNetFunction : public VirtioPci {
public:
	/** @pairs: 1..VirtioNet::kMaxPairs. */
	VirtioNetFunction(const VirtioHost &host, unsigned pairs);

	const char *name() const override { return "virtio-net"; }

	NetCounters counters() const;

private:
	static constexpr size_t kEthernetHeader = 14;
	static constexpr size_t kVlanTag = 4;
	static constexpr size_t kMaxFrame = kEthernetHeader + kVlanTag + VirtioNet::kMtu;

	struct State {
		unsigned active_pairs;
		NetCounters counters;
	};

	void read_device_config(uint64_t offset, std::span<std::byte> data) override;
	void work_queue(unsigned index) override;
	void driver_ready() override;
	void device_reset() override;

	bool is_control(unsigned index) const;
	Virtqueue::Next next_chain(Virtqueue &queue);
	void loop_back(unsigned pair);
	size_t take_frame(const Virtqueue &queue);
	void deliver(unsigned pair, size_t length);
	void receive_control(unsigned index);
	uint8_t handle_control(const Virtqueue &queue);

	const unsigned pairs_;
	DescriptorChain chain_; /* reused to avoid allocations */
	std::array<std::byte, sizeof(NetHeader) + kMaxFrame> frame_; /* with its header */
	State net_ = {};
};

} /* namespace ktstr */
