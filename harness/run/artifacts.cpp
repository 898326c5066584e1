/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/artifacts.h"

#include <cmath>

#include "harness/base/files.h"
#include "harness/kernel/command_line.h"
#include "harness/report/json.h"
#include "harness/run/measurements_json.h"

namespace ktstr {

namespace {

/* JSON only has finite numbers. */
json_t *finite_or_null(double value)
{
	return std::isfinite(value) ? json_real(value) : json_null();
}

JsonValue result_json(const RunContext &context, const PlannedCase &planned,
		      const Evidence &evidence, const Outcome &outcome)
{
	const SessionResult &session = evidence.session;
	JsonValue object(json_object());
	auto text = [&object](const char *key, std::string_view value) {
		json_object_set_new(object.get(), key, json_text(value));
	};
	auto number = [&object](const char *key, uint64_t value) {
		json_object_set_new(object.get(), key, json_integer(json_int_t(value)));
	};

	text("case", planned.test->name);
	number("seed", planned.seed);
	text("kernel", context.kernel.paths.image);
	text("kernel_release", context.kernel.release);
	text("kernel_sha256", context.kernel.sha256);
	text("config_source", context.kernel.config_source);
	text("host", context.host_kind);
	number("time_scale_percent", time_scale(context, planned.topology).percent);
	text("placement", session.placement);
	text("machine_exit", session.machine_exit);
	text("machine_detail", session.machine_detail);
	text("deadline", to_string(session.deadline));
	text("violation", session.violation);
	number("dropped_records", session.dropped_records);
	number("unclaimed_accesses", session.unclaimed_accesses);
	number("kernel_physical_base", session.kernel_physical_base);
	number("kernel_virtual_offset", session.kernel_virtual_offset);
	number("start_ms", session.start_ms);
	number("hello_ms", session.hello_ms);
	number("case_ms", session.case_ms);
	number("result_ms", session.result_ms);
	number("stopped_ms", session.stopped_ms);
	number("end_ms", session.end_ms);
	json_object_set_new(object.get(), "checks", checks_json(evidence.checks).release());
	if (!planned.test->scenario.empty())
		json_object_set_new(object.get(), "measurements",
				    measurements_json(evidence.measured).release());
	json_object_set_new(object.get(), "outcome", outcome_json(outcome).release());
	return object;
}

} /* namespace */

JsonValue checks_json(const std::vector<CheckEvidence> &checks)
{
	static const char *const statuses[] = {"pass", "fail", "no-data"};
	JsonValue array(json_array());

	for (const CheckEvidence &check : checks)
		json_array_append_new(
			array.get(),
			json_pack("{s:o, s:s, s:o, s:o, s:o, s:o}", "name", json_text(check.name),
				  "status", statuses[uint32_t(check.status)], "measured",
				  finite_or_null(check.measured), "bound",
				  finite_or_null(check.bound), "unit", json_text(check.unit),
				  "detail", json_text(check.detail)));
	return array;
}

void write_artifacts(const RunContext &context, const PlannedCase &planned,
		     const Evidence &evidence, const Outcome &outcome)
{
	const struct {
		const char *name;
		std::string content;
	} files[] = {
		{"scheduler.log", evidence.scheduler_log},
		{"stimuli.log", evidence.stimuli},
		{"stdout.log", evidence.out},
		{"stderr.log", evidence.err},
		{"trace.log", evidence.trace},
		{"kernel.log", evidence.kernel_log},
		{"cmdline", kernel_command_line(planned.topology, context.host_cpus,
						time_scale(context, planned.topology),
						planned.test->kernel_arguments) +
				    "\n"},
		{"config", context.kernel.config_text},
		{"config.gz", context.kernel.config_text.empty() ? evidence.kernel_config : ""},
		{"result.json", dump_json(result_json(context, planned, evidence, outcome)) + "\n"},
	};

	for (const auto &file : files) {
		if (!file.content.empty())
			(void)write_file(outcome.artifacts + "/" + file.name, file.content).ok();
	}
}

} /* namespace ktstr */
