/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/report/junit.h"

#include <cstdio>

#include "harness/base/text.h"
#include "harness/report/diagnostics.h"

namespace ktstr {

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

} /* namespace ktstr */
