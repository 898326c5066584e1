/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/virtio/virtqueue.h"

#include <gtest/gtest.h>

#include <cstring>

#include "vmm/virtio/test_driver.h"

namespace ktstr {
namespace {

using Next = Virtqueue::Next;

class VirtqueueTest : public testing::Test {
protected:
	static constexpr uint64_t kBase = 0x100000;
	static constexpr uint16_t kSize = 8;

	void SetUp() override
	{
		state.descriptors = kBase;
		state.available = kBase + 0x1000;
		state.used = kBase + 0x2000;
		state.size = kSize;
		state.enabled = state.event_index = true;
	}
	Next peek() { return queue.peek(&chain); }

	GuestMemory memory = std::move(GuestMemory::create(64 << 20)).value();
	VirtqueueState state = {};
	Virtqueue queue{memory, state};
	TestQueue driver{&memory, kBase, kSize};
	DescriptorChain chain;
};

TEST_F(VirtqueueTest, PlacementIsChecked)
{
	EXPECT_TRUE(queue.well_placed());
	for (uint64_t VirtqueueState::*ring :
	     {&VirtqueueState::descriptors, &VirtqueueState::available, &VirtqueueState::used}) {
		uint64_t good = state.*ring;
		for (uint64_t bad : {good + 1, memory.size(), memory.size() - 16, ~0ul - 15}) {
			state.*ring = bad;
			EXPECT_FALSE(queue.well_placed()) << std::hex << bad;
		}
		state.*ring = good;
	}
}

TEST_F(VirtqueueTest, ChainOfSeveralParts)
{
	EXPECT_EQ(peek(), Next::empty);
	ASSERT_TRUE(memory.write(0x1000, uint64_t(0x0807060504030201)));
	driver.descriptor(3, 0x1000, 3, TestQueue::kNext, 1);
	driver.descriptor(1, 0x1003, 2, TestQueue::kNext, 0);
	driver.descriptor(0, 0x2000, 4, TestQueue::kWrite | TestQueue::kNext, 2);
	driver.descriptor(2, 0x3000, 4, TestQueue::kWrite);
	driver.publish(3);
	ASSERT_EQ(peek(), Next::chain);
	EXPECT_EQ(chain.head, 3);
	EXPECT_EQ(chain.readable, 5u);
	EXPECT_EQ(chain.writable, 8u);

	std::array<std::byte, 16> out = {};
	EXPECT_EQ(queue.gather(chain, 0, out), 5u);
	EXPECT_EQ(out[4], std::byte(5));
	EXPECT_EQ(queue.gather(chain, 2, std::span(out).first(2)), 2u);
	EXPECT_EQ(out[0], std::byte(3));
	EXPECT_EQ(out[1], std::byte(4));
	EXPECT_EQ(queue.gather(chain, 4, out), 1u);
	EXPECT_EQ(queue.gather(chain, 9, out), 0u);
	out.fill(std::byte(0xcc));
	EXPECT_EQ(queue.scatter(chain, std::span(out).first(6)), 6u);
	EXPECT_EQ(driver.load(0x3000), 0xcccc);
	EXPECT_EQ(driver.load(0x3002), 0);
	EXPECT_EQ(queue.scatter(chain, out), 8u);

	queue.complete(chain, 6);
	EXPECT_EQ(driver.used(), 1);
	EXPECT_EQ(driver.used_length(0), 6u);
	EXPECT_EQ(peek(), Next::empty);
}

TEST_F(VirtqueueTest, ZeroLengthPartsAreSkipped)
{
	driver.descriptor(0, ~0ull, 0, TestQueue::kNext, 1);
	driver.descriptor(1, 0x1000, 1, 0);
	driver.publish(0);
	ASSERT_EQ(peek(), Next::chain);
	EXPECT_EQ(chain.parts.size(), 1u);
}

TEST_F(VirtqueueTest, LoopIsBroken)
{
	driver.descriptor(0, 0x1000, 1, TestQueue::kNext, 1);
	driver.descriptor(1, 0x1000, 1, TestQueue::kNext, 0);
	driver.publish(0);
	EXPECT_EQ(peek(), Next::broken);
	driver.descriptor(1, 0x1000, 0, TestQueue::kNext, 1);
	EXPECT_EQ(peek(), Next::broken);
}

TEST_F(VirtqueueTest, IndexOutOfRange)
{
	driver.publish(kSize);
	EXPECT_EQ(peek(), Next::broken);
	state.next_available = 1;
	driver.publish(0);
	driver.descriptor(0, 0x1000, 1, TestQueue::kNext, 0xffff);
	EXPECT_EQ(peek(), Next::broken);
}

TEST_F(VirtqueueTest, AddressOutsideMemory)
{
	driver.publish(0);
	for (uint64_t bad : {memory.size(), memory.size() - 3, ~0ul, ~0ul - 2, 0xc0000000ul}) {
		driver.descriptor(0, bad, 4, 0);
		EXPECT_EQ(peek(), Next::broken) << std::hex << bad;
	}
	driver.descriptor(0, memory.size() - 4, 4, 0);
	EXPECT_EQ(peek(), Next::chain);
}

TEST_F(VirtqueueTest, OversizeChain)
{
	driver.publish(0);
	driver.descriptor(0, 0, Virtqueue::kMaxChainBytes, 0);
	EXPECT_EQ(peek(), Next::chain);
	driver.descriptor(0, 0, Virtqueue::kMaxChainBytes, TestQueue::kNext, 1);
	driver.descriptor(1, 0, 1, 0);
	EXPECT_EQ(peek(), Next::broken);
	driver.descriptor(0, 0, 0xffffffff, 0);
	EXPECT_EQ(peek(), Next::broken);
}

TEST_F(VirtqueueTest, IndirectAndWrongOrderAreBroken)
{
	driver.publish(0);
	driver.descriptor(0, 0x1000, 16, TestQueue::kIndirect);
	EXPECT_EQ(peek(), Next::broken);
	driver.descriptor(0, 0x1000, 16, TestQueue::kWrite | TestQueue::kNext, 1);
	driver.descriptor(1, 0x1000, 16, 0);
	EXPECT_EQ(peek(), Next::broken);
}

TEST_F(VirtqueueTest, AvailableIndexTooFarAhead)
{
	driver.set_available(kSize + 1);
	EXPECT_EQ(peek(), Next::broken);
	driver.set_available(0xffff);
	EXPECT_EQ(peek(), Next::broken);
}

TEST_F(VirtqueueTest, IndicesWrapAround)
{
	state.next_available = state.next_used = state.last_judged = 0xfffe;
	driver.available = 0xfffe;
	driver.descriptor(5, 0x1000, 1, 0);
	driver.set_used_event(0xffff);
	for (unsigned i = 0; i < 4; i++) {
		driver.publish(5);
		ASSERT_EQ(peek(), Next::chain);
		queue.complete(chain, 0);
		EXPECT_EQ(queue.should_interrupt(), i == 1) << i;
	}
	EXPECT_EQ(driver.used(), 2);
	EXPECT_EQ(peek(), Next::empty);
}

TEST_F(VirtqueueTest, EventIndexSilencesKicks)
{
	queue.want_kick();
	EXPECT_EQ(driver.available_event(), 0);
	queue.avoid_kick();
	EXPECT_EQ(driver.available_event(), 0xffff);
}

TEST_F(VirtqueueTest, FlagsWithoutEventIndex)
{
	state.event_index = false;
	queue.avoid_kick();
	EXPECT_EQ(driver.load(kBase + 0x2000), 1);
	queue.want_kick();
	EXPECT_EQ(driver.load(kBase + 0x2000), 0);
	driver.descriptor(0, 0x1000, 1, 0);
	driver.publish(0);
	ASSERT_EQ(peek(), Next::chain);
	EXPECT_FALSE(queue.should_interrupt());
	queue.complete(chain, 0);
	EXPECT_TRUE(queue.should_interrupt());
	EXPECT_FALSE(queue.should_interrupt());
	ASSERT_TRUE(memory.write(kBase + 0x1000, uint16_t(1)));
	driver.publish(0);
	ASSERT_EQ(peek(), Next::chain);
	queue.complete(chain, 0);
	EXPECT_FALSE(queue.should_interrupt());
}

} /* namespace */
} /* namespace ktstr */
