/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MeasurementReader: rebuilds measurements from a guest's records. The guest is hostile:
 * inconsistent records, fields out of range and wrong counts cause an error that stays; later
 * records are ignored. The number of parts is bounded, as each costs more memory than its record. A
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
	/** True if @record was part of the measurements. */
	bool take(const Record &record);

	/** Whether everything has arrived and is consistent. */
	bool complete() const { return complete_ && error_.empty(); }
	/** Why the measurements are not complete. */
	std::string error() const;
	/** What has arrived so far. */
	const Measurements &measurements() const { return measurements_; }

private:
	/** The number of parts that the current window still lacks. */
	struct Awaited {
		uint32_t workers = 0;
		uint32_t cgroups = 0;
		uint32_t looks = 0;
		uint32_t events = 0;
		bool operator==(const Awaited &) const = default;
	};
	using Bytes = std::span<const std::byte>;

	/* Each returns what is wrong; empty: nothing. */
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
	uint64_t parts_ = 0; /* so far, those that are awaited included */
	std::string output_; /* output for the next program record */
	bool complete_ = false;
	std::string error_;
};

} /* namespace ktstr */
