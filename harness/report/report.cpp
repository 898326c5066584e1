/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/report/report.h"

#include "harness/base/text.h"
#include "harness/options/exit_codes.h"
#include "harness/report/suite_cost.h"

namespace ktstr {

namespace {

/* The runner's prefixer is slow; the whole story is in the artifacts. */
constexpr size_t kMaxDiagnostics = 60;

std::string test_line(size_t number, const Outcome &outcome)
{
	const Verdict &verdict = outcome.verdict;
	std::string line = verdict.ok() ? "ok " : "not ok ";

	line += std::to_string(number) + " " + safe_name(outcome.name) + " # ";
	if (verdict.kind == VerdictKind::skip)
		return line + "SKIP " + quote_line(verdict.reason) + "\n";
	if (verdict.kind == VerdictKind::timeout)
		line += "TIMEOUT ";
	else if (verdict.kind == VerdictKind::error)
		line += "ERROR ";
	return line + "time=" + std::to_string(outcome.time_ms) + "ms\n";
}

std::vector<std::string> diagnostic_lines(const Outcome &outcome)
{
	const Verdict &verdict = outcome.verdict;
	std::vector<std::string> lines;

	if (verdict.kind != VerdictKind::pass && verdict.kind != VerdictKind::skip) {
		std::string first = std::string(to_string(verdict.kind)) + ": " + verdict.reason;

		if (!verdict.diagnostics.empty())
			first += ": " + verdict.diagnostics.front();
		lines.push_back(first);
	}
	for (size_t i = verdict.ok() ? 0 : 1; i < verdict.diagnostics.size(); i++) {
		if (verdict.kind == VerdictKind::skip)
			break;
		if (lines.size() >= kMaxDiagnostics) {
			lines.push_back("(more in the artifacts)");
			break;
		}
		lines.push_back(verdict.diagnostics[i]);
	}
	if (outcome.host_losses)
		lines.push_back("emulated hosts lost under this case: " +
				std::to_string(outcome.host_losses));
	if (!verdict.ok()) {
		if (!outcome.artifacts.empty())
			lines.push_back("artifacts: " + outcome.artifacts);
		lines.push_back("repro: " + outcome.repro);
	}
	return lines;
}

/* A repro line is for copying: cutting or breaking it would make it useless. */
std::string comment(const std::string &line)
{
	if (line.starts_with("repro: ") || line.starts_with("artifacts: ")) {
		std::string plain = "# ";

		for (char c : line)
			plain += c < ' ' ? ' ' : c;
		return plain + "\n";
	}
	return "# " + quote_line(line) + "\n";
}

class TapReporter : public Reporter {
public:
	std::string begin(size_t planned) override
	{
		return "TAP version 13\n1.." + std::to_string(planned) + "\n";
	}
	std::string note(const std::string &text) override { return comment(text); }
	std::string result(const Outcome &outcome) override
	{
		std::string text = test_line(++number_, outcome);

		for (const std::string &line : diagnostic_lines(outcome))
			text += comment(line);
		return text;
	}
	std::string suite(const SuiteCost &cost) override
	{
		return note("suite: " + suite_text(cost));
	}
	std::string end() override { return {}; }

private:
	size_t number_ = 0;
};

/* Documentation/dev-tools/ktap.rst: diagnostics come before the line they belong to. */
class KtapReporter : public Reporter {
public:
	std::string begin(size_t planned) override
	{
		return "KTAP version 1\n1..1\n  KTAP version 1\n  # Subtest: ktstr\n  1.." +
		       std::to_string(planned) + "\n";
	}
	std::string note(const std::string &text) override { return "  " + comment(text); }
	std::string result(const Outcome &outcome) override
	{
		std::string text;

		failed_ |= !outcome.verdict.ok();
		skipped_ += outcome.verdict.kind == VerdictKind::skip;
		for (const std::string &line : diagnostic_lines(outcome))
			text += "  " + comment(line);
		return text + "  " + test_line(++number_, outcome);
	}
	std::string suite(const SuiteCost &cost) override
	{
		return note("suite: " + suite_text(cost));
	}
	std::string end() override
	{
		if (failed_)
			return "not ok 1 ktstr\n";
		return skipped_ == number_ ? "ok 1 ktstr # SKIP\n" : "ok 1 ktstr\n";
	}

private:
	size_t number_ = 0;
	size_t skipped_ = 0;
	bool failed_ = false;
};

class JsonReporter : public Reporter {
public:
	std::string begin(size_t planned) override
	{
		return "{\"format\":\"ktstr\",\"version\":1,\"planned\":" +
		       std::to_string(planned) + ",\"results\":[";
	}
	std::string note(const std::string &text) override
	{
		notes_.push_back(quote_line(text));
		return {};
	}
	std::string result(const Outcome &outcome) override
	{
		return std::string(first_++ ? ",\n" : "\n") +
		       hide_marks_in_json(outcome_json(for_stdout(outcome)));
	}
	std::string end() override
	{
		std::string text = "\n],\"notes\":[";

		for (size_t i = 0; i < notes_.size(); i++)
			text += (i ? "," : "") + json_string(notes_[i]);
		return hide_marks_in_json(text + "]" + suite_ + "}\n");
	}
	std::string suite(const SuiteCost &cost) override
	{
		char text[160];

		snprintf(text, sizeof(text),
			 ",\"suite\":{\"wall_ms\":%llu,\"slots\":%u,\"idle_percent\":%.1f,"
			 "\"cases_per_minute\":%.1f}",
			 static_cast<unsigned long long>(cost.wall_ms), cost.slots,
			 cost.idle_percent, cost.cases_per_minute);
		suite_ = text;
		return {};
	}

private:
	/* As little and as harmless as the comments of TAP. */
	static Outcome for_stdout(Outcome outcome)
	{
		std::vector<std::string> &lines = outcome.verdict.diagnostics;

		if (lines.size() > kMaxDiagnostics) {
			lines.resize(kMaxDiagnostics);
			lines.push_back("(more in the artifacts)");
		}
		for (std::string &line : lines)
			line = quote_line(line);
		return outcome;
	}

