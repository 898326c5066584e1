/* SPDX-License-Identifier: GPL-2.0 */
#include "init/host_input.h"

#include <gtest/gtest.h>

#include <cstring>

#include "init/records.h"

namespace ktstr {
namespace {

template <typename Head>
std::vector<std::byte> record(RecordType type, uint32_t sequence, const Head &head)
{
	return encode_record(type, sequence, 0, std::as_bytes(std::span(&head, 1)));
}

std::vector<std::byte> hello(uint32_t version = kWireVersion)
{
	return record(RecordType::hello, 0, WireHello{version, 0});
}

TEST(HostInput, TakesHelloThenStopInAnyPieces)
{
	std::vector<std::byte> bytes = hello();
	std::vector<std::byte> stop = encode_record(RecordType::stop, 1, 0, {});
	HostInput input;

	bytes.insert(bytes.end(), stop.begin(), stop.end());
	for (std::byte b : bytes) {
		EXPECT_FALSE(input.stop_requested());
		input.feed(std::span(&b, 1));
	}
	EXPECT_TRUE(input.greeted());
	EXPECT_TRUE(input.stop_requested());
	EXPECT_EQ(input.error(), "");
}

TEST(HostInput, RefusesAnotherVersion)
{
	HostInput input;

	input.feed(hello(kWireVersion + 1));
	EXPECT_FALSE(input.greeted());
	EXPECT_NE(input.error().find("mismatch"), std::string::npos);
}

TEST(HostInput, RefusesMalformedBytes)
{
	std::vector<std::byte> flipped = hello();
	flipped.back() ^= std::byte(1);
	std::vector<std::byte> endless = hello();
	endless[offsetof(WireHeader, length) + 3] = std::byte(0xff);
	std::vector<std::byte> unordered = record(RecordType::hello, 5, WireHello{kWireVersion, 0});
	std::vector<std::byte> rude = encode_record(RecordType::stop, 0, 0, {});
	std::vector<std::byte> empty = encode_record(RecordType::hello, 0, 0, {});
	std::vector<std::byte> noise(100, std::byte(0x5a));

	for (const auto &bytes : {flipped, endless, unordered, rude, empty, noise}) {
		HostInput input;

		input.feed(bytes);
		EXPECT_FALSE(input.greeted());
		EXPECT_NE(input.error(), "");
		/* Nothing after an error counts. */
		input.feed(hello());
		EXPECT_FALSE(input.greeted());
	}
}

} /* namespace */
} /* namespace ktstr */
