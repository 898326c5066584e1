/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire/record_reader.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace ktstr {
namespace {

std::span<const std::byte> as_bytes(std::string_view text)
{
	return std::as_bytes(std::span(text));
}

using Violation = RecordReader::Violation;

std::vector<std::byte> hello(uint32_t version = kWireVersion)
{
	return encode_record(RecordType::hello, 0, 1, bytes_of(WireHello{version, 0}));
}

std::vector<std::byte> result(uint32_t sequence)
{
	return encode_record(RecordType::result, sequence, 1, bytes_of(WireResult()));
}

std::vector<std::byte> join(std::vector<std::vector<std::byte>> parts)
{
	std::vector<std::byte> all;

	for (const auto &part : parts)
		all.insert(all.end(), part.begin(), part.end());
	return all;
}

Violation read_all(Sender from, const std::vector<std::byte> &bytes, size_t chunk, size_t *count)
{
	RecordReader reader(from, RecordReader::Sequence::exact);

	*count = 0;
	for (size_t at = 0; at < bytes.size(); at += chunk)
		reader.feed(std::span(bytes).subspan(at, std::min(chunk, bytes.size() - at)),
			    [count](const Record &) { (*count)++; });
	return reader.violation();
}

TEST(RecordTypes, NumbersAndNamesAreOnce)
{
	std::set<std::string> names;
	unsigned known = 0;

	for (unsigned type = 0; type <= UINT16_MAX; type++) {
		const RecordTypeInfo *info = find_record_type(uint16_t(type));

		if (!info)
			continue;
		known++;
		EXPECT_EQ(unsigned(info->type), type);
		EXPECT_TRUE(names.insert(info->name).second) << info->name;
	}
#define KTSTR_COUNT(...) +1
	EXPECT_EQ(known, unsigned(KTSTR_RECORD_TYPES(KTSTR_COUNT)));
#undef KTSTR_COUNT
	EXPECT_EQ(record_use(RecordType::out), RecordUse::stream);
	EXPECT_EQ(record_use(RecordType::check), RecordUse::fact);
	EXPECT_EQ(record_use(RecordType::window), RecordUse::measurement);
	EXPECT_EQ(record_use(RecordType(20)), RecordUse::fact);
}

TEST(RecordReader, TakesAnyChunking)
{
	std::vector<std::byte> bytes =
		join({hello(), encode_record(RecordType::out, 1, 2, as_bytes("hi")),
		      encode_record(RecordType::case_starting, 2, 3)});

	for (size_t chunk : {1, 2, 31, 32, 33, 1000}) {
		size_t count;

		EXPECT_EQ(read_all(Sender::guest, bytes, chunk, &count), Violation::none);
		EXPECT_EQ(count, 3u);
	}
}

TEST(RecordReader, RefusesEveryFlippedBit)
{
	std::vector<std::byte> good =
		join({hello(), encode_record(RecordType::out, 1, 2, as_bytes("hi"))});

	for (size_t bit = 0; bit < good.size() * 8; bit++) {
		std::vector<std::byte> bad = good;
		size_t count;

		bad[bit / 8] ^= std::byte(1 << (bit % 8));
		Violation violation = read_all(Sender::guest, bad, 7, &count);
		/* A longer length leaves the record incomplete, which is no violation yet. */
		EXPECT_TRUE(violation != Violation::none || count < 2) << bit;
	}
}

TEST(RecordReader, OrderIsChecked)
{
	const struct {
		std::vector<std::byte> bytes;
		Violation violation;
		size_t records;
	} table[] = {
		{encode_record(RecordType::out, 0, 1), Violation::no_hello, 0},
		{hello(kWireVersion + 1), Violation::bad_version, 0},
		{join({hello(), encode_record(RecordType::out, 2, 1)}), Violation::bad_sequence, 1},
		{join({hello(), encode_record(RecordType(20), 1, 1)}), Violation::bad_type, 1},
		{join({hello(), encode_record(RecordType::result, 1, 1)}), Violation::bad_length,
		 1},
		{join({hello(), result(1), encode_record(RecordType::out, 2, 1)}),
		 Violation::after_result, 2},
		{join({hello(), result(1), result(2)}), Violation::after_result, 2},
	};

	for (const auto &entry : table) {
		size_t count;

		EXPECT_EQ(read_all(Sender::guest, entry.bytes, 8, &count), entry.violation);
		EXPECT_EQ(count, entry.records);
	}
}

TEST(RecordReader, TheViolationIsTold)
{
	RecordReader reader(Sender::guest, RecordReader::Sequence::exact);
	std::vector<std::byte> bytes =
		join({hello(), encode_record(RecordType::check, 1, 1, as_bytes("x"))});

	reader.feed(bytes, [](const Record &) {});
	EXPECT_EQ(reader.violation_text(), "bad-length at byte 40, in a record of type check");
}

TEST(RecordReader, AnswersMayFollowTheResultAndNothingElse)
{
	std::vector<std::byte> answer =
		encode_record(RecordType::answer, 2, 1, bytes_of(WireAnswer{1, 1, 0, 0}));
	size_t count;

	EXPECT_EQ(read_all(Sender::guest, join({hello(), result(1), answer}), 8, &count),
		  Violation::none);
	EXPECT_EQ(count, 3u);
	EXPECT_EQ(read_all(Sender::guest,
			   join({hello(), result(1), answer,
				 encode_record(RecordType::fatal, 3, 1, as_bytes("late"))}),
			   8, &count),
		  Violation::after_result);
}

TEST(RecordReader, EachSideSaysItsOwn)
{
	std::vector<std::byte> request =
		encode_record(RecordType::request, 1, 1, bytes_of(WireRequest{1, 1}));
	size_t count;

	EXPECT_EQ(read_all(Sender::host, join({hello(), request}), 8, &count), Violation::none);
	EXPECT_EQ(read_all(Sender::guest, join({hello(), request}), 8, &count),
		  Violation::bad_type);
	EXPECT_EQ(read_all(Sender::host, join({hello(), result(1)}), 8, &count),
		  Violation::bad_type);
}

TEST(EncodeRecord, CutsWhatIsTooLong)
{
	std::vector<std::byte> payload(kRecordMaxPayload + 100);

	EXPECT_EQ(encode_record(RecordType::fatal, 0, 0, payload).size(),
		  sizeof(WireHeader) + kRecordMaxPayload);
}

} /* namespace */
} /* namespace ktstr */
