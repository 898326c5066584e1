/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire/measurement_reader.h"

#include <cmath>
#include <cstring>
#include <utility>

#include "harness/wire/wire_measurement.h"

namespace ktstr {

namespace {

/* Bounds that no scenario comes near. */
constexpr size_t kMaxText = 4096;	 /* bytes: a path */
constexpr uint64_t kMaxParts = 1u << 18; /* windows, what is in them, and left cgroups */
constexpr size_t kMaxPrograms = 4096;

/* Consumes a payload from the front. */
class Input {
public:
	explicit Input(std::span<const std::byte> bytes) : left_(bytes) {}

	template <typename T>
	bool take(T *value)
	{
		if (left_.size() < sizeof(T))
			return false;
		memcpy(value, left_.data(), sizeof(T));
		left_ = left_.subspan(sizeof(T));
		return true;
	}
	template <typename T>
	bool take(std::vector<T> *values, uint32_t count)
	{
		if (left_.size() / sizeof(T) < count)
			return false;
		values->resize(count);
		if (count)
			memcpy(values->data(), left_.data(), count * sizeof(T));
		left_ = left_.subspan(count * sizeof(T));
		return true;
	}
	/* Takes the rest: text without a NUL. */
	bool take_text(std::string *text)
	{
		text->assign(reinterpret_cast<const char *>(left_.data()), left_.size());
		left_ = {};
		return text->size() <= kMaxText && text->find('\0') == std::string::npos;
	}
	/* Takes the rest: "first\0second". */
	bool take_texts(std::string *first, std::string *second)
	{
		std::string both(reinterpret_cast<const char *>(left_.data()), left_.size());
		size_t end = both.find('\0');

		if (end == both.npos)
			return false;
		*first = both.substr(0, end);
		*second = both.substr(end + 1);
		left_ = {};
		return first->size() <= kMaxText && second->size() <= kMaxText &&
		       second->find('\0') == std::string::npos;
	}

private:
	std::span<const std::byte> left_;
};

template <typename T>
std::optional<T> maybe(uint32_t flags, uint32_t flag, T value)
{
	return flags & flag ? std::optional<T>(value) : std::nullopt;
}

} /* namespace */

bool MeasurementReader::take(const Record &record)
{
	const RecordTypeInfo *info = find_record_type(record.header.type);

	if (!info || info->use != RecordUse::measurement)
		return false;
	if (!error_.empty())
		return true;
	std::string wrong = complete_ ? "after the end" : take_part(record.type(), record.payload);
	if (!wrong.empty())
		error_ = std::string("record ") + info->name + ": " + wrong;
	return true;
}

std::string MeasurementReader::take_part(RecordType type, Bytes payload)
{
	switch (type) {
	case RecordType::window:
		return take_window(payload);
	case RecordType::worker:
		return take_worker(payload);
	case RecordType::cgroup:
		return take_cgroup(payload);
	case RecordType::looks:
		return take_looks(payload);
	case RecordType::event:
		return take_event(payload);
	case RecordType::program_output:
		return take_output(payload);
	case RecordType::program:
		return take_program(payload);
	case RecordType::left_cgroup:
		return take_left(payload);
	case RecordType::measured:
		return take_end(payload);
	default:
		return "not known";
	}
}

std::string MeasurementReader::take_window(Bytes payload)
{
	WireWindow wire;
	Window window;
	Input input(payload);

	if (!input.take(&wire) || !input.take_text(&window.where))
		return "malformed";
	if (awaited_ != Awaited())
		return "the previous window is incomplete";
	if (wire.number != measurements_.windows.size())
		return "window " + std::to_string(wire.number) + " in place of " +
		       std::to_string(measurements_.windows.size());
	bool events = wire.flags & kWindowHasEvents;
	if ((wire.flags & ~kWindowHasEvents) || (wire.events && !events))
		return "malformed";
	awaited_ = {wire.workers, wire.cgroups, wire.looks, wire.events};
	parts_ += 1ull + wire.workers + wire.cgroups + wire.looks + wire.events;
	if (parts_ > kMaxParts)
		return "too many parts";
	window.length_ns = wire.length_ns;
	if (events)
		window.events.emplace();
	measurements_.windows.push_back(std::move(window));
	return {};
}

std::string MeasurementReader::take_worker(Bytes payload)
{
	WireWorker wire;
	WorkerMeasurement worker;
	Input input(payload);

	if (awaited_.workers == 0)
		return "one that its window does not have";
	if (!input.take(&wire) || !input.take(&worker.cpus_used, wire.cpus_used) ||
	    !input.take(&worker.wake_ns, wire.wake_samples) ||
	    !input.take_texts(&worker.cgroup, &worker.type))
		return "malformed";
	if ((wire.flags & ~kWorkerFlags) || wire.wake_samples > wire.wakes)
		return "malformed";
	awaited_.workers--;
	worker.team = wire.team;
	worker.number = wire.number;
	worker.pid = wire.pid;
	worker.held_back = wire.flags & kWorkerHeldBack;
	worker.iterations = wire.iterations;
	worker.cpu_ns = wire.cpu_ns;
	worker.run_delay_ns = maybe(wire.flags, kWorkerHasRunDelay, wire.run_delay_ns);
	worker.gap_ns = maybe(wire.flags, kWorkerHasGap, wire.gap_ns);
	worker.migrations = maybe(wire.flags, kWorkerHasMigrations, wire.migrations);
	worker.longest_wake_ns = wire.longest_wake_ns;
	worker.cpu_samples = wire.cpu_samples;
	worker.outside = wire.outside;
	worker.wakes = wire.wakes;
	worker.pages = maybe(wire.flags, kWorkerHasPages, wire.pages);
	worker.local_pages = maybe(wire.flags, kWorkerHasLocalPages, wire.local_pages);
	measurements_.windows.back().workers.push_back(std::move(worker));
	return {};
}

std::string MeasurementReader::take_cgroup(Bytes payload)
{
	WireCgroup wire;
	CgroupMeasurement cgroup;
	Input input(payload);

	if (awaited_.cgroups == 0)
		return "one that its window does not have";
	if (!input.take(&wire) || !input.take_text(&cgroup.name) || (wire.flags & ~kCgroupFlags) ||
	    wire.reserved)
		return "malformed";
	if (!std::isfinite(wire.pressure_percent) || wire.pressure_percent < 0)
		return "a pressure that is no number";
	awaited_.cgroups--;
	cgroup.periods = maybe(wire.flags, kCgroupHasPeriods, wire.periods);
	cgroup.throttled = maybe(wire.flags, kCgroupHasThrottled, wire.throttled);
	cgroup.pressure_percent = maybe(wire.flags, kCgroupHasPressure, wire.pressure_percent);
	measurements_.windows.back().cgroups.push_back(std::move(cgroup));
	return {};
}

std::string MeasurementReader::take_looks(Bytes payload)
{
	Input input(payload);
	WireLook look;

	if (payload.empty() || payload.size() % sizeof(look))
		return "malformed";
	while (input.take(&look)) {
		if (awaited_.looks == 0)
			return "one that its window does not have";
		awaited_.looks--;
		measurements_.windows.back().runnable.push_back(
			{look.cpus, look.runnable, look.most});
	}
	return {};
}

std::string MeasurementReader::take_event(Bytes payload)
{
	WireEvent wire;
	EventCount event;
	Input input(payload);

	if (awaited_.events == 0)
		return "one that its window does not have";
	if (!input.take(&wire) || !input.take_text(&event.name))
		return "malformed";
	awaited_.events--;
	event.count = wire.count;
	measurements_.windows.back().events->push_back(std::move(event));
	return {};
}

std::string MeasurementReader::take_output(Bytes payload)
{
	if (output_.size() + payload.size() > kMaxProgramOutput)
		return "too much";
	output_.append(reinterpret_cast<const char *>(payload.data()), payload.size());
	return {};
}

std::string MeasurementReader::take_program(Bytes payload)
{
	WireProgram wire;
	ProgramRun run;
	Input input(payload);

	if (!input.take(&wire) || !input.take_texts(&run.where, &run.cgroup) ||
	    (wire.flags & ~kProgramHasExitCode))
		return "malformed";
	if (measurements_.programs.size() == kMaxPrograms)
		return "too many programs";
	if (wire.output_bytes != output_.size())
		return "some of its output is missing";
	run.payload = wire.payload;
	run.exit_code = maybe(wire.flags, kProgramHasExitCode, wire.exit_code);
	run.output = std::exchange(output_, {});
	measurements_.programs.push_back(std::move(run));
	return {};
}

std::string MeasurementReader::take_left(Bytes payload)
{
	std::string name;

	if (!Input(payload).take_text(&name))
		return "malformed";
	if (++parts_ > kMaxParts)
		return "too many parts";
	left_.push_back(std::move(name));
	return {};
}

std::string MeasurementReader::take_end(Bytes payload)
{
	WireMeasured wire;
	bool looked, has_attached, attached;

	if (!Input(payload).take(&wire) || payload.size() != sizeof(wire) ||
	    (wire.flags & ~kMeasuredFlags))
		return "malformed";
	looked = wire.flags & kMeasuredLookedForLeft;
	has_attached = wire.flags & kMeasuredHasAttached;
	attached = wire.flags & kMeasuredAttached;
	if ((attached && !has_attached) || (!looked && !left_.empty()))
		return "malformed";
	if (awaited_ != Awaited() || !output_.empty())
		return "the last window or program is incomplete";
	if (wire.windows != measurements_.windows.size() ||
	    wire.programs != measurements_.programs.size() || wire.left_cgroups != left_.size())
		return "its counts do not match the records";
	if (has_attached)
		measurements_.still_attached = attached;
	if (looked)
		measurements_.left_cgroups = std::move(left_);
	complete_ = true;
	return {};
}

std::string MeasurementReader::error() const
{
	if (!error_.empty())
		return error_;
	return complete_ ? "" : "the guest did not send all of them";
}

} /* namespace ktstr */
