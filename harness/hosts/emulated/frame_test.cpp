/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulated/frame.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(Frame, SurvivesAnyCutting)
{
	std::vector<std::byte> stream;
	for (std::string_view text : {"", "a", "hello"}) {
		std::vector<std::byte> f = encode_frame(FrameType::out, 7, text_bytes(text));
		stream.insert(stream.end(), f.begin(), f.end());
	}
	for (size_t step = 1; step <= stream.size(); step++) {
		FrameReader reader;
		std::string seen;
		int frames = 0;
		for (size_t at = 0; at < stream.size(); at += step) {
			reader.feed(
				std::span(stream).subspan(at, std::min(step, stream.size() - at)));
			for (;;) {
				Result<std::optional<Frame>> frame = reader.next();
				ASSERT_TRUE(frame.ok());
				if (!frame.value())
					break;
				frames++;
				EXPECT_EQ(frame.value()->command, 7u);
				seen += frame.value()->text();
			}
		}
		EXPECT_EQ(frames, 3);
		EXPECT_EQ(seen, "ahello");
	}
}

Result<std::optional<Frame>> read_header(FrameHeader header)
{
	FrameReader reader;
	reader.feed(std::as_bytes(std::span(&header, 1)));
	Result<std::optional<Frame>> first = reader.next();
	EXPECT_EQ(first.ok(), reader.next().ok()); /* errors are permanent */
	return first;
}

TEST(Frame, RefusesBadHeaders)
{
	EXPECT_FALSE(read_header({0, 1, 0, 0}).ok());
	EXPECT_FALSE(read_header({kFrameMagic, 0, 0, 0}).ok());
	EXPECT_FALSE(read_header({kFrameMagic, kLastFrameType + 1, 0, 0}).ok());
	EXPECT_FALSE(read_header({kFrameMagic, 1, kFrameMaxPayload + 1, 0}).ok());
	EXPECT_FALSE(read_header({kFrameMagic, 1, 0xffffffff, 0}).ok());
	EXPECT_TRUE(read_header({kFrameMagic, 1, kFrameMaxPayload, 0}).ok());
}

TEST(Frame, RunRequestRoundTrip)
{
	RunRequest request = {InputKind::terminal, {80, 25}, {"/bin/x", "", "a b"}};
	Result<RunRequest> back = decode_run(encode_run(request).value());
	ASSERT_TRUE(back.ok());
	EXPECT_EQ(back.value().argv, request.argv);
	EXPECT_EQ(back.value().input, InputKind::terminal);
	EXPECT_EQ(back.value().window.columns, 80);
	EXPECT_EQ(back.value().window.rows, 25);
}

TEST(Frame, RunRequestHostile)
{
	std::vector<std::byte> good = encode_run({InputKind::none, {}, {"/bin/x"}}).value();
	std::span<const std::byte> bytes(good);
	for (size_t length = 0; length < good.size(); length++)
		EXPECT_FALSE(decode_run(bytes.first(length)).ok()) << length;
	good[0] = std::byte(9);
	EXPECT_FALSE(decode_run(good).ok());
	std::string large(kFrameMaxPayload, 'x');
	EXPECT_FALSE(encode_run({InputKind::none, {}, {large}}).ok());
}

TEST(Frame, FixedPayloadOfAnotherLength)
{
	Frame frame = {FrameType::exited, 1, std::vector<std::byte>(7)};
	EXPECT_FALSE(decode_payload<ExitStatus>(frame).has_value());
	frame.payload.resize(8);
	EXPECT_TRUE(decode_payload<ExitStatus>(frame).has_value());
}

} /* namespace */
} /* namespace ktstr */
