/* SPDX-License-Identifier: GPL-2.0 */
/*
 * VirtioPci: the modern PCI transport (VIRTIO v1.2 §4.1) under one virtio device. A device derives
 * from it, names its features and queues, and processes the queues when they are kicked.
 *
 * vCPU threads access registers; the EventLoop's thread processes queues. One lock, lock_, protects
 * the state of transport and device; the virtual methods below are called with it held. KVM turns a
 * doorbell write into an eventfd signal that the loop waits for. A doorbell rung through the PCI
 * configuration access capability signals the same eventfd.
 *
 * There are two MSI-X vectors: one for configuration changes, one for all queues. A driver that
 * asks for one vector per queue falls back to that on its own (Linux: vp_find_vqs()); setting up
 * each vector would cost it several exits. A device whose queues should interrupt different CPUs
 * asks for more. Bus mastering is not checked: a queue works once it is enabled.
 */
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "vmm/event_loop.h"
#include "vmm/guest_memory.h"
#include "vmm/interrupts.h"
#include "vmm/pci/msix.h"
#include "vmm/pci/pci_function.h"
#include "vmm/virtio/virtqueue.h"

namespace ktstr {

/** What a virtio device needs from the machine. All of it outlives the device. */
struct VirtioHost {
	GuestMemory &memory;
	MsiRouter &msi;
	DoorbellRegistrar &doorbells;
	EventLoop &loop;
};

struct VirtioIdentity {
	uint16_t device_id;  /* VIRTIO v1.2 §5 */
	uint32_t class_code; /* PCI */
	uint64_t features;   /* the device's own; the transport adds more */
	std::vector<uint16_t> queue_sizes;
	uint32_t config_size; /* size of the device-specific configuration in bytes */
	unsigned vectors = 2; /* MSI-X; at most Msix::kMaxVectors */
};

class VirtioPci : public PciFunction {
public:
	static constexpr unsigned kMaxQueues = 17;

	struct State {
		uint32_t device_feature_select;
		uint32_t driver_feature_select;
		uint64_t driver_features;
		bool alien_features; /* the driver set a bit beyond the first 64 */
		uint16_t config_vector;
		uint16_t queue_select;
		uint8_t status;
		uint8_t generation;
		uint8_t isr;
		std::array<VirtqueueState, kMaxQueues> queues;
	};

	/** While wiring, before PciHost::add(): allocates vectors and eventfds. */
	Result<void> prepare();

	void read_bar(unsigned bar, uint64_t offset, std::span<std::byte> data) override;
	void write_bar(unsigned bar, uint64_t offset, std::span<const std::byte> data) override;
	Result<void> placed() override;

protected:
	VirtioPci(const VirtioHost &host, const VirtioIdentity &identity);

	virtual void read_device_config(uint64_t offset, std::span<std::byte> data) = 0;
	/** Queue @index has work. On the loop's thread, only between DRIVER_OK and reset. */
	virtual void work_queue(unsigned index) = 0;
	/** DRIVER_OK was set. On a vCPU thread. Every enabled queue is processed soon after. */
	virtual void driver_ready() {}
	virtual void device_reset() = 0;

	/* Call with lock_ held. */
	bool running() const;
	bool negotiated(uint64_t feature) const { return state_.driver_features & feature; }
	bool queue_enabled(unsigned index) const { return state_.queues[index].enabled; }
	Virtqueue queue(unsigned index) { return {memory_, state_.queues[index]}; }
	/** Interrupts the driver if it asked to hear of what queue @index completed. */
	void notify_driver(unsigned index);
	/** Tells the driver that the device-specific configuration changed. */
	void config_changed();
	/** The driver violated a rule: the device does no more work until a reset (§2.1.2). */
	void needs_reset();
	/** Makes the loop's thread call work_queue(@index). Needs no lock. */
	void kick(unsigned index);

	mutable std::mutex lock_;
	EventLoop &loop_;

private:
	void after_config_write(uint8_t offset, size_t size) override;
	void before_config_read(uint8_t offset, size_t size) override;
	bool window(uint8_t offset, size_t size, uint64_t *bar_offset, size_t *length) const;
	void add_capabilities(uint32_t config_size);

	void read_common(uint64_t offset, std::span<std::byte> data);
	void write_common(uint64_t offset, std::span<const std::byte> data);
	void write_queue(uint64_t offset, uint64_t value);
	void write_status(uint8_t value);
	void write_driver_features(uint32_t value);
	void enable_queue(VirtqueueState &queue);
	void reset_registers();
	void signal(uint16_t vector, uint8_t isr);
	void doorbell(unsigned index);

	GuestMemory &memory_;
	DoorbellRegistrar &doorbells_;
	const std::vector<uint16_t> queue_sizes_;
	const uint64_t features_;
	const uint32_t config_size_;
	Msix msix_;
	std::vector<UniqueFd> events_;
	uint8_t msix_capability_ = 0;
	uint8_t window_capability_ = 0;
	State state_ = {};
};

} /* namespace ktstr */
