/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/measurements_json.h"

#include <algorithm>

#include "harness/base/json_text.h"
#include "harness/scenario/topology/cpu_list.h"

namespace ktstr {

namespace {

/* Leaves out values that were not measured. */
class Object {
public:
	Object &set(const char *key, json_t *value)
	{
		json_object_set_new(value_.get(), key, value);
		return *this;
	}
	Object &text(const char *key, std::string_view text) { return set(key, json_text(text)); }
	/* Writes a real if @count is too large for a JSON integer. */
	Object &count(const char *key, const std::optional<uint64_t> &count)
	{
		if (!count)
			return *this;
		return set(key, *count <= uint64_t(INT64_MAX) ? json_integer(json_int_t(*count))
							      : json_real(double(*count)));
	}
	Object &flag(const char *key, bool value) { return set(key, json_boolean(value)); }
	json_t *take() { return value_.release(); }

private:
	JsonValue value_ = JsonValue(json_object());
};

template <typename T, typename Make>
json_t *json_list(const std::vector<T> &values, Make make)
{
	json_t *array = json_array();

	for (const T &value : values)
		json_array_append_new(array, make(value));
	return array;
}

json_t *wakes_json(const WorkerMeasurement &worker)
{
	std::vector<uint32_t> sample = worker.wake_ns;
	Object object;
	/* By the nearest-rank method. */
	auto quantile = [&sample](size_t percent) {
		return uint64_t(sample[(sample.size() * percent + 99) / 100 - 1]);
	};

	std::sort(sample.begin(), sample.end());
	object.count("count", worker.wakes).count("sampled", sample.size());
	if (!sample.empty())
		object.count("p50_ns", quantile(50))
			.count("p90_ns", quantile(90))
			.count("p99_ns", quantile(99));
	return object.count("longest_ns", worker.longest_wake_ns).take();
}

json_t *worker_json(const WorkerMeasurement &worker)
{
	Object object;
	std::vector<unsigned> cpus = worker.cpus_used;

	std::sort(cpus.begin(), cpus.end());
	object.text("cgroup", worker.cgroup)
		.text("type", worker.type)
		.count("team", worker.team)
		.count("number", worker.number)
		.set("pid", json_integer(worker.pid))
		.flag("held_back", worker.held_back)
		.count("iterations", worker.iterations)
		.count("cpu_ns", worker.cpu_ns)
		.count("run_delay_ns", worker.run_delay_ns)
		.count("gap_ns", worker.gap_ns)
		.count("migrations", worker.migrations)
		.text("cpus", cpu_list_text(cpus))
		.count("cpu_samples", worker.cpu_samples)
		.count("outside", worker.outside);
	if (worker.wakes)
		object.set("wakes", wakes_json(worker));
	return object.count("pages", worker.pages).count("local_pages", worker.local_pages).take();
}

json_t *cgroup_json(const CgroupMeasurement &cgroup)
{
	Object object;

	object.text("name", cgroup.name);
	if (cgroup.pressure_percent)
		object.set("pressure_percent", json_real(*cgroup.pressure_percent));
	return object.count("periods", cgroup.periods).count("throttled", cgroup.throttled).take();
}

json_t *look_json(const RunnableSample &sample)
{
	Object object;

	return object.count("cpus", sample.cpus)
		.count("runnable", sample.runnable)
		.count("most", sample.most)
		.take();
}

json_t *event_json(const EventCount &event)
{
	Object object;

	return object.text("name", event.name).count("count", event.count).take();
}

json_t *window_json(const Window &window)
{
	Object object;

	object.text("where", window.where)
		.count("length_ns", window.length_ns)
		.set("workers", json_list(window.workers, worker_json))
		.set("cgroups", json_list(window.cgroups, cgroup_json));
	if (!window.runnable.empty())
		object.set("looks", json_list(window.runnable, look_json));
	if (window.events)
		object.set("events", json_list(*window.events, event_json));
	return object.take();
}

json_t *program_json(const ProgramRun &run)
{
	Object object;

	object.count("payload", run.payload).text("where", run.where).text("cgroup", run.cgroup);
	if (run.exit_code)
		object.set("exit_code", json_integer(*run.exit_code));
	return object.take();
}

} /* namespace */

JsonValue measurements_json(const MeasurementReader &measured)
{
	const Measurements &all = measured.measurements();
	Object object;

	object.flag("complete", measured.complete());
	if (!measured.complete())
		object.text("error", measured.error());
	object.set("windows", json_list(all.windows, window_json))
		.set("programs", json_list(all.programs, program_json));
	if (all.still_attached)
		object.flag("still_attached", *all.still_attached);
	if (all.left_cgroups)
		object.set("left_cgroups", json_texts(*all.left_cgroups));
	return JsonValue(object.take());
}

} /* namespace ktstr */
