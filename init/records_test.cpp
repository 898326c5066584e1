/* SPDX-License-Identifier: GPL-2.0 */
#include "init/records.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <thread>

#include "harness/wire/record_reader.h"

namespace ktstr {
namespace {

struct Seen {
	WireHeader header;
	std::string payload;
};

/* All after the HELLO of make_channel(). */
std::vector<Seen> decode(const std::string &bytes)
{
	std::vector<Seen> all;
	RecordReader reader(Sender::guest, RecordReader::Sequence::exact);

	reader.feed(std::as_bytes(std::span(bytes)), [&all](const Record &record) {
		const char *payload = reinterpret_cast<const char *>(record.payload.data());

		all.push_back({record.header, std::string(payload, record.payload.size())});
	});
	EXPECT_EQ(reader.violation_text(), "");
	EXPECT_FALSE(all.empty());
	all.erase(all.begin());
	return all;
}

struct Channel {
	UniqueFd reader;
	Records records;
};

Channel make_channel()
{
	int fds[2];

	EXPECT_EQ(pipe2(fds, O_CLOEXEC), 0);
	Channel channel = {UniqueFd(fds[0]), Records(UniqueFd(fds[1]))};
	channel.records.send_with(RecordType::hello, WireHello{kWireVersion, 0});
	return channel;
}

std::string read_all(const UniqueFd &fd)
{
	std::string bytes;
	char buffer[1000];
	ssize_t n;

	while ((n = read(fd.get(), buffer, sizeof(buffer))) > 0)
		bytes.append(buffer, size_t(n));
	return bytes;
}

TEST(Records, FramesAndNumbersThem)
{
	Channel channel = make_channel();

	channel.records.send_with(RecordType::phase, WirePhase{2, 0}, "tail");
	channel.records.send_with(RecordType::phase, WirePhase{3, 0});
	channel.records.send(RecordType::sched_log_end);
	channel.records = {};

	std::vector<Seen> seen = decode(read_all(channel.reader));
	ASSERT_EQ(seen.size(), 3u);
	EXPECT_EQ(seen[0].header.type, uint16_t(RecordType::phase));
	EXPECT_EQ(seen[0].payload.substr(sizeof(WirePhase)), "tail");
	EXPECT_EQ(seen[2].header.length, 0u);
	for (uint32_t i = 0; i < 3; i++)
		EXPECT_EQ(seen[i].header.sequence, i + 1);
	EXPECT_LE(seen[0].header.time_ns, seen[1].header.time_ns);
}

TEST(Records, StreamsInChunks)
{
	Channel channel = make_channel();
	std::string bytes(2 * kStreamChunk + 1, 'x');

	channel.records.stream(RecordType::out, std::as_bytes(std::span(bytes)));
	channel.records.stream(RecordType::err, {});
	channel.records = {};

	std::vector<Seen> seen = decode(read_all(channel.reader));
	ASSERT_EQ(seen.size(), 3u);
	EXPECT_EQ(seen[0].header.length, kStreamChunk);
	EXPECT_EQ(seen[1].header.length, kStreamChunk);
	EXPECT_EQ(seen[2].payload, "x");
}

TEST(Records, NoStreamFollowsTheResult)
{
	Channel channel = make_channel();

	channel.records.send_with(RecordType::result, WireResult{});
	std::string late = "6,301,8022369,-;a late word";
	channel.records.stream(RecordType::kernel_log, std::as_bytes(std::span(late)));
	channel.records = {};

	std::vector<Seen> seen = decode(read_all(channel.reader));
	ASSERT_EQ(seen.size(), 1u);
	EXPECT_EQ(seen[0].header.type, uint16_t(RecordType::result));
}

TEST(Records, WaitForASlowReader)
{
	Channel channel = make_channel();
	std::string got;

	fcntl(channel.records.port().get(), F_SETFL, O_NONBLOCK);
	std::thread reader([&] {
		usleep(20000);
		got = read_all(channel.reader);
	});
	std::string bytes(1 << 20, 'y');
	channel.records.stream(RecordType::out, std::as_bytes(std::span(bytes)));
	channel.records = {};
	reader.join();

	std::string back;
	for (const Seen &seen : decode(got))
		back += seen.payload;
	EXPECT_EQ(back, bytes);
}

TEST(Records, WithoutAPortDropQuietly)
{
	Records records;

	records.send_text(RecordType::fatal, "nobody hears this");
	EXPECT_FALSE(records.connected());
}

} /* namespace */
} /* namespace ktstr */
