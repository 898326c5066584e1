/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MeasurementWriter: sends measurements as records, window by window. A scenario's executor owns
 * it, on one thread. MeasurementReader is the receiver.
 */
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/measurement.h"
#include "harness/wire/record_types.h"

namespace ktstr {

class MeasurementWriter {
public:
	using Send = std::function<void(RecordType, std::string_view)>;

	explicit MeasurementWriter(Send send) : send_(std::move(send)) {}

	void window(const Window &window);
	void program(const ProgramRun &run);
	/** Sends what is left of @measurements after its windows and programs. Call once, last. */
	void finish(const Measurements &measurements);

private:
	void worker(const WorkerMeasurement &worker);
	void cgroup(const CgroupMeasurement &cgroup);
	void looks(const std::vector<RunnableSample> &samples);

	Send send_;
	uint32_t windows_ = 0;
	uint32_t programs_ = 0;
};

} /* namespace ktstr */
