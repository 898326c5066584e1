/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For tests and fuzz targets only: a VirtioNet in a machine without vCPUs, and a driver that has
 * set up its queues as Linux does, each with its own vector.
 */
#pragma once

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "vmm/virtio/net.h"
#include "vmm/virtio/net_registers.h"
#include "vmm/virtio/test_driver.h"

namespace ktstr {

struct NetFixture {
	static constexpr unsigned kSlot = 1;
	static constexpr unsigned kPairs = 2;
	static constexpr unsigned kQueues = 2 * kPairs + 1;
	static constexpr unsigned kControl = net_control_queue(kPairs);
	static constexpr uint64_t kRings = 0x100000;   /* 0x10000 for each queue */
	static constexpr uint64_t kBuffers = 0x800000; /* 0x100000 for each queue */
	static constexpr uint64_t kFeatures = kVirtioFeatureVersion1 | kVirtioFeatureEventIndex |
					      kNetFeatureMtu | kNetFeatureMac | kNetFeatureStatus |
					      kNetFeatureControlQueue | kNetFeatureMultiqueue;
	static constexpr uint32_t kBufferSize = sizeof(NetHeader) + 1518; /* as in Linux */

	NetFixture()
		: net(std::move(VirtioNet::create(pci, memory, msi, doorbells, loop, kPairs))
			      .value()),
		  driver(pci, memory, loop, doorbells)
	{}

	/** A frame that differs for every @number. */
	static std::string frame(unsigned number, size_t length = 60)
	{
		std::string bytes(length, char('a' + number % 26));
		memcpy(bytes.data(), &number, std::min(length, sizeof(number)));
		return bytes;
	}
	/** What a receive buffer then holds; its header has no flags, no GSO, one buffer. */
	static std::string received(const std::string &frame)
	{
		return std::string("\0\0\0\0\0\0\0\0\0\0\1\0", sizeof(NetHeader)) + frame;
	}
	/** The vector that start() assigns to a queue; 0 is for configuration changes. */
	static constexpr uint16_t vector(unsigned queue) { return uint16_t(queue + 1); }
	/** Everything that a driver does up to DRIVER_OK. */
	void start(uint64_t features = kFeatures)
	{
		driver.enable(kSlot);
		KTSTR_ASSERT(driver.negotiate(features));
		driver.set_bar<uint16_t>(kCommonConfigVector, 0);
		for (uint16_t i = 0; i < kQueues; i++)
			queues[i] = driver.make_queue(i, kRings + 0x10000 * i, vector(i));
		driver.driver_ok();
	}
	/** Gives the device one buffer to write to. */
	void give(unsigned pair, uint32_t size = kBufferSize)
	{
		unsigned queue = net_receive_queue(pair);
		TestQueue &q = queues[queue];
		uint16_t slot = q.available % q.size;
		q.descriptor(slot, buffer(queue, slot), size, TestQueue::kWrite);
		q.publish(slot);
	}
	/** Queues @bytes as the next buffer to transmit; does not kick. */
	void put(unsigned pair, std::string_view bytes)
	{
		unsigned queue = net_transmit_queue(pair);
		TestQueue &q = queues[queue];
		uint16_t slot = q.available % q.size;
		KTSTR_ASSERT(
			memory.write_bytes(buffer(queue, slot), std::as_bytes(std::span(bytes))));
		q.descriptor(slot, buffer(queue, slot), uint32_t(bytes.size()), 0);
		q.publish(slot);
	}
	void put_frame(unsigned pair, std::string_view frame)
	{
		put(pair, std::string(sizeof(NetHeader), 0).append(frame));
	}
	void send(unsigned pair, std::string_view frame)
	{
		put_frame(pair, frame);
		driver.kick(net_transmit_queue(pair));
	}
	/** What the device wrote to the next used buffer, header included; "" if it used none. */
	std::string receive(unsigned pair)
	{
		unsigned queue = net_receive_queue(pair);
		TestQueue &q = queues[queue];
		if (q.used() == q.seen)
			return "";
		uint16_t slot = q.seen % q.size;
		std::string bytes(std::min(q.used_length(q.seen), kBufferSize), 0);
		q.seen++;
		KTSTR_ASSERT(memory.read_bytes(buffer(queue, slot),
					       std::as_writable_bytes(std::span(bytes))));
		return bytes;
	}
	/**
	 * Sends @message on control queue @queue; returns the answer, or 0xff if there was none.
	 */
	uint8_t control(std::string_view message, unsigned queue = kControl)
	{
		TestQueue &q = queues[queue];
		uint64_t at = buffer(queue, 0), answer = buffer(queue, 1);
		KTSTR_ASSERT(memory.write_bytes(at, std::as_bytes(std::span(message))));
		KTSTR_ASSERT(memory.write(answer, uint8_t(0xff)));
		q.descriptor(0, at, uint32_t(message.size()), TestQueue::kNext, 1);
		q.descriptor(1, answer, 1, TestQueue::kWrite);
		q.publish(0);
		driver.kick(queue);
		uint8_t value = 0xff;
		KTSTR_ASSERT(memory.read(answer, &value));
		return value;
	}
	uint8_t set_pairs(uint16_t pairs, unsigned queue = kControl)
	{
		const char message[] = {kNetControlMultiqueue, kNetControlSetPairs, char(pairs),
					char(pairs >> 8)};
		return control(std::string_view(message, sizeof(message)), queue);
	}
	uint64_t buffer(unsigned queue, uint16_t slot) const
	{
		return kBuffers + 0x100000 * queue + 0x1000 * slot;
	}

	GuestMemory memory = std::move(GuestMemory::create(64 << 20)).value();
	FakeMsi msi;
	FakeDoorbells doorbells;
	FakeLoop loop;
	PciHost pci;
	std::unique_ptr<VirtioNet> net;
	TestDriver driver;
	TestQueue queues[kQueues] = {};
};

} /* namespace ktstr */
