/* SPDX-License-Identifier: GPL-2.0 */
#include "init/body/link.h"

#include <gtest/gtest.h>

#include <string>

namespace ktstr {
namespace {

TEST(Link, CarriesChecksInOrder)
{
	Result<LinkPair> made = make_link();
	ASSERT_TRUE(made.ok());
	LinkPair link = std::move(made.value());
	std::vector<std::string> got;
	auto take = [&](RecordType, std::string_view payload) { got.emplace_back(payload); };

	ASSERT_TRUE(link_send(link.sender, RecordType::check, "first"));
	ASSERT_TRUE(link_send(link.sender, RecordType::skip, std::string("a\0b", 3)));
	ASSERT_TRUE(
		link_send(link.sender, RecordType::check, std::string(kRecordMaxPayload + 5, 'x')));
	link.sender.reset();
	while (link_receive(link.receiver, take))
		;
	ASSERT_EQ(got.size(), 3u);
	EXPECT_EQ(got[0], "first");
	EXPECT_EQ(got[1], std::string("a\0b", 3));
	EXPECT_EQ(got[2].size(), kRecordMaxPayload);
}

TEST(Link, PassesOnlyWhatABodyMaySay)
{
	Result<LinkPair> made = make_link();
	ASSERT_TRUE(made.ok());
	LinkPair link = std::move(made.value());
	int taken = 0;
	auto take = [&](RecordType, std::string_view) { taken++; };

	for (RecordType forged : {RecordType::result, RecordType::attached, RecordType(999)}) {
		ASSERT_TRUE(link_send(link.sender, forged, "forged"));
		EXPECT_TRUE(link_receive(link.receiver, take));
	}
	EXPECT_EQ(taken, 0);
	ASSERT_TRUE(link_send(link.sender, RecordType::measured, "a measurement"));
	EXPECT_TRUE(link_receive(link.receiver, take));
	EXPECT_EQ(taken, 1);
	ASSERT_EQ(write(link.sender.get(), "x", 1), 1);
	EXPECT_FALSE(link_receive(link.receiver, take));
	EXPECT_FALSE(link_receive(link.receiver, take));
	EXPECT_EQ(taken, 1);
}

} /* namespace */
} /* namespace ktstr */
