/* SPDX-License-Identifier: GPL-2.0 */
/* For unit tests: measurements as records and back. */
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "harness/wire/measurement_reader.h"
#include "harness/wire/measurement_writer.h"

namespace ktstr {

using SentRecord = std::pair<RecordType, std::string>;
using SentRecords = std::vector<SentRecord>;

inline SentRecords send_measurements(const Measurements &measurements)
{
	SentRecords records;
	MeasurementWriter writer([&records](RecordType type, std::string_view payload) {
		records.emplace_back(type, payload);
	});

	for (const Window &window : measurements.windows)
		writer.window(window);
	for (const ProgramRun &run : measurements.programs)
		writer.program(run);
	writer.finish(measurements);
	return records;
}

/* @sent as a RecordReader would return it; @sent must outlive the result. */
inline Record record_of(const SentRecord &sent)
{
	Record record = {};

	record.header.type = uint16_t(sent.first);
	record.header.length = uint32_t(sent.second.size());
	record.payload = std::as_bytes(std::span(sent.second));
	return record;
}

inline MeasurementReader read_measurements(const SentRecords &records)
{
	MeasurementReader reader;

	for (const SentRecord &sent : records)
		reader.take(record_of(sent));
	return reader;
}

/* Measurements with every kind of part. */
inline Measurements full_measurements()
{
	WorkerMeasurement worker = {.cgroup = "a/b", .number = 1, .type = "Spin", .pid = -7};
	Window window = {.where = "step 2 (swap)", .length_ns = 500};
	Measurements measurements;

	worker.held_back = true;
	worker.iterations = UINT64_MAX;
	worker.gap_ns = 0;
	worker.migrations = 4;
	worker.pages = 9;
	worker.local_pages = 8;
	worker.cpus_used = {0, 251};
	worker.wakes = 3;
	worker.wake_ns = {1, UINT32_MAX, 0};
	window.workers = {worker, {.cgroup = "", .type = "Yield"}};
	window.cgroups = {{.name = "a/b", .pressure_percent = 12.5, .throttled = 2}, {.name = "c"}};
	window.runnable = {{4, 3, 1}, {4, 3, 2}};
	window.events = {{"SCX_EV_X", 12}, {"SCX_EV_Y", 0}};
	measurements.windows = {window, {.where = "step 3"}};
	measurements.programs = {{.payload = 1,
				  .where = "step 2 (swap)",
				  .cgroup = "a",
				  .output = std::string(70000, 'o')},
				 {.exit_code = 137}};
	measurements.still_attached = true;
	measurements.left_cgroups = {"left", "left/too"};
	return measurements;
}

} /* namespace ktstr */
