/* SPDX-License-Identifier: GPL-2.0 */
/*
 * VirtioConsoleFunction: the device behind VirtioConsole (vmm/virtio/console.h): its queues, the
 * control protocol (VIRTIO v1.2 §5.3.6) and the host's input. PciHost and VirtioConsole share
 * ownership.
 *
 * The transport's lock_ protects the device's state and is held while the output callback runs.
 * Host input has its own lock, so that the callback may send input. Lock order: lock_, then
 * input_lock_.
 *
 * Pending control messages to the guest are one bit set per port, sent in a fixed order. A guest
 * that keeps asking without supplying buffers therefore grows nothing.
 */
#pragma once

#include <array>
#include <mutex>
#include <vector>

#include "vmm/virtio/console.h"
#include "vmm/virtio/virtio_pci.h"

namespace ktstr {

class VirtioConsoleFunction : public VirtioPci {
public:
	VirtioConsoleFunction(const VirtioHost &host, VirtioConsole::Output output);
	/** While wiring, after VirtioPci::prepare(): creates the retry timer. */
	Result<void> prepare_timer();

	const char *name() const override { return "virtio-console"; }

	bool input(unsigned port, std::span<const std::byte> bytes);
	/** On the loop's thread. */
	void resize(uint16_t columns, uint16_t rows);

private:
	static constexpr unsigned kPorts = VirtioConsole::kPorts;

	struct Port {
		bool guest_open;
		bool announced; /* the guest sent PORT_READY */
		bool refused;	/* output waits for the retry timer */
		uint8_t due;	/* pending control messages: bits of enum Due */
		uint32_t sent;	/* bytes of the front chain that the host has taken */
	};
	struct State {
		uint16_t columns;
		uint16_t rows;
		std::array<Port, kPorts> ports;
	};
	/** Bytes from the host that the guest has not received yet: one ring per port. */
	struct Input {
		uint32_t head;
		uint32_t count;
		std::array<std::byte, VirtioConsole::kInputCapacity> bytes;
	};

	void read_device_config(uint64_t offset, std::span<std::byte> data) override;
	void work_queue(unsigned index) override;
	void driver_ready() override;
	void device_reset() override;

	bool multiport() const;
	void send_output(unsigned port);
	bool offer(unsigned port, Virtqueue &queue);
	void deliver_input(unsigned port);
	size_t take_input(unsigned port, std::span<std::byte> out);
	void receive_control();
	void handle_control(std::span<const std::byte> message);
	void send_control();
	size_t next_control(std::span<std::byte> out, unsigned *port, uint8_t *bit) const;
	void retry();
	void arm_timer();

	VirtioConsole::Output output_;
	UniqueFd timer_;
	DescriptorChain chain_; /* both are reused to avoid allocations */
	std::vector<std::byte> bounce_;
	State console_ = {};

	std::mutex input_lock_;
	std::array<Input, kPorts> input_ = {};
};

} /* namespace ktstr */
