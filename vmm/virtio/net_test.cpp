/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/virtio/net.h"

#include <gtest/gtest.h>

#include <cstring>

#include "vmm/virtio/net_fixture.h"
#include "vmm/virtio/virtqueue.h"

namespace ktstr {
namespace {

class NetTest : public testing::Test, protected NetFixture {
protected:
	unsigned signals(unsigned queue) { return msi.signals[vector(queue)]; }
	bool broken() { return driver.status() & kVirtioNeedsReset; }
	uint16_t transmitted(unsigned pair) { return queues[net_transmit_queue(pair)].used(); }
	void expect_dropped(uint64_t NetCounters::*why, uint64_t count)
	{
		NetCounters counters = net->counters();
		EXPECT_EQ(counters.*why, count);
		EXPECT_EQ(counters.dropped(), count);
	}
};

TEST_F(NetTest, IdentityAndConfigurationSpace)
{
	driver.enable(kSlot);
	EXPECT_EQ(driver.config(kSlot, 0), 0x10411af4u);
	EXPECT_EQ(driver.config(kSlot, 8) >> 8, 0x020000u);
	EXPECT_EQ(driver.bar<uint32_t>(kBarDevice), 0x73746b02u); /* 02:6b:74:73:74:72 */
	EXPECT_EQ(driver.bar<uint16_t>(kBarDevice + 4), 0x7274);
	EXPECT_EQ(driver.bar<uint16_t>(kBarDevice + 6), kNetStatusLinkUp);
	EXPECT_EQ(driver.bar<uint16_t>(kBarDevice + 8), kPairs);
	EXPECT_EQ(driver.bar<uint16_t>(kBarDevice + 10), 1500);
	EXPECT_EQ(driver.bar<uint32_t>(kBarDevice + 12), ~0u);
	EXPECT_EQ(driver.bar<uint32_t>(kBarDevice + 10), 0xffff05dcu);
	EXPECT_EQ(driver.bar<uint16_t>(kCommonNumQueues), kQueues);
	EXPECT_EQ(doorbells.bound.size(), kQueues);
	EXPECT_EQ(msi.messages.size(), kQueues + 1);
}

TEST_F(NetTest, Features)
{
	driver.enable(kSlot);
	uint64_t offered = 0;
	for (uint32_t half = 0; half < 2; half++) {
		driver.set_bar<uint32_t>(kCommonDeviceFeatureSelect, half);
		offered |= uint64_t(driver.bar<uint32_t>(kCommonDeviceFeature)) << 32 * half;
	}
	EXPECT_EQ(offered, kFeatures);
	EXPECT_TRUE(driver.negotiate(kFeatures));
	EXPECT_TRUE(driver.negotiate(kVirtioFeatureVersion1));
	EXPECT_FALSE(driver.negotiate(kFeatures & ~kVirtioFeatureVersion1));
	EXPECT_FALSE(driver.negotiate(kFeatures | 1));	     /* VIRTIO_NET_F_CSUM */
	EXPECT_FALSE(driver.negotiate(kFeatures | 1 << 15)); /* VIRTIO_NET_F_MRG_RXBUF */
}

TEST(Net, NumberOfPairs)
{
	for (unsigned pairs : {0u, 1u, VirtioNet::kMaxPairs, VirtioNet::kMaxPairs + 1}) {
		GuestMemory memory = std::move(GuestMemory::create(64 << 20)).value();
		FakeMsi msi;
		FakeDoorbells doorbells;
		FakeLoop loop;
		PciHost pci;
		auto net = VirtioNet::create(pci, memory, msi, doorbells, loop, pairs);
		ASSERT_EQ(net.ok(), pairs >= 1 && pairs <= VirtioNet::kMaxPairs) << pairs;
		if (!net.ok())
			continue;
		TestDriver driver(pci, memory, loop, doorbells);
		driver.enable(1);
		EXPECT_EQ(driver.bar<uint16_t>(kBarDevice + 8), pairs);
		EXPECT_EQ(driver.bar<uint16_t>(kCommonNumQueues), 2 * pairs + 1);
		EXPECT_EQ(msi.messages.size(), 2 * pairs + 2);
		/* The last vector works like the first. */
		driver.set_bar<uint16_t>(kCommonQueueSelect, uint16_t(2 * pairs));
		driver.set_bar<uint16_t>(kCommonQueueVector, uint16_t(2 * pairs + 1));
		EXPECT_EQ(driver.bar<uint16_t>(kCommonQueueVector), 2 * pairs + 1);
		EXPECT_EQ(msi.messages.back().data, 0x40 + 2 * pairs + 1);
	}
}

TEST_F(NetTest, FrameComesBackUnchanged)
{
	start();
	give(0);
	send(0, frame(1));
	EXPECT_EQ(receive(0), received(frame(1)));
	EXPECT_EQ(transmitted(0), 1);
	EXPECT_EQ(signals(net_receive_queue(0)), 1u);
	EXPECT_EQ(signals(net_transmit_queue(0)), 1u);
	EXPECT_EQ(net->counters().delivered, 1u);
	expect_dropped(&NetCounters::no_buffer, 0);
}

TEST_F(NetTest, ShortestAndLongestFrame)
{
	start();
	for (size_t length : {14u, 1518u}) {
		give(0);
		send(0, frame(3, length));
		EXPECT_EQ(receive(0), received(frame(3, length)));
	}
}

TEST_F(NetTest, ScatteredFrameAndBuffer)
{
	start();
	TestQueue &out = queues[net_transmit_queue(0)], &in = queues[net_receive_queue(0)];
	std::string bytes = std::string(sizeof(NetHeader), 0) + frame(5, 100);
	uint64_t from = buffer(1, 0), to = buffer(0, 0);
	ASSERT_TRUE(memory.write_bytes(from, std::as_bytes(std::span(bytes))));
	out.descriptor(0, from, 5, TestQueue::kNext, 1);
	out.descriptor(1, from + 5, 30, TestQueue::kNext, 2);
	out.descriptor(2, from + 35, 77, 0);
	out.publish(0);
	in.descriptor(0, to, 20, TestQueue::kWrite | TestQueue::kNext, 1);
	in.descriptor(1, to + 20, 1000, TestQueue::kWrite);
	in.publish(0);
	driver.kick(net_transmit_queue(0));
	EXPECT_EQ(in.used_length(0), 112u);
	EXPECT_EQ(receive(0), received(frame(5, 100)));
}

TEST_F(NetTest, EachPairHasItsOwnQueueAndVector)
{
	start();
	ASSERT_EQ(set_pairs(2), kNetControlOk);
	give(0);
	give(1);
	send(1, frame(1));
	EXPECT_EQ(receive(0), "");
	EXPECT_EQ(receive(1), received(frame(1)));
	EXPECT_EQ(signals(net_receive_queue(0)), 0u);
	EXPECT_EQ(signals(net_receive_queue(1)), 1u);
	send(0, frame(0));
	EXPECT_EQ(receive(0), received(frame(0)));
	EXPECT_EQ(signals(net_receive_queue(0)), 1u);
	EXPECT_EQ(signals(net_receive_queue(1)), 1u);
}

TEST_F(NetTest, ManyFramesOverTwoPairs)
{
	start();
	ASSERT_EQ(set_pairs(2), kNetControlOk);
	unsigned sent = 0, arrived = 0;
	for (unsigned round = 0; round < 400; round++) { /* the indices wrap around */
		for (unsigned i = 0; i < 250; i++) {
			give(i % 2);
			put_frame(i % 2, frame(sent++));
		}
		driver.kick(net_transmit_queue(1));
		driver.kick(net_transmit_queue(0));
		for (unsigned i = 0; i < 250; i++)
			ASSERT_EQ(receive(i % 2), received(frame(arrived++)));
	}
	EXPECT_EQ(net->counters().delivered, sent);
	expect_dropped(&NetCounters::no_buffer, 0);
	EXPECT_FALSE(broken());
}

TEST_F(NetTest, BatchCostsOneDoorbellAndOneInterrupt)
{
	start();
	EXPECT_EQ(queues[net_receive_queue(0)].available_event(), 0xffff);
	for (unsigned i = 0; i < 100; i++) {
		give(0);
		put_frame(0, frame(i));
	}
	driver.kick(net_transmit_queue(0));
	EXPECT_EQ(queues[net_receive_queue(0)].used(), 100);
	EXPECT_EQ(signals(net_receive_queue(0)), 1u);
	EXPECT_EQ(signals(net_transmit_queue(0)), 1u);
	EXPECT_EQ(queues[net_transmit_queue(0)].available_event(), 100);
}

TEST_F(NetTest, InterruptOnlyWhereTheDriverAsksForIt)
{
	start();
	queues[net_receive_queue(0)].set_used_event(1);
	queues[net_transmit_queue(0)].set_used_event(0x8000);
	for (unsigned i = 0; i < 3; i++) {
		give(0);
		send(0, frame(i));
		EXPECT_EQ(signals(net_receive_queue(0)), i >= 1) << i;
	}
	EXPECT_EQ(signals(net_transmit_queue(0)), 0u);
}

TEST_F(NetTest, DropWithoutReceiveBuffer)
{
	start();
	send(0, frame(0));
	send(0, frame(1));
	EXPECT_EQ(transmitted(0), 2);
	expect_dropped(&NetCounters::no_buffer, 2);
	EXPECT_EQ(signals(net_receive_queue(0)), 0u);
	give(0);
	driver.kick(net_receive_queue(0));
	EXPECT_EQ(receive(0), ""); /* none was kept */
	send(0, frame(2));
	EXPECT_EQ(receive(0), received(frame(2)));
}

TEST_F(NetTest, DropWithoutReceiveQueue)
{
	driver.enable(kSlot);
	ASSERT_TRUE(driver.negotiate(kFeatures));
	queues[1] = driver.make_queue(1, kRings);
	driver.driver_ok();
	send(0, frame(0));
	EXPECT_EQ(transmitted(0), 1);
	expect_dropped(&NetCounters::no_buffer, 1);
}

TEST_F(NetTest, ReceiveBufferTooSmallGoesBackEmpty)
{
	start();
	give(0, sizeof(NetHeader) + 59);
	queues[0].descriptor(1, buffer(0, 1), kBufferSize, 0); /* no writable part */
	queues[0].publish(1);
	send(0, frame(0));
	send(0, frame(1));
	EXPECT_EQ(queues[0].used(), 2);
	EXPECT_EQ(queues[0].used_length(0), 0u);
	EXPECT_EQ(queues[0].used_length(1), 0u);
	expect_dropped(&NetCounters::no_buffer, 2);
	EXPECT_FALSE(broken());
}

TEST_F(NetTest, MalformedFramesGoBack)
{
	start();
	for (unsigned i = 0; i < 16; i++)
		give(0);
	std::string header(sizeof(NetHeader), 0);
	std::string checksum = header, segments = header;
	checksum[0] = kNetHeaderNeedsChecksum;
	segments[1] = 1; /* VIRTIO_NET_HDR_GSO_TCPV4 */
	uint64_t count = 0;
	for (const std::string &bytes :
	     {std::string("short"), header, header + frame(0, 13), header + frame(0, 1519),
	      header + std::string(4000, 'x'), checksum + frame(0), segments + frame(0)}) {
		put(0, bytes);
		driver.kick(net_transmit_queue(0));
		EXPECT_EQ(transmitted(0), ++count);
	}
	queues[1].descriptor(100, 0, 0, 0);
	queues[1].publish(100);
	queues[1].descriptor(101, buffer(1, 101), 100, TestQueue::kWrite);
	queues[1].publish(101);
	queues[1].descriptor(102, 0, Virtqueue::kMaxChainBytes, 0);
	queues[1].publish(102);
	driver.kick(net_transmit_queue(0));
	EXPECT_EQ(transmitted(0), count + 3);
	expect_dropped(&NetCounters::malformed, count + 3);
	EXPECT_EQ(receive(0), "");
	send(0, frame(9));
	EXPECT_EQ(receive(0), received(frame(9)));
	EXPECT_FALSE(broken());
}

TEST_F(NetTest, BrokenRingsNeedResetAndRecover)
{
	for (unsigned queue : {net_receive_queue(0), net_transmit_queue(0), kControl}) {
		for (unsigned fault = 0; fault < 4; fault++) {
			start();
			TestQueue &q = queues[queue];
			q.descriptor(1, 0x1000, 1, TestQueue::kNext, 2); /* a loop */
			q.descriptor(2, 0x1000, 1, TestQueue::kNext, 1);
			q.descriptor(3, memory.size() - 8, 64, TestQueue::kWrite);
			q.descriptor(4, 0, Virtqueue::kMaxChainBytes + 1, 0);
			if (fault < 3)
				q.publish(uint16_t(fault == 0 ? 1 : fault + 2));
			else
				q.set_available(uint16_t(q.size + 1));
			driver.kick(queue);
			if (queue == net_receive_queue(0))
				send(0, frame(0));
			EXPECT_TRUE(broken()) << queue << " " << fault;
			EXPECT_EQ(q.used(), 0);
			driver.kick(queue);
		}
	}
	start();
	give(0);
	send(0, frame(1));
	EXPECT_EQ(receive(0), received(frame(1)));
	EXPECT_FALSE(broken());
}

TEST_F(NetTest, ResetInMidFlight)
{
	start();
	ASSERT_EQ(set_pairs(2), kNetControlOk);
	give(1);
	put_frame(1, frame(0));
	doorbells.ring(driver.bar_address() + kBarNotify +
		       kNotifyMultiplier * net_transmit_queue(1));
	driver.set_bar<uint8_t>(kCommonStatus, 0);
	loop.run();
	EXPECT_EQ(transmitted(1), 0); /* the driver owns the old rings again */
	EXPECT_EQ(queues[net_receive_queue(1)].used(), 0);

	start();
	give(0);
	give(1);
	send(1, frame(1));
	expect_dropped(&NetCounters::inactive_pair, 1); /* one pair again */
	send(0, frame(2));
	EXPECT_EQ(receive(0), received(frame(2)));
	EXPECT_EQ(net->counters().delivered, 1u);
}

TEST_F(NetTest, MoreThanOneTurnOfWork)
{
	start();
	/* Exactly as many as one turn takes, so the turn ends before it sees the empty queue. */
	for (unsigned i = 0; i < 256; i++)
		put_frame(0, frame(i));
	driver.kick(net_transmit_queue(0));
	EXPECT_EQ(transmitted(0), 256);
	EXPECT_EQ(queues[net_transmit_queue(0)].available_event(), 256);
	put_frame(0, frame(0));
	driver.kick(net_transmit_queue(0));
	EXPECT_EQ(transmitted(0), 257);
	expect_dropped(&NetCounters::no_buffer, 257);
}

} /* namespace */
} /* namespace ktstr */
