/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/report/json.h"

#include "harness/base/text.h"
#include "harness/report/diagnostics.h"

namespace ktstr {

namespace {

constexpr int kVersion = 1;
constexpr int kCostDigits = 6; /* significant digits of rates and percentages */

std::vector<std::string> quoted(const std::vector<std::string> &lines)
{
	std::vector<std::string> result;

	for (const std::string &line : lines)
		result.push_back(quote_line(line));
	return result;
}

/* Truncated and quoted like TAP comments. */
Outcome for_stdout(Outcome outcome)
{
	std::vector<std::string> &lines = outcome.verdict.diagnostics;

	if (lines.size() > kMaxDiagnostics) {
		lines.resize(kMaxDiagnostics);
		lines.push_back(kMoreInArtifacts);
	}
	lines = quoted(lines);
	return outcome;
}

JsonValue header(size_t planned)
{
	return JsonValue(json_pack("{s:s, s:i, s:I}", "format", "ktstr", "version", kVersion,
				   "planned", json_int_t(planned)));
}

/* Writes each result at once; end() closes the object. */
class JsonReporter : public Reporter {
public:
	std::string begin(size_t planned) override
	{
		std::string text = dump_json(header(planned));

		text.pop_back();
		return text + ",\"results\":[";
	}
	std::string note(const std::string &text) override
	{
		notes_.push_back(quote_line(text));
		return {};
	}
	std::string result(const Outcome &outcome) override
	{
		const char *separator = any_ ? ",\n" : "\n";

		any_ = true;
		return separator + hide_marks_in_json(dump_json(outcome_json(for_stdout(outcome))));
	}
	std::string suite(const SuiteCost &cost) override
	{
		suite_.reset(json_pack("{s:I, s:i, s:f, s:f}", "wall_ms", json_int_t(cost.wall_ms),
				       "slots", int(cost.slots), "idle_percent", cost.idle_percent,
				       "cases_per_minute", cost.cases_per_minute));
		return {};
	}
	std::string end() override
	{
		JsonValue rest(json_object());

		json_object_set_new(rest.get(), "notes", json_texts(notes_));
		if (suite_)
			json_object_set(rest.get(), "suite", suite_.get());
		return "\n]," + hide_marks_in_json(dump_json(rest, kCostDigits)).substr(1) + "\n";
	}

private:
	bool any_ = false;
	std::vector<std::string> notes_;
	JsonValue suite_;
};

} /* namespace */

std::unique_ptr<Reporter> make_json_reporter()
{
	return std::make_unique<JsonReporter>();
}

std::string json_skip_all(const std::string &reason, const std::vector<std::string> &diagnostics)
{
	JsonValue all = header(0);

	json_object_set_new(all.get(), "skip", json_text(reason));
	json_object_set_new(all.get(), "results", json_array());
	json_object_set_new(all.get(), "notes", json_texts(quoted(diagnostics)));
	return hide_marks_in_json(dump_json(all) + "\n");
}

JsonValue outcome_json(const Outcome &outcome)
{
	JsonValue object(json_object());
	auto set = [&object](const char *key, json_t *value) {
		json_object_set_new(object.get(), key, value);
	};

	set("name", json_text(outcome.name));
	set("verdict", json_text(to_string(outcome.verdict.kind)));
	set("reason_code", json_text(outcome.verdict.reason));
	set("time_ms", json_integer(json_int_t(outcome.time_ms)));
	set("topology", json_text(outcome.topology));
	set("scheduler", json_text(outcome.scheduler));
	set("host_losses", json_integer(outcome.host_losses));
	set("artifacts", json_text(outcome.artifacts));
	set("repro", json_text(outcome.repro));
	set("diagnostics", json_texts(outcome.verdict.diagnostics));
	return object;
}

} /* namespace ktstr */
