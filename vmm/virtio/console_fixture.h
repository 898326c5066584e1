/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For tests and fuzz targets only: a VirtioConsole in a machine without vCPUs, and a driver that
 * has set up its six queues as Linux does.
 */
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "vmm/virtio/console.h"
#include "vmm/virtio/console_registers.h"
#include "vmm/virtio/test_driver.h"

namespace ktstr {

struct ConsoleFixture {
	static constexpr unsigned kSlot = 1;
	static constexpr uint64_t kRings = 0x100000;   /* 0x10000 for each queue */
	static constexpr uint64_t kBuffers = 0x800000; /* 0x100000 for each queue */
	static constexpr uint64_t kFeatures = kVirtioFeatureVersion1 | kVirtioFeatureEventIndex |
					      kConsoleFeatureSize | kConsoleFeatureMultiport;
	static constexpr uint16_t kBufferSize = 4096;

	ConsoleFixture()
		: console(std::move(VirtioConsole::create(pci, memory, msi, doorbells, loop,
							  [this](ConsolePort port,
								 std::span<const std::byte> bytes) {
								  return take(port, bytes);
							  }))
				  .value()),
		  driver(pci, memory, loop, doorbells)
	{}

	bool take(ConsolePort port, std::span<const std::byte> bytes)
	{
		if (refuse)
			return false;
		calls++;
		if (!keep)
			return true;
		if (echo && !console->input(port, bytes))
			return false;
		output[unsigned(port)].append(reinterpret_cast<const char *>(bytes.data()),
					      bytes.size());
		return true;
	}

	/** Everything that a driver does up to DRIVER_OK. */
	void start(uint64_t features = kFeatures)
	{
		driver.enable(kSlot);
		KTSTR_ASSERT(driver.negotiate(features));
		driver.set_bar<uint16_t>(kCommonConfigVector, 0);
		for (uint16_t i = 0; i < 6; i++)
			queues[i] = driver.make_queue(i, kRings + 0x10000 * i);
		driver.driver_ok();
	}
	/** Gives the device one buffer to write to. */
	void give(unsigned queue, uint32_t size = kBufferSize)
	{
		TestQueue &q = queues[queue];
		uint16_t slot = q.available % q.size;
		q.descriptor(slot, buffer(queue, slot), size, TestQueue::kWrite);
		q.publish(slot);
	}
	void send(unsigned queue, std::string_view bytes)
	{
		TestQueue &q = queues[queue];
		uint16_t slot = q.available % q.size;
		KTSTR_ASSERT(
			memory.write_bytes(buffer(queue, slot), std::as_bytes(std::span(bytes))));
		q.descriptor(slot, buffer(queue, slot), uint32_t(bytes.size()), 0);
		q.publish(slot);
	}
	/** What the device wrote to the next used buffer; "" if it used none. */
	std::string receive(unsigned queue)
	{
		TestQueue &q = queues[queue];
		if (q.used() == q.seen)
			return "";
		uint16_t slot = q.seen % q.size;
		std::string bytes(std::min<uint32_t>(q.used_length(q.seen), kBufferSize), 0);
		q.seen++;
		KTSTR_ASSERT(memory.read_bytes(buffer(queue, slot),
					       std::as_writable_bytes(std::span(bytes))));
		return bytes;
	}
	void control(uint32_t id, uint16_t event, uint16_t value)
	{
		ConsoleControl message = {id, event, value};
		send(kControlTransmitQueue,
		     std::string_view(reinterpret_cast<char *>(&message), sizeof(message)));
		driver.kick(kControlTransmitQueue);
	}
	/** Linux's handshake, with both ports opened. */
	void handshake()
	{
		for (unsigned i = 0; i < 16; i++)
			give(kControlReceiveQueue);
		control(0xffffffff, kConsoleDeviceReady, 1);
		for (uint32_t port = 0; port < 2; port++) {
			control(port, kConsolePortReady, 1);
			control(port, kConsolePortOpen, 1);
		}
		while (!receive(kControlReceiveQueue).empty())
			give(kControlReceiveQueue);
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
	std::string output[2];
	unsigned calls = 0;
	bool refuse = false;
	bool echo = false;
	bool keep = true; /* keep the output; fuzz targets do not need it */
	std::unique_ptr<VirtioConsole> console;
	TestDriver driver;
	TestQueue queues[6] = {};
};

} /* namespace ktstr */
