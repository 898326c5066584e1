/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/artifacts.h"

#include <cmath>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/kernel/command_line.h"

namespace ktstr {

namespace {

std::string number_field(const char *key, uint64_t value)
{
	return std::string(",\"") + key + "\":" + std::to_string(value);
}

std::string text_field(const char *key, std::string_view value)
{
	return std::string(",\"") + key + "\":" + json_string(value);
}

/* JSON has no other numbers than finite ones. */
std::string number_or_null(double value)
{
	char text[64] = "null";

	if (std::isfinite(value))
		snprintf(text, sizeof(text), "%.17g", value);
	return text;
}

std::string result_json(const RunContext &context, const PlannedCase &planned,
			const Evidence &evidence, const Outcome &outcome)
{
	const SessionResult &session = evidence.session;
	std::string text = "{\"case\":" + json_string(planned.test->name);

	text += number_field("seed", planned.seed);
	text += text_field("kernel", context.kernel.paths.image);
	text += text_field("kernel_release", context.kernel.release);
	text += text_field("kernel_sha256", context.kernel.sha256);
	text += text_field("config_source", context.kernel.config_source);
	text += text_field("host", context.host_kind);
	text += number_field("time_scale_percent", time_scale(context, planned.topology).percent);
	text += text_field("placement", session.placement);
	text += text_field("machine_exit", session.machine_exit);
	text += text_field("machine_detail", session.machine_detail);
	text += text_field("deadline", to_string(session.deadline));
	text += text_field("violation", session.violation);
	text += number_field("dropped_records", session.dropped_records);
	text += number_field("unclaimed_accesses", session.unclaimed_accesses);
	text += number_field("kernel_physical_base", session.kernel_physical_base);
	text += number_field("kernel_virtual_offset", session.kernel_virtual_offset);
	text += number_field("start_ms", session.start_ms);
	text += number_field("hello_ms", session.hello_ms);
	text += number_field("payload_ms", session.payload_ms);
	text += number_field("result_ms", session.result_ms);
	text += number_field("end_ms", session.end_ms);
	text += ",\"checks\":" + checks_json(evidence.checks);
	return text + ",\"outcome\":" + outcome_json(outcome) + "}\n";
}

} /* namespace */

std::string checks_json(const std::vector<CheckEvidence> &checks)
{
	static const char *const statuses[] = {"pass", "fail", "no-data"};
	std::string text;

	for (const CheckEvidence &check : checks) {
		text += text.empty() ? "" : ",";
		text += "{\"name\":" + json_string(check.name);
		text += text_field("status", statuses[uint32_t(check.status)]);
		text += ",\"measured\":" + number_or_null(check.measured);
		text += ",\"bound\":" + number_or_null(check.threshold);
		text += text_field("unit", check.unit) + text_field("detail", check.detail) + "}";
	}
	return "[" + text + "]";
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
		{"result.json", result_json(context, planned, evidence, outcome)},
	};

	for (const auto &file : files) {
		if (!file.content.empty())
			(void)write_file(outcome.artifacts + "/" + file.name, file.content).ok();
	}
}

} /* namespace ktstr */