	size_t first_ = 0;
	std::vector<std::string> notes_;
	std::string suite_;
};

} /* namespace */

std::unique_ptr<Reporter> make_reporter(OutputFormat format)
{
	switch (format) {
	case OutputFormat::tap:
		break;
	case OutputFormat::ktap:
		return std::make_unique<KtapReporter>();
	case OutputFormat::json:
		return std::make_unique<JsonReporter>();
	}
	return std::make_unique<TapReporter>();
}

std::string skip_all(OutputFormat format, const std::string &reason,
		     const std::vector<std::string> &diagnostics)
{
	std::string text;

	if (format == OutputFormat::json) {
		text = "{\"format\":\"ktstr\",\"version\":1,\"planned\":0,\"skip\":" +
		       json_string(reason) + ",\"results\":[],\"notes\":[";
		for (size_t i = 0; i < diagnostics.size(); i++)
			text += (i ? "," : "") + json_string(quote_line(diagnostics[i]));
		return hide_marks_in_json(text + "]}\n");
	}
	text = format == OutputFormat::ktap ? "KTAP version 1\n" : "TAP version 13\n";
	text += "1..0 # SKIP " + quote_line(reason) + "\n";
	for (const std::string &line : diagnostics)
		text += comment(line);
	return text;
}

std::string outcome_json(const Outcome &o)
{
	std::string text = "{\"name\":" + json_string(o.name) +
			   ",\"verdict\":" + json_string(to_string(o.verdict.kind)) +
			   ",\"reason_code\":" + json_string(o.verdict.reason) +
			   ",\"time_ms\":" + std::to_string(o.time_ms) +
			   ",\"topology\":" + json_string(o.topology) +
			   ",\"scheduler\":" + json_string(o.scheduler) +
			   ",\"host_losses\":" + std::to_string(o.host_losses) +
			   ",\"artifacts\":" + json_string(o.artifacts) +
			   ",\"repro\":" + json_string(o.repro) + ",\"diagnostics\":[";

	for (size_t i = 0; i < o.verdict.diagnostics.size(); i++)
		text += (i ? "," : "") + json_string(o.verdict.diagnostics[i]);
	return text + "]}";
}

std::string junit_document(const std::vector<Outcome> &outcomes)
{
	Totals totals = count_outcomes(outcomes);
	std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"ktstr\" "
			   "tests=\"" +
			   std::to_string(outcomes.size()) + "\" failures=\"" +
			   std::to_string(totals.failed) + "\" errors=\"" +
			   std::to_string(totals.errors) + "\" skipped=\"" +
			   std::to_string(totals.skipped) + "\">\n";

	for (const Outcome &o : outcomes) {
		char seconds[32];
		const char *element = o.verdict.kind == VerdictKind::skip ? "skipped"
				      : o.verdict.kind == VerdictKind::error ||
						      o.verdict.kind == VerdictKind::inconclusive
					      ? "error"
					      : "failure";

		snprintf(seconds, sizeof(seconds), "%.3f", double(o.time_ms) / 1000);
		text += "  <testcase classname=\"ktstr\" name=\"" + xml_text(o.name) +
			"\" time=\"" + seconds + "\"";
		if (o.verdict.kind == VerdictKind::pass) {
			text += "/>\n";
			continue;
		}
		text += ">\n    <" + std::string(element) + " message=\"" +
			xml_text(o.verdict.reason) + "\">";
		for (const std::string &line : diagnostic_lines(o))
			text += xml_text(quote_line(line)) + "\n";
		text += "</" + std::string(element) + ">\n  </testcase>\n";
	}
	return text + "</testsuite>\n";
}

Totals count_outcomes(const std::vector<Outcome> &outcomes)
{
	Totals totals;

	for (const Outcome &outcome : outcomes) {
		switch (outcome.verdict.kind) {
		case VerdictKind::pass:
			totals.passed++;
			break;
		case VerdictKind::skip:
			totals.skipped++;
			break;
		case VerdictKind::error:
		case VerdictKind::inconclusive:
			totals.errors++;
			break;
		case VerdictKind::fail:
		case VerdictKind::lost:
		case VerdictKind::timeout:
		case VerdictKind::crash:
			totals.failed++;
			break;
		}
	}
	return totals;
}

int exit_code(const Totals &totals, bool bisect)
{
	if (bisect && totals.failed)
		return 1;
	if (bisect)
		return totals.errors || !totals.passed ? kExitCannotTell : kExitPass;
	if (totals.failed || totals.errors)
		return kExitFail;
	return totals.passed ? kExitPass : kExitSkip;
}

int command_exit_code(int code, bool bisect)
{
	/* git-bisect(1): 125 would skip the commit, and more than 127 end the bisection. */
	if (bisect)
		return code ? kExitFail : kExitPass;
	return code & 0xff;
}

int no_command_exit_code(VerdictKind kind, bool bisect)
{
	switch (kind) {
	case VerdictKind::pass:
	case VerdictKind::skip:
	case VerdictKind::inconclusive:
	case VerdictKind::error:
		return bisect ? kExitCannotTell : kExitFail;
	case VerdictKind::fail:
	case VerdictKind::lost:
	case VerdictKind::timeout:
	case VerdictKind::crash:
		break;
	}
	return kExitFail;
}

} /* namespace ktstr */
