/* SPDX-License-Identifier: GPL-2.0 */
/* Writing and reading measurements, and what a hostile guest can do to them. */
#include <gtest/gtest.h>

#include <cstring>
#include <limits>

#include "harness/wire/measurement_reader.h"
#include "harness/wire/measurement_writer.h"
#include "harness/wire/test_measurement.h"
#include "harness/wire/wire_measurement.h"

namespace ktstr {
namespace {

std::string error_of(const SentRecords &records)
{
	return read_measurements(records).error();
}

TEST(MeasurementRecords, RoundTripKeepsEveryField)
{
	Measurements sent = full_measurements();
	SentRecords records = send_measurements(sent);
	MeasurementReader reader = read_measurements(records);

	ASSERT_EQ(reader.error(), "");
	ASSERT_TRUE(reader.complete());
	const Measurements &got = reader.measurements();
	/* A field that got lost would be missing when sent again. */
	EXPECT_EQ(send_measurements(got), records);
	ASSERT_EQ(got.windows.size(), 2u);
	const WorkerMeasurement &worker = got.windows[0].workers.at(0);
	EXPECT_EQ(got.windows[0].where, "step 2 (swap)");
	EXPECT_EQ(worker.cgroup, "a/b");
	EXPECT_EQ(worker.type, "Spin");
	EXPECT_EQ(worker.pid, -7);
	EXPECT_TRUE(worker.held_back);
	EXPECT_EQ(worker.gap_ns, std::optional<uint64_t>(0));
	EXPECT_EQ(worker.run_delay_ns, std::nullopt);
	EXPECT_EQ(worker.cpus_used, (std::vector<unsigned>{0, 251}));
	EXPECT_EQ(worker.wake_ns.size(), 3u);
	EXPECT_EQ(got.windows[0].cgroups.at(0).pressure_percent, 12.5);
	EXPECT_EQ(got.windows[0].runnable.at(1).most, 2u);
	EXPECT_EQ(got.windows[0].events->at(0).name, "SCX_EV_X");
	EXPECT_FALSE(got.windows[1].events.has_value());
	EXPECT_EQ(got.programs.at(0).output, sent.programs[0].output);
	EXPECT_EQ(got.programs[0].exit_code, std::nullopt);
	EXPECT_EQ(got.still_attached, std::optional(true));
	EXPECT_EQ(got.left_cgroups, sent.left_cgroups);
}

TEST(MeasurementRecords, AWideMachineFits)
{
	WorkerMeasurement worker = {.cgroup = std::string(250, 'c'), .type = "WakeChain"};
	Window window = {.where = "step 0"};
	Measurements measurements;

	worker.wakes = 1 << 20;
	worker.wake_ns.assign(1024, 5);
	worker.cpus_used.assign(512, 3);
	window.workers.assign(512, worker);
	window.runnable.assign(5000, {1, 2, 3});
	measurements.windows.push_back(window);
	SentRecords records = send_measurements(measurements);
	for (const auto &record : records)
		EXPECT_LE(record.second.size(), kRecordMaxPayload);
	MeasurementReader reader = read_measurements(records);
	ASSERT_TRUE(reader.complete()) << reader.error();
	EXPECT_EQ(reader.measurements().windows[0].workers.size(), 512u);
	EXPECT_EQ(reader.measurements().windows[0].runnable.size(), 5000u);
}

TEST(MeasurementRecords, NothingAtAllIsNotComplete)
{
	EXPECT_EQ(error_of({}), "the guest did not send all of them");
	EXPECT_TRUE(read_measurements(send_measurements({})).complete());
}

TEST(MeasurementRecords, WithoutAnyOneRecordOrWithItTwiceItIsNotComplete)
{
	SentRecords records = send_measurements(full_measurements());

	for (size_t i = 0; i < records.size(); i++) {
		SentRecords fewer = records, more = records;

		fewer.erase(fewer.begin() + ptrdiff_t(i));
		more.insert(more.begin() + ptrdiff_t(i), records[i]);
		EXPECT_FALSE(read_measurements(fewer).complete()) << i;
		EXPECT_FALSE(read_measurements(more).complete()) << i;
	}
}

TEST(MeasurementRecords, CutOrLengthenedStructsAreRefused)
{
	SentRecords records = send_measurements(full_measurements());

	for (size_t i = 0; i < records.size(); i++) {
		size_t head = find_record_type(uint16_t(records[i].first))->head_size;

		/* Shorter text is different but valid text; a shorter struct is not valid. */
		for (size_t length = 0; length < head; length++) {
			SentRecords cut = records;

			cut[i].second.resize(length);
			EXPECT_FALSE(read_measurements(cut).complete()) << i << " " << length;
		}
	}
	SentRecords longer = records;
	longer.back().second += '\0';
	EXPECT_EQ(error_of(longer), "record measured: malformed");
}

TEST(MeasurementRecords, NoByteMakesACrashAndNoCountIsBelieved)
{
	SentRecords records = send_measurements(full_measurements());

	for (size_t i = 0; i < records.size(); i++) {
		for (size_t at = 0; at < records[i].second.size(); at++) {
			for (int value : {0x00, 0x7f, 0xff}) {
				SentRecords bad = records;

				bad[i].second[at] = char(value);
				read_measurements(bad).complete();
			}
		}
	}
	WireWorker worker = {};
	worker.cpus_used = worker.wake_samples = UINT32_MAX;
	worker.wakes = UINT64_MAX;
	SentRecords absurd = records;
	absurd[1].second = std::string(reinterpret_cast<const char *>(&worker), sizeof(worker));
	EXPECT_EQ(error_of(absurd), "record worker: malformed");
	WireWindow window = {};
	window.workers = UINT32_MAX;
	absurd = records;
	absurd[0].second = std::string(reinterpret_cast<const char *>(&window), sizeof(window));
	EXPECT_EQ(error_of(absurd), "record window: too many parts");
}

TEST(MeasurementRecords, WhatWouldCostTooMuchMemoryIsRefused)
{
	MeasurementReader windows, programs;
	SentRecords one = send_measurements({.programs = {{.where = "step 0"}}});
	SentRecords window = send_measurements({.windows = {{.where = "step 0"}}});

	for (uint32_t number = 0; windows.error() == "the guest did not send all of them";
	     number++) {
		ASSERT_LT(number, 1u << 20);
		memcpy(window[0].second.data() + offsetof(WireWindow, number), &number, 4);
		windows.take(record_of(window[0]));
	}
	EXPECT_EQ(windows.error(), "record window: too many parts");
	for (unsigned i = 0; programs.error() == "the guest did not send all of them"; i++) {
		ASSERT_LT(i, 1u << 20);
		programs.take(record_of(one[0]));
	}
	EXPECT_EQ(programs.error(), "record program: too many programs");
}

TEST(MeasurementRecords, WhatIsNoNumberIsRefused)
{
	for (double bad : {std::numeric_limits<double>::quiet_NaN(),
			   std::numeric_limits<double>::infinity(), -1.0}) {
		Measurements measurements = full_measurements();

		measurements.windows[0].cgroups[0].pressure_percent = bad;
		EXPECT_EQ(error_of(send_measurements(measurements)),
			  "record cgroup: a pressure that is no number");
	}
}

TEST(MeasurementRecords, SamplesOfMoreWakesThanThereWereAreRefused)
{
	Measurements measurements = full_measurements();

	measurements.windows[0].workers[0].wakes = 2;
	EXPECT_EQ(error_of(send_measurements(measurements)), "record worker: malformed");
}

TEST(MeasurementRecords, NothingCountsAfterAnError)
{
	SentRecords records = send_measurements(full_measurements());
	SentRecords twice = {records[0]};

	twice.insert(twice.end(), records.begin(), records.end());
	EXPECT_EQ(error_of(twice), "record window: the previous window is incomplete");
	SentRecords after = records;
	after.push_back(records[0]);
	EXPECT_EQ(error_of(after), "record window: after the end");
}

TEST(MeasurementRecords, OthersAreNotTaken)
{
	MeasurementReader reader;

	EXPECT_FALSE(reader.take(record_of({RecordType::check, std::string(100, '\0')})));
	EXPECT_FALSE(reader.take(record_of({RecordType(999), ""})));
}

} /* namespace */
} /* namespace ktstr */
