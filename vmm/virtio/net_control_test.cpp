/* SPDX-License-Identifier: GPL-2.0 */
/* The network device's control queue, and how it and the features decide which pairs work. */
#include <gtest/gtest.h>

#include "vmm/virtio/net_fixture.h"

namespace ktstr {
namespace {

class NetControlTest : public testing::Test, protected NetFixture {
protected:
	unsigned signals(unsigned queue) { return msi.signals[vector(queue)]; }
	bool broken() { return driver.status() & kVirtioNeedsReset; }
	uint64_t inactive() { return net->counters().inactive_pair; }
};

TEST_F(NetControlTest, FramesOnInactivePairsAreDropped)
{
	start();
	give(0);
	give(1);
	send(1, frame(0)); /* one pair until the driver enables more */
	EXPECT_EQ(queues[net_transmit_queue(1)].used(), 1);
	EXPECT_EQ(inactive(), 1u);
	ASSERT_EQ(set_pairs(2), kNetControlOk);
	send(1, frame(1));
	EXPECT_EQ(receive(1), received(frame(1)));
	ASSERT_EQ(set_pairs(1), kNetControlOk);
	send(1, frame(2));
	EXPECT_EQ(receive(1), "");
	EXPECT_EQ(inactive(), 2u);
}

TEST_F(NetControlTest, Commands)
{
	start();
	EXPECT_EQ(set_pairs(0), kNetControlError);
	EXPECT_EQ(set_pairs(kPairs + 1), kNetControlError);
	EXPECT_EQ(set_pairs(0x8000), kNetControlError);
	EXPECT_EQ(set_pairs(kPairs), kNetControlOk);
	EXPECT_EQ(set_pairs(1), kNetControlOk);
	using namespace std::string_view_literals;
	for (std::string_view other : {"\0\0\1"sv, "\1\1\2\2\2\2\2\2"sv, "\4\1\1\0"sv, "\5\0\1\0"sv,
				       "\4\0"sv, "\4\0\1"sv, "\4\0\1\0\0"sv, "\4"sv})
		EXPECT_EQ(control(other), kNetControlError) << other.size();
	EXPECT_EQ(signals(kControl), 1u); /* because used_event stays 0 */
	EXPECT_EQ(queues[kControl].used(), 13);
	EXPECT_EQ(queues[kControl].used_length(3), 1u);
	EXPECT_FALSE(broken());
}

TEST_F(NetControlTest, WithoutRoomForTheAnswer)
{
	start();
	TestQueue &q = queues[kControl];
	const char message[4] = {kNetControlMultiqueue, kNetControlSetPairs, 2, 0};
	ASSERT_TRUE(memory.write_bytes(buffer(kControl, 0), std::as_bytes(std::span(message))));
	q.descriptor(0, buffer(kControl, 0), 4, 0);
	q.publish(0);
	driver.kick(kControl);
	EXPECT_EQ(q.used(), 1);
	EXPECT_EQ(q.used_length(0), 0u);
	give(1);
	send(1, frame(0));
	EXPECT_EQ(inactive(), 1u); /* so the command was not carried out */
}

TEST_F(NetControlTest, WithoutMultiqueueTheControlQueueFollowsTheFirstPair)
{
	start(kFeatures & ~kNetFeatureMultiqueue);
	EXPECT_EQ(set_pairs(1, 2), kNetControlError);
	EXPECT_EQ(set_pairs(1, kControl), 0xff); /* this driver has no such queue */
	give(0);
	send(0, frame(0));
	EXPECT_EQ(receive(0), received(frame(0)));
	send(1, frame(1));
	EXPECT_EQ(inactive(), 1u);
}

TEST_F(NetControlTest, WithoutAnyFeature)
{
	start(kVirtioFeatureVersion1);
	EXPECT_EQ(set_pairs(1), 0xff);
	give(0);
	send(0, frame(0));
	EXPECT_EQ(receive(0), received(frame(0)));
	EXPECT_EQ(signals(net_receive_queue(0)), 1u);
}

} /* namespace */
} /* namespace ktstr */
