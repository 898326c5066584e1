/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MeasurementReader: measurements out of a guest's records. The guest is hostile: records that do
 * not fit together, fields out of their range and counts that differ from what came make an error
 * that stays, and nothing after it is looked at. Memory is bounded by the records' own size. A
 * value; one thread at a time.
 */
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "harness/scenario/measurement.h"
#include "harness/wire/record.h"

namespace ktstr {

class MeasurementReader {
public:
	/** True if @record was one of measurements. */
	bool take(const Record &record);

	/** All of it has come, and fits together. */
	bool complete() const { return complete_ && error_.empty(); }
	/** Why it is not complete. */
	std::string error() const;
	/** What has come so far. */
	const Measurements &measurements() const { return measurements_; }

private:
	/** What a window has still to bring. */
	struct Awaited {
		uint32_t workers = 0;
		uint32_t cgroups = 0;
		uint32_t looks = 0;
		uint32_t events = 0;
		bool operator==(const Awaited &) const = default;
	};
	using Bytes = std::span<const std::byte>;

	/* Each says what is wrong; empty: nothing is. */
	std::string take_window(Bytes payload);
	std::string take_worker(Bytes payload);
	std::string take_cgroup(Bytes payload);
	std::string take_looks(Bytes payload);
	std::string take_event(Bytes payload);
	std::string take_output(Bytes payload);
	std::string take_program(Bytes payload);
	std::string take_left(Bytes payload);
	std::string take_end(Bytes payload);
	std::string take_part(RecordType type, Bytes payload);

	Measurements measurements_;
	std::vector<std::string> left_;
	Awaited awaited_;
	std::string output_; /* of the program that has not ended yet */
	bool complete_ = false;
	std::string error_;
};

} /* namespace ktstr */
