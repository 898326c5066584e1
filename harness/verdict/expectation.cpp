/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict/expectation.h"

namespace ktstr {

namespace {

/*
 * Whether @splat comes along with the expected one. Guests run with oops=panic, and the splat scan
 * drops such a panic in favour of its Oops: so an Oops beside an expected panic happened while that
 * panic was in progress. lib/bug.c reports a BUG(), which then ends in an Oops.
 */
bool is_companion(const Splat &splat, const std::string &expected)
{
	if (splat.type == SplatClass::oops)
		return expected == splat_reason(SplatClass::panic);
	return splat.type == SplatClass::bug && splat.line.starts_with("kernel BUG at ") &&
	       expected == splat_reason(SplatClass::oops);
}

bool cause_mentions(const Verdict &verdict, std::string_view text)
{
	for (const std::string &line : verdict.diagnostics) {
		if (!line.starts_with(kLogQuote) && line.find(text) != std::string::npos)
			return true;
	}
	return text.empty();
}

/* What differs from @expected although kind and reason match; empty: nothing. */
std::string mismatch(const Verdict &verdict, const Expectation &expected, const Evidence &e)
{
	std::string exit = expected.machine_exit;

	if (!e.host_error.empty())
		return "the host failed as well: " + e.host_error;
	if (expected.stage == Expectation::before_case && e.case_starting)
		return "it came after the case had begun";
	if (expected.stage == Expectation::in_case && !e.case_starting)
		return "it came before the case began";
	if (!exit.empty() && e.session.machine_exit != exit)
		return "the machine should end as " + exit + "; " + machine_end(e);
	if (!cause_mentions(verdict, expected.mentions))
		return std::string("the cause does not mention '") + expected.mentions + "'";
	for (const Splat &splat : e.splats) {
		if (is_companion(splat, expected.reason))
			continue;
		if (splat_reason(splat.type) != expected.reason ||
		    splat.line.find(expected.mentions) == std::string::npos)
			return "the kernel also reported: " + splat.line;
	}
	return {};
}

} /* namespace */

Verdict apply_expectation(const Verdict &verdict, const Expectation &expected,
			  const Evidence &evidence)
{
	if (expected.kind == VerdictKind::pass || verdict.kind == VerdictKind::skip ||
	    verdict.kind == VerdictKind::error)
		return verdict;
	std::string wanted = std::string(to_string(expected.kind)) + " " + expected.reason;

	if (verdict.kind == VerdictKind::pass)
		return {VerdictKind::fail,
			"assert:expected-fault",
			{"the run passed, but the case expects " + wanted}};
	Verdict other = verdict;
	std::string note = "the case expects " + wanted;

	if (verdict.kind == expected.kind && verdict.reason == expected.reason) {
		std::string wrong = mismatch(verdict, expected, evidence);

		if (wrong.empty())
			return {VerdictKind::pass, "", {"as expected: " + wanted}};
		note += ", but not this one: " + wrong;
	}
	other.diagnostics.insert(other.diagnostics.begin() + (other.diagnostics.empty() ? 0 : 1),
				 note);
	return other;
}

} /* namespace ktstr */
