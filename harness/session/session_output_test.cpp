/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/session/session_output.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "harness/base/files.h"
#include "harness/base/test_folder.h"

namespace ktstr {
namespace {

UniqueFd open_for_writing(const std::string &path)
{
	return UniqueFd(open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
}

void feed(SessionOutput *output, RecordType type, uint32_t sequence,
	  std::span<const std::byte> payload)
{
	output->port_output(ConsolePort::records, encode_record(type, sequence, 0, payload));
}

TEST(SessionOutput, AFullDiskIsTheSessionsError)
{
	test::TestFolder folder;
	SessionOutput output(JobMode::case_, open_for_writing(folder.path() + "/console"),
			     open_for_writing("/dev/full"));
	WireHello hello = {kWireVersion, 0};

	feed(&output, RecordType::hello, 0, bytes_of(hello));
	output.flush();
	output.flush();
	Result<void> finished = output.finish();
	ASSERT_FALSE(finished.ok());
	EXPECT_EQ(finished.error().code, ENOSPC);
}

TEST(SessionOutput, OnlyThePhaseOfTeardownBeginsIt)
{
	test::TestFolder folder;
	SessionOutput output(JobMode::case_, open_for_writing(folder.path() + "/console"),
			     open_for_writing(folder.path() + "/records"));
	WireHello hello = {kWireVersion, 0};
	WirePhase begin = {uint32_t(Phase::case_), 0};
	WirePhase teardown = {uint32_t(Phase::teardown), 0};

	feed(&output, RecordType::hello, 0, bytes_of(hello));
	feed(&output, RecordType::phase, 1, bytes_of(begin));
	EXPECT_EQ(output.progress().teardown, SessionOutput::Clock::time_point());
	feed(&output, RecordType::phase, 2, bytes_of(teardown));
	EXPECT_NE(output.progress().teardown, SessionOutput::Clock::time_point());
	EXPECT_TRUE(output.finish().ok());
}

TEST(SessionOutput, OnlyTheAnswerToItsOwnRequestConfirmsTheStop)
{
	test::TestFolder folder;
	SessionOutput output(JobMode::case_, open_for_writing(folder.path() + "/console"),
			     open_for_writing(folder.path() + "/records"));
	const uint32_t stop = uint32_t(RequestKind::stop);
	const WireAnswer others[] = {
		{SessionOutput::kStopId + 1, stop, uint32_t(AnswerStatus::done), 0},
		{SessionOutput::kStopId, stop + 1, uint32_t(AnswerStatus::done), 0},
		{SessionOutput::kStopId, stop, uint32_t(AnswerStatus::unsupported), 0}};
	uint32_t sequence = 0;

	feed(&output, RecordType::hello, sequence++, bytes_of(WireHello{kWireVersion, 0}));
	feed(&output, RecordType::result, sequence++, bytes_of(WireResult()));
	for (const WireAnswer &answer : others)
		feed(&output, RecordType::answer, sequence++, bytes_of(answer));
	EXPECT_EQ(output.progress().stopped, SessionOutput::Clock::time_point());
	feed(&output, RecordType::answer, sequence++,
	     bytes_of(WireAnswer{SessionOutput::kStopId, stop, uint32_t(AnswerStatus::done), 0}));
	EXPECT_NE(output.progress().stopped, SessionOutput::Clock::time_point());
	EXPECT_FALSE(output.progress().violated);
}

TEST(SessionOutput, StreamsAndMeasurementsLeaveRoomForFacts)
{
	test::TestFolder folder;
	SessionOutput output(JobMode::case_, open_for_writing(folder.path() + "/console"),
			     open_for_writing(folder.path() + "/records"));
	WireHello hello = {kWireVersion, 0};
	std::vector<std::byte> big(kRecordMaxPayload);
	uint32_t sequence = 0;

	feed(&output, RecordType::hello, sequence++, bytes_of(hello));
	auto feed_mib = [&](RecordType type, size_t mib) {
		for (size_t bytes = 0; bytes < mib << 20; bytes += big.size())
			feed(&output, type, sequence++, big);
	};
	feed_mib(RecordType::trace, 25);
	EXPECT_GT(output.dropped_records(), 0u);
	EXPECT_EQ(output.dropped_facts(), 0u);
	feed_mib(RecordType::program_output, 17);
	uint64_t measurements = output.dropped_facts();
	EXPECT_GT(measurements, 0u);
	feed_mib(RecordType::skip, 7);
	EXPECT_EQ(output.dropped_facts(), measurements);
	feed_mib(RecordType::skip, 2);
	EXPECT_GT(output.dropped_facts(), measurements);
	EXPECT_EQ(output.violation_text(), "");
}

} /* namespace */
} /* namespace ktstr */
