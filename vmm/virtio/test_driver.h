/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For tests and fuzz targets only: the machine around a virtio device without KVM (an event loop
 * that runs on demand, recorders for interrupts and doorbells), and TestDriver, which acts as the
 * guest through the same ports, BARs and rings. One thread.
 */
#pragma once

#include <poll.h>

#include <deque>
#include <string>
#include <vector>

#include "vmm/event_loop.h"
#include "vmm/guest_memory.h"
#include "vmm/interrupts.h"
#include "vmm/pci/pci_host.h"
#include "vmm/virtio/virtio_registers.h"

namespace ktstr {

/** run() runs posted work and ready descriptors until none is left. */
class FakeLoop : public EventLoop {
public:
	Result<void> add(const UniqueFd &fd, uint32_t, std::function<void(uint32_t)> ready) override
	{
		watched_.push_back({fd.get(), std::move(ready)});
		return {};
	}
	void post(std::function<void()> work) override { work_.push_back(std::move(work)); }
	Result<void> start() override { return {}; }
	void stop() override {}

	/** @wait_ms: how long to wait for the first event. */
	void run(int wait_ms = 0)
	{
		for (unsigned rounds = 0; rounds < 1000; rounds++) {
			while (!work_.empty()) {
				auto work = std::move(work_.front());
				work_.pop_front();
				work();
			}
			std::vector<pollfd> fds;
			for (const Watched &w : watched_)
				fds.push_back({w.fd, POLLIN, 0});
			int n = poll(fds.data(), fds.size(), rounds ? 0 : wait_ms);
			for (size_t i = 0; i < fds.size(); i++)
				if (fds[i].revents)
					watched_[i].ready(POLLIN);
			if (n <= 0 && work_.empty())
				return;
		}
	}

private:
	struct Watched {
		int fd;
		std::function<void(uint32_t)> ready;
	};
	std::vector<Watched> watched_;
	std::deque<std::function<void()>> work_;
};

class FakeMsi : public MsiRouter {
public:
	Result<uint32_t> allocate() override
	{
		messages.push_back({});
		signals.push_back(0);
		return uint32_t(messages.size() - 1);
	}
	void route(uint32_t vector, const MsiMessage &message) override
	{
		routes++;
		messages[vector] = message;
	}
	void signal(uint32_t vector) override { signals[vector]++; }

	std::vector<MsiMessage> messages;
	std::vector<unsigned> signals;
	unsigned routes = 0;
};

class FakeDoorbells : public DoorbellRegistrar {
public:
	Result<void> bind(uint64_t address, const UniqueFd &event) override
	{
		bound.push_back({address, event.get()});
		return {};
	}
	/** What KVM does on a write to @address; false: there is no doorbell. */
	bool ring(uint64_t address)
	{
		for (auto [where, fd] : bound) {
			uint64_t one = 1;
			if (where == address)
				return write(fd, &one, sizeof(one)) == sizeof(one);
		}
		return false;
	}

	std::vector<std::pair<uint64_t, int>> bound;
};

/** The driver's side of one queue, with its rings at a fixed place. */
struct TestQueue {
	static constexpr uint16_t kNext = 1, kWrite = 2, kIndirect = 4;

	GuestMemory *memory;
	uint64_t base; /* descriptors; available at +0x1000, used at +0x2000 */
	uint16_t size;
	uint16_t available = 0;
	uint16_t seen = 0;

	void descriptor(uint16_t index, uint64_t address, uint32_t length, uint16_t flags,
			uint16_t next = 0)
	{
		(void)memory->write(base + index * 16, address);
		(void)memory->write(base + index * 16 + 8, length);
		(void)memory->write(base + index * 16 + 12, flags);
		(void)memory->write(base + index * 16 + 14, next);
	}
	void publish(uint16_t head)
	{
		(void)memory->write(base + 0x1004 + 2 * (available % size), head);
		set_available(uint16_t(available + 1));
	}
	void set_available(uint16_t index)
	{
		available = index;
		(void)memory->write(base + 0x1002, available);
	}
	/** Requests an interrupt once the used index passes @index. */
	void set_used_event(uint16_t index)
	{
		(void)memory->write(base + 0x1004 + 2 * size, index);
	}
	uint16_t available_event() const { return load(base + 0x2004 + 8 * size); }
	uint16_t used() const { return load(base + 0x2002); }
	uint32_t used_length(uint16_t index) const
	{
		uint32_t length = 0;
		(void)memory->read(base + 0x2004 + 8 * (index % size) + 4, &length);
		return length;
	}
	uint16_t load(uint64_t address) const
	{
		uint16_t value = 0;
		(void)memory->read(address, &value);
		return value;
	}
};

class TestDriver {
public:
	TestDriver(PciHost &pci, GuestMemory &memory, FakeLoop &loop, FakeDoorbells &doorbells)
		: memory_(memory), loop_(loop), doorbells_(doorbells), ecam_(pci.ecam()),
		  window_(pci.mmio_window())
	{}

