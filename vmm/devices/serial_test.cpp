/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/devices/serial.h"

#include <gtest/gtest.h>

#include <string>

namespace ktstr {

namespace {

struct CountingLine final : InterruptLine {
	void pulse() override { edges++; }
	int edges = 0;
};

struct SerialTest : testing::Test {
	uint8_t in(uint64_t offset)
	{
		std::byte value;
		serial.read(offset, std::span(&value, 1));
		return uint8_t(value);
	}
	void out(uint64_t offset, uint8_t value)
	{
		std::byte byte{value};
		serial.write(offset, std::span<const std::byte>(&byte, 1));
	}
	void receive(std::string_view text) { serial.input(std::as_bytes(std::span(text))); }

	CountingLine line;
	std::string sent;
	Serial serial{line, [this](std::span<const std::byte> bytes) {
			      for (std::byte byte : bytes)
				      sent.push_back(char(byte));
		      }};
};

} /* namespace */

TEST_F(SerialTest, SendsAtOnceAndIsAlwaysReady)
{
	for (char c : std::string("hello")) {
		EXPECT_EQ(in(5) & 0x60, 0x60);
		out(0, uint8_t(c));
	}
	EXPECT_EQ(sent, "hello");
	EXPECT_EQ(line.edges, 0);
}

TEST_F(SerialTest, DivisorLatchHidesDataAndInterruptEnable)
{
	out(3, 0x83);
	out(0, 0x0c);
	out(1, 0x01);
	EXPECT_EQ(in(0), 0x0c);
	EXPECT_EQ(in(1), 0x01);
	out(3, 0x03);
	EXPECT_EQ(in(1), 0x00);
	EXPECT_EQ(sent, "");
}

TEST_F(SerialTest, LooksLikeA16550A)
{
	/* The probes of autoconfig() in drivers/tty/serial/8250. */
	out(1, 0);
	EXPECT_EQ(in(1), 0);
	out(1, 0x0f);
	EXPECT_EQ(in(1), 0x0f);
	out(1, 0);
	out(4, 0x1a);
	EXPECT_EQ(in(6) & 0xf0, 0x90);
	out(4, 0);
	out(2, 0x01);
	EXPECT_EQ(in(2) >> 6, 3);
	out(2, 0x00);
	EXPECT_EQ(in(2) >> 6, 0);
	out(7, 0xa5);
	EXPECT_EQ(in(7), 0xa5);
}

TEST_F(SerialTest, TransmitInterruptIsAnEdgeForEachRefill)
{
	out(1, 0x02);
	EXPECT_EQ(line.edges, 1);
	EXPECT_EQ(in(2) & 0x0f, 0x02);
	EXPECT_EQ(in(2) & 0x0f, 0x01);
	out(0, 'x');
	EXPECT_EQ(line.edges, 2);
	EXPECT_EQ(in(2) & 0x0f, 0x02);
	out(1, 0x00);
	out(0, 'y');
	EXPECT_EQ(line.edges, 2);
}

TEST_F(SerialTest, ReceivesThroughTheFifo)
{
	out(2, 0x01);
	out(1, 0x01);
	receive("abc");
	EXPECT_EQ(line.edges, 1);
	EXPECT_EQ(in(2) & 0x0f, 0x04);
	EXPECT_EQ(in(0), 'a');
	EXPECT_EQ(in(0), 'b');
	EXPECT_EQ(in(5) & 0x01, 0x01);
	EXPECT_EQ(in(0), 'c');
	EXPECT_EQ(in(5) & 0x01, 0x00);
	EXPECT_EQ(in(2) & 0x0f, 0x01);
	EXPECT_EQ(in(0), 0);
}

TEST_F(SerialTest, OverrunIsReportedOnce)
{
	out(2, 0x01);
	receive(std::string(20, 'z'));
	EXPECT_EQ(in(5) & 0x02, 0x02);
	EXPECT_EQ(in(5) & 0x02, 0x00);
	for (int i = 0; i < 16; i++)
		EXPECT_EQ(in(0), 'z');
	EXPECT_EQ(in(5) & 0x01, 0x00);
}

TEST_F(SerialTest, LoopbackStaysInside)
{
	out(4, 0x10);
	out(0, 'q');
	EXPECT_EQ(sent, "");
	EXPECT_EQ(in(0), 'q');
}

TEST_F(SerialTest, WideReadsFillTheRestWithOnes)
{
	std::byte data[4] = {};
	serial.read(7, data);
	EXPECT_EQ(data[1], std::byte{0xff});
	EXPECT_EQ(data[3], std::byte{0xff});
}

} /* namespace ktstr */
