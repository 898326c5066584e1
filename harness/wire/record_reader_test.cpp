/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire/record_reader.h"

#include <gtest/gtest.h>

#include "harness/base/text.h"

namespace ktstr {
namespace {

using Violation = RecordReader::Violation;

std::vector<std::byte> hello(uint32_t version = kWireVersion)
{
	WireHello wire = {version, 0};

	return make_record(RecordType::hello, 0, 1, std::as_bytes(std::span(&wire, 1)));
}

std::vector<std::byte> join(std::vector<std::vector<std::byte>> parts)
{
	std::vector<std::byte> all;

	for (const auto &part : parts)
		all.insert(all.end(), part.begin(), part.end());
	return all;
}

Violation read_all(const std::vector<std::byte> &bytes, size_t chunk, size_t *count)
{
	RecordReader reader(RecordReader::Sequence::exact);

	*count = 0;
	for (size_t at = 0; at < bytes.size(); at += chunk)
		reader.feed(std::span(bytes).subspan(at, std::min(chunk, bytes.size() - at)),
			    [count](const Record &) { (*count)++; });
	return reader.violation();
}

TEST(RecordReader, TakesAnyChunking)
{
	std::vector<std::byte> bytes =
		join({hello(), make_record(RecordType::out, 1, 2, as_bytes("hi")),
		      make_record(RecordType::payload_starting, 2, 3, {})});

	for (size_t chunk : {1, 2, 31, 32, 33, 1000}) {
		size_t count;

		EXPECT_EQ(read_all(bytes, chunk, &count), Violation::none);
		EXPECT_EQ(count, 3u);
	}
}

TEST(RecordReader, RefusesEveryFlippedBit)
{
	std::vector<std::byte> good =
		join({hello(), make_record(RecordType::out, 1, 2, as_bytes("hi"))});

	for (size_t bit = 0; bit < good.size() * 8; bit++) {
		std::vector<std::byte> bad = good;
		size_t count;

		bad[bit / 8] ^= std::byte(1 << (bit % 8));
		Violation violation = read_all(bad, 7, &count);
		/* A longer length leaves the record open, which is no violation yet. */
		EXPECT_TRUE(violation != Violation::none || count < 2) << bit;
	}
}

TEST(RecordReader, OrderIsChecked)
{
	size_t count;

	EXPECT_EQ(read_all(make_record(RecordType::out, 0, 1, {}), 8, &count), Violation::no_hello);
	EXPECT_EQ(read_all(hello(2), 8, &count), Violation::bad_version);
	EXPECT_EQ(read_all(join({hello(), make_record(RecordType::out, 2, 1, {})}), 8, &count),
		  Violation::bad_sequence);
	EXPECT_EQ(read_all(join({hello(), make_record(RecordType::stop, 1, 1, {})}), 8, &count),
		  Violation::bad_type);
	EXPECT_EQ(read_all(join({hello(), make_record(RecordType::result, 1, 1, {})}), 8, &count),
		  Violation::bad_length);
	WireResult result = {};
	EXPECT_EQ(read_all(join({hello(),
				 make_record(RecordType::result, 1, 1,
					     std::as_bytes(std::span(&result, 1))),
				 make_record(RecordType::out, 2, 1, {})}),
			   8, &count),
		  Violation::after_result);
	EXPECT_EQ(count, 2u);
}

} /* namespace */
} /* namespace ktstr */
