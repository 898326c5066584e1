/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/virtio/console.h"

#include <gtest/gtest.h>

#include <cstring>

#include "vmm/virtio/console_fixture.h"

namespace ktstr {
namespace {

constexpr unsigned kOut0 = transmit_queue(0), kOut1 = transmit_queue(1);
constexpr unsigned kIn0 = receive_queue(0), kIn1 = receive_queue(1);

class ConsoleTest : public testing::Test, protected ConsoleFixture {
protected:
	struct Message {
		ConsoleControl control;
		std::string extra;
	};
	Message next_control()
	{
		std::string bytes = receive(kControlReceiveQueue);
		Message message = {{~0u, 0xffff, 0xffff}, ""};
		if (bytes.size() >= sizeof(message.control)) {
			memcpy(&message.control, bytes.data(), sizeof(message.control));
			message.extra = bytes.substr(sizeof(message.control));
		}
		return message;
	}
	void expect_control(uint32_t id, uint16_t event, uint16_t value, std::string extra = "")
	{
		Message m = next_control();
		EXPECT_EQ(m.control.id, id);
		EXPECT_EQ(m.control.event, event);
		EXPECT_EQ(m.control.value, value);
		EXPECT_EQ(m.extra, extra);
	}
	bool input(ConsolePort port, std::string_view bytes)
	{
		bool taken = console->input(port, std::as_bytes(std::span(bytes)));
		loop.run();
		return taken;
	}
	bool broken() { return driver.status() & kVirtioNeedsReset; }
};

TEST_F(ConsoleTest, ConfigurationSpace)
{
	driver.enable(kSlot);
	EXPECT_EQ(driver.bar<uint32_t>(kBarDevice + 4), 2u);
}

TEST_F(ConsoleTest, MultiportHandshake)
{
	start();
	console->resize(80, 25);
	loop.run();
	for (unsigned i = 0; i < 16; i++)
		give(kControlReceiveQueue);
	control(0xffffffff, kConsoleDeviceReady, 1);
	expect_control(0, kConsolePortAdd, 1);
	expect_control(1, kConsolePortAdd, 1);
	control(0, kConsolePortReady, 1);
	expect_control(0, kConsoleConsolePort, 1);
	expect_control(0, kConsolePortOpen, 1);
	expect_control(0, kConsoleResize, 1, std::string("\x50\0\x19\0", 4));
	control(1, kConsolePortReady, 1);
	expect_control(1, kConsolePortName, 1, "ktstr.records");
	expect_control(1, kConsolePortOpen, 1);
	console->resize(100, 30);
	loop.run();
	expect_control(0, kConsoleResize, 1, std::string("\x64\0\x1e\0", 4));
	EXPECT_EQ(receive(kControlReceiveQueue), "");
	EXPECT_FALSE(broken());
}

TEST_F(ConsoleTest, ControlWaitsForBuffers)
{
	start();
	control(~0u, kConsoleDeviceReady, 1);
	for (unsigned i = 0; i < 1000; i++)
		control(0, kConsolePortReady, 1);
	give(kControlReceiveQueue);
	driver.kick(kControlReceiveQueue);
	expect_control(0, kConsolePortAdd, 1);
	for (unsigned i = 0; i < 8; i++)
		give(kControlReceiveQueue);
	driver.kick(kControlReceiveQueue);
	expect_control(0, kConsoleConsolePort, 1);
	expect_control(0, kConsolePortOpen, 1);
	expect_control(0, kConsoleResize, 1, std::string(4, 0));
	expect_control(1, kConsolePortAdd, 1);
	EXPECT_EQ(receive(kControlReceiveQueue), "");
}

TEST_F(ConsoleTest, NonsenseControlIsIgnored)
{
	start();
	handshake();
	control(2, kConsolePortReady, 1);
	control(~0u, kConsolePortOpen, 1);
	control(1, 0x1234, 1);
	control(1, kConsolePortAdd, 1);
	send(kControlTransmitQueue, "short");
	driver.kick(kControlTransmitQueue);
	EXPECT_FALSE(broken());
	EXPECT_EQ(receive(kControlReceiveQueue), "");
	EXPECT_EQ(queues[kControlTransmitQueue].used(), 10);
}

TEST_F(ConsoleTest, ControlBufferTooSmallNeedsReset)
{
	start();
	give(kControlReceiveQueue, 4);
	control(~0u, kConsoleDeviceReady, 1);
	EXPECT_TRUE(broken());
}

TEST_F(ConsoleTest, OutputReachesItsPort)
{
	start();
	handshake();
	send(kOut0, "login: ");
	send(kOut1, "record one, ");
	send(kOut1, "record two");
	driver.kick(kOut0);
	driver.kick(kOut1);
	EXPECT_EQ(output[0], "login: ");
	EXPECT_EQ(output[1], "record one, record two");
	EXPECT_EQ(queues[kOut1].used(), 2);
}

TEST_F(ConsoleTest, ChunkCostsOneDoorbellAndOneInterrupt)
{
	start();
	handshake();
	unsigned signals = msi.signals[1], calls_before = calls;
	std::string chunk(4096, 'k');
	for (unsigned i = 0; i < 32; i++)
		send(kOut1, chunk);
	driver.kick(kOut1);
	EXPECT_EQ(output[1].size(), 32 * chunk.size());
	EXPECT_EQ(msi.signals[1] - signals, 1u);
	EXPECT_EQ(calls - calls_before, 32u);
	EXPECT_EQ(queues[kOut1].available_event(), 32);
}

TEST_F(ConsoleTest, FillingReceiveQueuesAsksForNoKicks)
{
	start();
	for (unsigned queue : {kIn0, kIn1, kControlReceiveQueue})
		EXPECT_EQ(queues[queue].available_event(), 0xffff);
}

TEST_F(ConsoleTest, LargeAndScatteredOutput)
{
	start();
	handshake();
	std::string big(200000, 0);
	for (size_t i = 0; i < big.size(); i++)
		big[i] = char(i * 7);
	TestQueue &q = queues[kOut1];
	ASSERT_TRUE(memory.write_bytes(0x2000000, std::as_bytes(std::span(big))));
	q.descriptor(0, 0x2000000, 150000, TestQueue::kNext, 1);
	q.descriptor(1, 0x2000000 + 150000, 50000, 0);
	q.publish(0);
	driver.kick(kOut1);
	EXPECT_EQ(output[1], big);
}

TEST_F(ConsoleTest, BackPressureLosesNothing)
{
	start();
	handshake();
	refuse = true;
	send(kOut1, "first ");
	send(kOut1, "second");
	driver.kick(kOut1);
	EXPECT_EQ(queues[kOut1].used(), 0);
	EXPECT_EQ(output[1], "");
	loop.run(100); /* the timer fires; still rejected */
	EXPECT_EQ(queues[kOut1].used(), 0);
	refuse = false;
	loop.run(1000);
	EXPECT_EQ(output[1], "first second");
	EXPECT_EQ(queues[kOut1].used(), 2);
	EXPECT_FALSE(broken());
}

TEST_F(ConsoleTest, BackPressureEndsByTheTimerToo)
{
	start();
	handshake();
	refuse = true;
	send(kOut0, "late");
	driver.kick(kOut0);
	refuse = false;
	loop.run(1000);
	EXPECT_EQ(output[0], "late");
}

TEST_F(ConsoleTest, BackPressureInTheMiddleOfABuffer)
{
	start();
	handshake();
	std::string big(150000, 'a');
	big += std::string(50000, 'b');
	ASSERT_TRUE(memory.write_bytes(0x2000000, std::as_bytes(std::span(big))));
	queues[kOut1].descriptor(0, 0x2000000, 200000, 0);
	queues[kOut1].publish(0);
	refuse = true;
	driver.kick(kOut1);
	refuse = false;
	loop.run(1000);
	EXPECT_EQ(output[1], big);
}

TEST_F(ConsoleTest, OnePortsPressureDoesNotStopTheOther)
{
	start();
	handshake();
	refuse = true;
	send(kOut1, "held");
	driver.kick(kOut1);
	refuse = false;
	send(kOut0, "flows");
	driver.kick(kOut0);
	EXPECT_EQ(output[0], "flows");
}

TEST_F(ConsoleTest, InputWaitsForOpenAndForBuffers)
{
	EXPECT_TRUE(input(ConsolePort::records, "early ")); /* before the driver starts */
	start();
	give(kIn1);
	driver.kick(kIn1);
	EXPECT_EQ(receive(kIn1), "");
	handshake();
	EXPECT_EQ(receive(kIn1), "early ");
	EXPECT_TRUE(input(ConsolePort::records, "stop"));
	EXPECT_EQ(receive(kIn1), "");
	give(kIn1);
	driver.kick(kIn1);
	EXPECT_EQ(receive(kIn1), "stop");
	control(1, kConsolePortOpen, 0);
	give(kIn1);
	EXPECT_TRUE(input(ConsolePort::records, "again"));
	EXPECT_EQ(receive(kIn1), "");
	control(1, kConsolePortOpen, 1);
	EXPECT_EQ(receive(kIn1), "again");
}

TEST_F(ConsoleTest, InputIsSplitOverBuffersAndBounded)
{
	start();
	handshake();
	std::string all(VirtioConsole::kInputCapacity, 0);
	for (size_t i = 0; i < all.size(); i++)
		all[i] = char(i * 13);
	EXPECT_TRUE(input(ConsolePort::interactive, std::string_view(all).substr(0, 100)));
	EXPECT_FALSE(input(ConsolePort::interactive, all));
	EXPECT_TRUE(input(ConsolePort::interactive, std::string_view(all).substr(100)));
	EXPECT_FALSE(input(ConsolePort::interactive, "x"));
	std::string got;
	while (got.size() < all.size()) {
		give(kIn0);
		driver.kick(kIn0);
		std::string piece = receive(kIn0);
		ASSERT_FALSE(piece.empty());
		got += piece;
	}
	EXPECT_EQ(got, all);
	EXPECT_TRUE(input(ConsolePort::interactive, "wraps"));
	give(kIn0);
	driver.kick(kIn0);
	EXPECT_EQ(receive(kIn0), "wraps");
}

TEST_F(ConsoleTest, CallbackMaySendInput)
{
	echo = true;
	start();
	handshake();
	give(kIn1);
	send(kOut1, "echo");
	driver.kick(kOut1);
	EXPECT_EQ(receive(kIn1), "echo");
}

TEST_F(ConsoleTest, WithoutMultiportOnlyPortZeroWorks)
{
	start(kVirtioFeatureVersion1);
	give(kIn0);
	EXPECT_TRUE(input(ConsolePort::interactive, "hello"));
	EXPECT_EQ(receive(kIn0), "hello");
	send(kOut0, "out");
	driver.kick(kOut0);
	EXPECT_EQ(output[0], "out");
	give(kControlReceiveQueue);
	control(~0u, kConsoleDeviceReady, 1);
	EXPECT_EQ(receive(kControlReceiveQueue), "");
}

TEST_F(ConsoleTest, ResetInTheMiddle)
{
	start();
	handshake();
	refuse = true;
	send(kOut1, "lost with the old rings");
	driver.kick(kOut1);
	driver.set_bar<uint8_t>(kCommonStatus, 0);
	EXPECT_EQ(driver.status(), 0);
	refuse = false;
	driver.kick(kOut1);
	loop.run(100);
	EXPECT_EQ(output[1], "");
	start();
	handshake();
	send(kOut1, "new");
	driver.kick(kOut1);
	EXPECT_EQ(output[1], "new");
}

TEST_F(ConsoleTest, MalformedRingNeedsResetAndRecovers)
{
	start();
	handshake();
	send(kOut1, "good");
	queues[kOut1].publish(0xffff);
	unsigned signals = msi.signals[0];
	driver.kick(kOut1);
	EXPECT_EQ(output[1], "good");
	EXPECT_TRUE(broken());
	EXPECT_EQ(msi.signals[0], signals + 1);
	send(kOut0, "ignored");
	driver.kick(kOut0);
	driver.kick(kOut1);
	EXPECT_TRUE(input(ConsolePort::records, "kept"));
	EXPECT_EQ(output[0], "");
	EXPECT_EQ(msi.signals[0], signals + 1);
	start();
	give(kIn1);
	handshake();
	EXPECT_FALSE(broken());
	EXPECT_EQ(receive(kIn1), "kept");
}

TEST_F(ConsoleTest, EmptyAndWrongWayBuffers)
{
	start();
	handshake();
	queues[kOut1].descriptor(0, 0, 0, 0);
	queues[kOut1].publish(0);
	queues[kOut1].descriptor(1, 0x1000, 64, TestQueue::kWrite);
	queues[kOut1].publish(1);
	driver.kick(kOut1);
	EXPECT_EQ(queues[kOut1].used(), 2);
	queues[kIn1].descriptor(0, 0x1000, 64, 0); /* no writable part */
	queues[kIn1].publish(0);
	EXPECT_TRUE(input(ConsolePort::records, "x"));
	EXPECT_EQ(queues[kIn1].used_length(0), 0u);
	queues[kIn1].descriptor(1, buffer(kIn1, 1), 64, TestQueue::kWrite);
	queues[kIn1].publish(1);
	driver.kick(kIn1);
	EXPECT_EQ(queues[kIn1].used_length(1), 1u);
	EXPECT_FALSE(broken());
}

} /* namespace */
} /* namespace ktstr */
