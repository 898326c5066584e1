/* SPDX-License-Identifier: GPL-2.0 */
/* The block device with a latency: the timer delivers completions. */
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "vmm/virtio/block_fixture.h"

namespace ktstr {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr uint64_t kOut = BlockFixture::kData, kIn = BlockFixture::kData + 0x800000;
constexpr milliseconds kLatency{40};

class BlockLatencyTest : public testing::Test, protected BlockFixture {
protected:
	BlockLatencyTest() : BlockFixture({.bytes = 1 << 20, .queues = 2, .latency = kLatency}) {}

	uint32_t used_head(unsigned queue, unsigned index)
	{
		uint32_t head = ~0u;
		KTSTR_ASSERT(memory.read(queues[queue].base + 0x2004 + 8 * index, &head));
		return head;
	}
	void wait_used(unsigned queue, uint16_t count)
	{
		for (unsigned i = 0; i < 200 && queues[queue].used() != count; i++)
			loop.run(100);
		EXPECT_EQ(queues[queue].used(), count);
	}
};

TEST_F(BlockLatencyTest, CompletionComesWhenItIsDue)
{
	start();
	auto begin = steady_clock::now();
	uint16_t head = request(0, kBlockIn, 0, {{kIn, 512, true}});
	driver.kick(0);
	if (steady_clock::now() - begin < kLatency) { /* otherwise this host overslept */
		EXPECT_EQ(queues[0].used(), 0);
		EXPECT_EQ(status(0, head), kUntouched);
		EXPECT_EQ(msi.signals[1], 0u);
	}
	wait_used(0, 1);
	EXPECT_GE(steady_clock::now() - begin, kLatency);
	EXPECT_EQ(status(0, head), kBlockOk);
	EXPECT_EQ(msi.signals[1], 1u);
	EXPECT_EQ(written(0), 513u);
}

class BlockQuickTest : public testing::Test, protected BlockFixture {
protected:
	BlockQuickTest()
		: BlockFixture({.bytes = 1 << 20,
				.latency = BlockOptions::kMaxLatency,
				.quick_bytes = 4096})
	{}
};

TEST_F(BlockQuickTest, TheBeginOfTheDiskIsReadAtOnce)
{
	start();
	EXPECT_EQ(run(0, kBlockIn, 7, {{kIn, 512, true}}), kBlockOk);
	uint16_t later = request(0, kBlockIn, 8, {{kIn, 512, true}});
	uint16_t write = request(0, kBlockOut, 0, {{kOut, 512, false}});
	uint16_t flush = request(0, kBlockFlush, 0);
	driver.kick(0);
	EXPECT_EQ(queues[0].used(), 1);
	for (uint16_t head : {later, write, flush})
		EXPECT_EQ(status(0, head), kUntouched);
}

TEST_F(BlockLatencyTest, InTheOrderOfDueTimes)
{
	start();
	std::vector<uint16_t> heads;
	for (unsigned i = 0; i < 5; i++)
		heads.push_back(request(1, kBlockFlush, 0));
	driver.kick(1);
	std::this_thread::sleep_for(kLatency / 2);
	request(0, kBlockFlush, 0);
	driver.kick(0);
	for (unsigned i = 0; i < 200 && !queues[0].used(); i++) {
		loop.run(100);
		if (queues[0].used()) {
			EXPECT_EQ(queues[1].used(), 5);
		}
	}
	EXPECT_EQ(queues[0].used(), 1);
	for (unsigned i = 0; i < 5; i++)
		EXPECT_EQ(used_head(1, i), heads[i]);
}

TEST_F(BlockLatencyTest, BoundedInFlightOfEachQueue)
{
	start();
	constexpr unsigned kRequests = 3 * BlockOptions::kMaxInFlight / 2;
	auto begin = steady_clock::now();
	for (unsigned i = 0; i < kRequests; i++)
		request(0, kBlockFlush, 0);
	driver.kick(0);
	request(1, kBlockFlush, 0);
	driver.kick(1);
	wait_used(1, 1); /* the other queue's requests do not block this one */
	wait_used(0, kRequests);
	EXPECT_GE(steady_clock::now() - begin, 2 * kLatency);
	EXPECT_FALSE(driver.status() & kVirtioNeedsReset);
}

TEST_F(BlockLatencyTest, NothingIsWrittenAfterReset)
{
	start();
	put(kOut, std::string(512, 'w'));
	uint16_t out = request(0, kBlockOut, 3, {{kOut, 512, false}});
	driver.kick(0);
	if (queues[0].used())
		GTEST_SKIP() << "this host overslept the latency";
	driver.set_bar<uint8_t>(kCommonStatus, 0);
	std::string before = get(0, 0x700000);
	std::this_thread::sleep_for(2 * kLatency);
	loop.run(100);
	EXPECT_EQ(get(0, 0x700000), before);
	EXPECT_EQ(status(0, out), kUntouched);
	EXPECT_EQ(msi.signals[1], 0u);

	start(); /* the device works again, with no completion pending */
	uint16_t head = request(0, kBlockIn, 3, {{kIn, 512, true}});
	driver.kick(0);
	wait_used(0, 1);
	EXPECT_EQ(status(0, head), kBlockOk);
}

TEST_F(BlockLatencyTest, BrokenQueueStopsCompletions)
{
	start();
	uint16_t head = request(0, kBlockFlush, 0);
	driver.kick(0);
	queues[1].publish(0xffff);
	driver.kick(1);
	if (queues[0].used())
		GTEST_SKIP() << "this host overslept the latency";
	std::this_thread::sleep_for(2 * kLatency);
	loop.run(100);
	EXPECT_EQ(status(0, head), kUntouched);
	EXPECT_EQ(queues[0].used(), 0);
}

/* With a real loop: one vCPU's resets race with the timer while another accesses registers. */
TEST(BlockThreads, ResetsWhileCompletionsComeDue)
{
	GuestMemory memory = std::move(GuestMemory::create(64 << 20)).value();
	FakeMsi msi;
	FakeDoorbells doorbells;
	PciHost pci;
	std::unique_ptr<EventLoop> loop = std::move(EventLoop::create()).value();
	ASSERT_TRUE(add_virtio_block(pci, {memory, msi, doorbells, *loop},
				     {.bytes = 1 << 20, .latency = std::chrono::microseconds(200)})
			    .ok());
	ASSERT_TRUE(loop->start().ok());
	FakeLoop unused;
	TestDriver driver(pci, memory, unused, doorbells);
	driver.enable(1);
	std::atomic<bool> done = false;
	std::thread other_vcpu([&] {
		while (!done) {
			driver.status();
			driver.bar<uint32_t>(kBarDevice);
			std::this_thread::yield();
		}
	});
	for (unsigned round = 0; round < 100; round++) {
		EXPECT_TRUE(driver.negotiate(BlockFixture::kFeatures));
		TestQueue queue = driver.make_queue(0, 0x100000);
		driver.driver_ok();
		EXPECT_TRUE(memory.write(0x400000, BlockHeader{kBlockFlush, 0, 0}));
		queue.descriptor(0, 0x400000, 16, TestQueue::kNext, 1);
		queue.descriptor(1, 0x500000, 1, TestQueue::kWrite);
		(void)memory.write<uint16_t>(0x101004, 0);
		auto index = [&](uint64_t address) {
			auto *p = reinterpret_cast<uint16_t *>(memory.at(address, 2));
			return std::atomic_ref(*p);
		};
		index(0x101002).store(++queue.available);
		driver.kick(0);
		while (round % 2 && !index(0x102002).load())
			std::this_thread::yield();
		driver.set_bar<uint8_t>(kCommonStatus, 0);
		/* From here on the driver owns the rings. */
		uint16_t used = index(0x102002).load();
		if (round % 10 == 0)
			std::this_thread::sleep_for(milliseconds(2));
		EXPECT_EQ(index(0x102002).load(), used);
	}
	done = true;
	other_vcpu.join();
	loop->stop();
}

} /* namespace */
} /* namespace ktstr */
