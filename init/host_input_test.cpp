/* SPDX-License-Identifier: GPL-2.0 */
#include "init/host_input.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

using Bytes = std::vector<std::byte>;

Bytes hello(uint32_t version = kWireVersion, uint32_t sequence = 0)
{
	return encode_record(RecordType::hello, sequence, 0, bytes_of(WireHello{version, 0}));
}

Bytes request(uint32_t sequence, uint32_t id, RequestKind kind)
{
	return encode_record(RecordType::request, sequence, 0,
			     bytes_of(WireRequest{id, uint32_t(kind)}));
}

Bytes join(Bytes first, const Bytes &second)
{
	first.insert(first.end(), second.begin(), second.end());
	return first;
}

TEST(HostInput, TakesHelloThenStopInAnyPieces)
{
	HostInput input;

	for (std::byte b : join(hello(), request(1, 7, RequestKind::stop))) {
		EXPECT_FALSE(input.stop_requested());
		input.feed(std::span(&b, 1));
	}
	EXPECT_TRUE(input.greeted());
	EXPECT_TRUE(input.stop_requested());
	EXPECT_EQ(input.error(), "");
	std::vector<WireAnswer> answers = input.take_answers();
	ASSERT_EQ(answers.size(), 1u);
	EXPECT_EQ(answers[0].id, 7u);
	EXPECT_EQ(answers[0].kind, uint32_t(RequestKind::stop));
	EXPECT_EQ(answers[0].status, uint32_t(AnswerStatus::done));
	EXPECT_TRUE(input.take_answers().empty());
}

TEST(HostInput, WhatItDoesNotKnowIsAnsweredToo)
{
	HostInput input;

	input.feed(join(hello(), request(1, 8, RequestKind(99))));
	EXPECT_FALSE(input.stop_requested());
	EXPECT_EQ(input.error(), "");
	std::vector<WireAnswer> answers = input.take_answers();
	ASSERT_EQ(answers.size(), 1u);
	EXPECT_EQ(answers[0].id, 8u);
	EXPECT_EQ(answers[0].kind, 99u);
	EXPECT_EQ(answers[0].status, uint32_t(AnswerStatus::unsupported));
}

TEST(HostInput, RefusesAnotherVersion)
{
	HostInput input;

	input.feed(hello(9));
	EXPECT_FALSE(input.greeted());
	EXPECT_EQ(input.error(), "record protocol mismatch: host has version 9, init has " +
					 std::to_string(kWireVersion));
}

TEST(HostInput, RefusesMalformedBytes)
{
	Bytes flipped = hello();
	flipped.back() ^= std::byte(1);
	Bytes endless = hello();
	endless[offsetof(WireHeader, length) + 3] = std::byte(0xff);
	const struct {
		Bytes bytes;
		const char *error;
	} table[] = {
		{flipped, "the host sent a record with a bad checksum"},
		{endless, "the host sent a malformed record header"},
		{hello(kWireVersion, 5), "the host's records are out of order"},
		{request(0, 1, RequestKind::stop), "the host did not begin with HELLO"},
		{encode_record(RecordType::hello, 0, 0), "the host sent a malformed record header"},
		{Bytes(100, std::byte(0x5a)), "the host sent a malformed record header"},
	};

	for (const auto &entry : table) {
		HostInput input;

		input.feed(entry.bytes);
		EXPECT_FALSE(input.greeted());
		EXPECT_EQ(input.error(), entry.error);
		/* Nothing after an error counts. */
		input.feed(hello());
		EXPECT_FALSE(input.greeted());
	}
}

TEST(HostInput, RefusesWhatOnlyAGuestSays)
{
	HostInput input;

	input.feed(join(hello(), encode_record(RecordType::result, 1, 0, bytes_of(WireResult()))));
	EXPECT_EQ(input.error(), "the host sent a record of unexpected type 19");
}

} /* namespace */
} /* namespace ktstr */
