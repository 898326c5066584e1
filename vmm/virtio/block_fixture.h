/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For tests and fuzz targets only: a virtio block device in a machine without vCPUs, and a driver
 * that has set up its queues as Linux does, each with its own vector.
 */
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "vmm/virtio/block.h"
#include "vmm/virtio/block_registers.h"
#include "vmm/virtio/test_driver.h"

namespace ktstr {

struct BlockFixture {
	static constexpr unsigned kSlot = 1;
	static constexpr uint64_t kRings = 0x100000;	/* 0x10000 for each queue */
	static constexpr uint64_t kHeaders = 0x400000;	/* 0x10000 for each queue */
	static constexpr uint64_t kStatuses = 0x500000; /* 0x1000 for each queue */
	static constexpr uint64_t kData = 0x800000;	/* for the tests' own data */
	static constexpr uint64_t kFeatures = kVirtioFeatureVersion1 | kVirtioFeatureEventIndex |
					      kBlockFeatureFlush | kBlockFeatureMq;
	static constexpr uint8_t kUntouched = 0xee;

	struct Data {
		uint64_t address;
		uint32_t length;
		bool writable;
	};

	explicit BlockFixture(const BlockOptions &device_options) : options(device_options)
	{
		add_virtio_block(pci, {memory, msi, doorbells, loop}, options).value();
	}

	/** Everything that a driver does up to DRIVER_OK. */
	void start(uint64_t features = kFeatures)
	{
		driver.enable(kSlot);
		for (uint32_t vector = 2; vector <= options.queues; vector++) {
			uint64_t entry = kBarMsixTable + 16 * vector;
			driver.set_bar<uint32_t>(entry, 0xfee00000);
			driver.set_bar<uint32_t>(entry + 8, 0x40 + vector);
			driver.set_bar<uint32_t>(entry + 12, 0);
		}
		KTSTR_ASSERT(driver.negotiate(features));
		driver.set_bar<uint16_t>(kCommonConfigVector, 0);
		for (uint16_t i = 0; i < options.queues; i++) {
			queues[i] = driver.make_queue(i, kRings + 0x10000 * i);
			driver.set_bar<uint16_t>(kCommonQueueVector, uint16_t(1 + i));
			next_descriptor[i] = 0;
		}
		driver.driver_ok();
	}
	/**
	 * Queues a request: header, @data, status. Returns its head; does not ring the doorbell.
	 */
	uint16_t request(unsigned queue, uint32_t type, uint64_t sector,
			 std::vector<Data> data = {})
	{
		uint16_t head = next(queue);
		BlockHeader header = {type, 0, sector};
		KTSTR_ASSERT(memory.write(header_address(queue, head), header));
		KTSTR_ASSERT(memory.write(status_address(queue, head), kUntouched));
		data.insert(data.begin(), {header_address(queue, head), sizeof(header), false});
		data.push_back({status_address(queue, head), 1, true});
		chain(queue, head, data);
		return head;
	}
	/** Builds a chain of exactly these parts, from descriptor @head on. */
	void chain(unsigned queue, uint16_t head, const std::vector<Data> &parts)
	{
		TestQueue &q = queues[queue];
		uint16_t index = head;
		for (size_t i = 0; i < parts.size(); i++) {
			bool last = i + 1 == parts.size();
			uint16_t flags = (parts[i].writable ? TestQueue::kWrite : 0) |
					 (last ? 0 : TestQueue::kNext);
			uint16_t following = last ? uint16_t(0) : next(queue);
			q.descriptor(index, parts[i].address, parts[i].length, flags, following);
			index = following;
		}
		q.publish(head);
	}
	uint16_t next(unsigned queue) { return next_descriptor[queue]++ % queues[queue].size; }
	/** Queues a request, rings the doorbell, returns the status. */
	uint8_t run(unsigned queue, uint32_t type, uint64_t sector, std::vector<Data> data = {})
	{
		uint16_t head = request(queue, type, sector, std::move(data));
		driver.kick(queue);
		return status(queue, head);
	}
	uint8_t status(unsigned queue, uint16_t head) const
	{
		uint8_t value = 0;
		KTSTR_ASSERT(memory.read(status_address(queue, head), &value));
		return value;
	}
	/** Length in the newest used entry. */
	uint32_t written(unsigned queue) const
	{
		return queues[queue].used_length(uint16_t(queues[queue].used() - 1));
	}
	uint64_t header_address(unsigned queue, uint16_t head) const
	{
		return kHeaders + 0x10000 * queue + 16 * head;
	}
	uint64_t status_address(unsigned queue, uint16_t head) const
	{
		return kStatuses + 0x1000 * queue + head;
	}
	void put(uint64_t address, std::string_view bytes)
	{
		KTSTR_ASSERT(memory.write_bytes(address, std::as_bytes(std::span(bytes))));
	}
	std::string get(uint64_t address, size_t size) const
	{
		std::string bytes(size, 0);
		KTSTR_ASSERT(memory.read_bytes(address, std::as_writable_bytes(std::span(bytes))));
		return bytes;
	}

	BlockOptions options;
	GuestMemory memory = std::move(GuestMemory::create(64 << 20)).value();
	FakeMsi msi;
	FakeDoorbells doorbells;
	FakeLoop loop;
	PciHost pci;
	TestDriver driver{pci, memory, loop, doorbells};
	TestQueue queues[BlockOptions::kMaxQueues] = {};
	uint16_t next_descriptor[BlockOptions::kMaxQueues] = {};
};

} /* namespace ktstr */
