/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict/evidence.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

void add(Evidence *evidence, uint32_t status)
{
	WireCheck check = {};
	Record record = {};

	check.status = status;
	record.header.type = uint16_t(RecordType::check);
	record.payload = bytes_of(check);
	add_record(evidence, record);
}

size_t count(const Evidence &evidence, CheckStatus status)
{
	return size_t(
		std::count_if(evidence.checks.begin(), evidence.checks.end(),
			      [status](const CheckEvidence &c) { return c.status == status; }));
}

TEST(Evidence, ManyPassesHideNoFailure)
{
	Evidence evidence;

	for (int i = 0; i < 5000; i++)
		add(&evidence, 0);
	for (int i = 0; i < 5000; i++)
		add(&evidence, 2);
	add(&evidence, 1);
	EXPECT_EQ(count(evidence, CheckStatus::pass), 4096u);
	EXPECT_EQ(count(evidence, CheckStatus::no_data), 4096u);
	EXPECT_EQ(count(evidence, CheckStatus::fail), 1u);
}

TEST(Evidence, AnUnknownStatusProvesNothing)
{
	Evidence evidence;

	add(&evidence, 7);
	EXPECT_EQ(count(evidence, CheckStatus::no_data), 1u);
}

TEST(Evidence, TheEndOfTheMeasurementsHasItsPlaceAmongTheChecks)
{
	Evidence evidence;
	WireMeasured end = {};
	Record record = {};

	add(&evidence, 0);
	record.header.type = uint16_t(RecordType::measured);
	record.payload = bytes_of(end);
	add_record(&evidence, record);
	add(&evidence, 0);
	EXPECT_TRUE(evidence.measured.complete());
	EXPECT_EQ(evidence.checks_before_end, 1u);
}

} /* namespace */
} /* namespace ktstr */
