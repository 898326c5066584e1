/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/report/diagnostics.h"

#include "harness/base/text.h"

namespace ktstr {

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
			lines.push_back(kMoreInArtifacts);
			break;
		}
		lines.push_back(verdict.diagnostics[i]);
	}
	if (outcome.host_losses)
		lines.push_back("emulated hosts lost while running this case: " +
				std::to_string(outcome.host_losses));
	if (!verdict.ok()) {
		if (!outcome.artifacts.empty())
			lines.push_back("artifacts: " + outcome.artifacts);
		lines.push_back("repro: " + outcome.repro);
	}
	return lines;
}

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

} /* namespace ktstr */
