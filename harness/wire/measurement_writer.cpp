/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire/measurement_writer.h"

#include <algorithm>

#include "harness/wire/wire_measurement.h"

namespace ktstr {

namespace {

template <typename T>
std::string_view bytes(const T *values, size_t count)
{
	return {reinterpret_cast<const char *>(values), count * sizeof(T)};
}

template <typename Head>
std::string with_head(const Head &head, std::string_view text)
{
	return std::string(bytes(&head, 1)).append(text);
}

/* If there is a value, returns it and sets @flag. */
template <typename T>
T take(const std::optional<T> &value, uint32_t flag, uint32_t *flags)
{
	*flags |= value ? flag : 0;
	return value.value_or(T());
}

std::string two_texts(const std::string &first, const std::string &second)
{
	return first + std::string(1, '\0') + second;
}

} /* namespace */

void MeasurementWriter::window(const Window &window)
{
	WireWindow wire = {};

	wire.number = windows_++;
	wire.flags = window.events ? kWindowHasEvents : 0;
	wire.length_ns = window.length_ns;
	wire.workers = uint32_t(window.workers.size());
	wire.cgroups = uint32_t(window.cgroups.size());
	wire.looks = uint32_t(window.runnable.size());
	wire.events = window.events ? uint32_t(window.events->size()) : 0;
	send_(RecordType::window, with_head(wire, window.where));
	for (const WorkerMeasurement &each : window.workers)
		worker(each);
	for (const CgroupMeasurement &each : window.cgroups)
		cgroup(each);
	looks(window.runnable);
	if (!window.events)
		return;
	for (const EventCount &event : *window.events)
		send_(RecordType::event, with_head(WireEvent{event.count}, event.name));
}

void MeasurementWriter::worker(const WorkerMeasurement &worker)
{
	WireWorker wire = {};

	wire.team = worker.team;
	wire.number = worker.number;
	wire.pid = worker.pid;
	wire.flags = worker.held_back ? kWorkerHeldBack : 0;
	wire.iterations = worker.iterations;
	wire.cpu_ns = worker.cpu_ns;
	wire.run_delay_ns = take(worker.run_delay_ns, kWorkerHasRunDelay, &wire.flags);
	wire.gap_ns = take(worker.gap_ns, kWorkerHasGap, &wire.flags);
	wire.migrations = take(worker.migrations, kWorkerHasMigrations, &wire.flags);
	wire.longest_wake_ns = worker.longest_wake_ns;
	wire.cpu_samples = worker.cpu_samples;
	wire.outside = worker.outside;
	wire.wakes = worker.wakes;
	wire.pages = take(worker.pages, kWorkerHasPages, &wire.flags);
	wire.local_pages = take(worker.local_pages, kWorkerHasLocalPages, &wire.flags);
	wire.cpus_used = uint32_t(worker.cpus_used.size());
	wire.wake_samples = uint32_t(worker.wake_ns.size());

	static_assert(sizeof(worker.cpus_used[0]) == sizeof(uint32_t));
	std::string payload =
		with_head(wire, bytes(worker.cpus_used.data(), worker.cpus_used.size()));
	payload += bytes(worker.wake_ns.data(), worker.wake_ns.size());
	send_(RecordType::worker, payload + two_texts(worker.cgroup, worker.type));
}

void MeasurementWriter::cgroup(const CgroupMeasurement &cgroup)
{
	WireCgroup wire = {};

	wire.periods = take(cgroup.periods, kCgroupHasPeriods, &wire.flags);
	wire.throttled = take(cgroup.throttled, kCgroupHasThrottled, &wire.flags);
	wire.pressure_percent = take(cgroup.pressure_percent, kCgroupHasPressure, &wire.flags);
	send_(RecordType::cgroup, with_head(wire, cgroup.name));
}

void MeasurementWriter::looks(const std::vector<RunnableSample> &samples)
{
	constexpr size_t kInOne = kRecordMaxPayload / sizeof(WireLook);
	std::vector<WireLook> wire;

	for (const RunnableSample &sample : samples)
		wire.push_back({sample.cpus, sample.runnable, sample.most, 0});
	for (size_t at = 0; at < wire.size(); at += kInOne)
		send_(RecordType::looks, bytes(&wire[at], std::min(kInOne, wire.size() - at)));
}

void MeasurementWriter::program(const ProgramRun &run)
{
	WireProgram wire = {};
	std::string_view left = run.output;

	programs_++;
	wire.payload = run.payload;
	wire.exit_code = take(run.exit_code, kProgramHasExitCode, &wire.flags);
	wire.output_bytes = uint32_t(run.output.size());
	for (; !left.empty(); left.remove_prefix(std::min<size_t>(left.size(), kRecordMaxPayload)))
		send_(RecordType::program_output, left.substr(0, kRecordMaxPayload));
	send_(RecordType::program, with_head(wire, two_texts(run.where, run.cgroup)));
}

void MeasurementWriter::finish(const Measurements &measurements)
{
	WireMeasured wire = {};

	wire.windows = windows_;
	wire.programs = programs_;
	if (measurements.still_attached)
		wire.flags |= kMeasuredHasAttached |
			      (*measurements.still_attached ? kMeasuredAttached : 0);
	if (measurements.left_cgroups) {
		wire.flags |= kMeasuredLookedForLeft;
		wire.left_cgroups = uint32_t(measurements.left_cgroups->size());
		for (const std::string &name : *measurements.left_cgroups)
			send_(RecordType::left_cgroup, name);
	}
	send_(RecordType::measured, with_head(wire, ""));
}

} /* namespace ktstr */
