/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/report/tap.h"

#include "harness/base/text.h"
#include "harness/report/diagnostics.h"

namespace ktstr {

namespace {

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

} /* namespace */

std::unique_ptr<Reporter> make_tap_reporter()
{
	return std::make_unique<TapReporter>();
}

std::unique_ptr<Reporter> make_ktap_reporter()
{
	return std::make_unique<KtapReporter>();
}

std::string tap_skip_all(const std::string &header, const std::string &reason,
			 const std::vector<std::string> &diagnostics)
{
	std::string text = header + "\n1..0 # SKIP " + quote_line(reason) + "\n";

	for (const std::string &line : diagnostics)
		text += comment(line);
	return text;
}

} /* namespace ktstr */