	template <typename T = uint32_t>
	T config(unsigned slot, unsigned reg)
	{
		T value;
		ecam_->read(slot << 15 | reg, bytes(&value));
		return value;
	}
	template <typename T>
	void set_config(unsigned slot, unsigned reg, T value)
	{
		ecam_->write(slot << 15 | reg, bytes(&value));
	}
	template <typename T>
	T bar(uint64_t offset)
	{
		T value;
		window_->read(bar_ - PciHost::kWindowBase + offset, bytes(&value));
		return value;
	}
	template <typename T>
	void set_bar(uint64_t offset, T value)
	{
		window_->write(bar_ - PciHost::kWindowBase + offset, bytes(&value));
	}

	/** Enables memory and MSI-X, with every vector unmasked. */
	void enable(unsigned slot)
	{
		slot_ = slot;
		bar_ = config(slot, 0x10);
		set_config<uint16_t>(slot, 0x04, 0x0006);
		unsigned control = config<uint8_t>(slot, 0x34) + 2;
		uint32_t last = config<uint16_t>(slot, control) & 0x7ff;
		for (uint32_t vector = 0; vector <= last; vector++) {
			set_bar<uint32_t>(kBarMsixTable + 16 * vector, 0xfee00000);
			set_bar<uint32_t>(kBarMsixTable + 16 * vector + 4, 0);
			set_bar<uint32_t>(kBarMsixTable + 16 * vector + 8, 0x40 + vector);
			set_bar<uint32_t>(kBarMsixTable + 16 * vector + 12, 0);
		}
		set_config<uint16_t>(slot, control, 0x8000);
	}
	/** Driver setup up to FEATURES_OK; returns whether the device kept that bit. */
	bool negotiate(uint64_t features)
	{
		set_bar<uint8_t>(kCommonStatus, 0);
		set_bar<uint8_t>(kCommonStatus, kVirtioAcknowledge | kVirtioDriver);
		for (uint32_t half = 0; half < 2; half++) {
			set_bar<uint32_t>(kCommonDriverFeatureSelect, half);
			set_bar<uint32_t>(kCommonDriverFeature, uint32_t(features >> 32 * half));
		}
		set_bar<uint8_t>(kCommonStatus, 11);
		return bar<uint8_t>(kCommonStatus) & kVirtioFeaturesOk;
	}
	TestQueue make_queue(uint16_t index, uint64_t base, uint16_t vector = 1)
	{
		set_bar<uint16_t>(kCommonQueueSelect, index);
		uint16_t size = bar<uint16_t>(kCommonQueueSize);
		std::vector<std::byte> zero(0x3000);
		(void)memory_.write_bytes(base, zero);
		for (unsigned ring = 0; ring < 3; ring++) {
			uint64_t address = base + 0x1000 * ring;
			set_bar<uint32_t>(kCommonQueueDescriptors + 8 * ring, uint32_t(address));
			set_bar<uint32_t>(kCommonQueueDescriptors + 8 * ring + 4,
					  uint32_t(address >> 32));
		}
		set_bar<uint16_t>(kCommonQueueVector, vector);
		set_bar<uint16_t>(kCommonQueueEnable, 1);
		return TestQueue{&memory_, base, size};
	}
	void driver_ok()
	{
		set_bar<uint8_t>(kCommonStatus, 15);
		loop_.run();
	}
	uint8_t status() { return bar<uint8_t>(kCommonStatus); }
	/** Rings a queue's doorbell as KVM would, and runs the device. */
	void kick(unsigned queue)
	{
		doorbells_.ring(bar_ + kBarNotify + kNotifyMultiplier * queue);
		loop_.run();
	}
	uint64_t bar_address() const { return bar_; }
	Device &window() { return *window_; }

private:
	template <typename T>
	static std::span<std::byte> bytes(T *value)
	{
		return std::as_writable_bytes(std::span(value, 1));
	}

	GuestMemory &memory_;
	FakeLoop &loop_;
	FakeDoorbells &doorbells_;
	std::shared_ptr<Device> ecam_;
	std::shared_ptr<Device> window_;
	unsigned slot_ = 0;
	uint64_t bar_ = 0;
};

} /* namespace ktstr */
