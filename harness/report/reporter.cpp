/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/report/reporter.h"

#include "harness/report/json.h"
#include "harness/report/tap.h"

namespace ktstr {

std::unique_ptr<Reporter> make_reporter(OutputFormat format)
{
	switch (format) {
	case OutputFormat::tap:
		break;
	case OutputFormat::ktap:
		return make_ktap_reporter();
	case OutputFormat::json:
		return make_json_reporter();
	}
	return make_tap_reporter();
}

std::string skip_all(OutputFormat format, const std::string &reason,
		     const std::vector<std::string> &diagnostics)
{
	if (format == OutputFormat::json)
		return json_skip_all(reason, diagnostics);
	return tap_skip_all(format == OutputFormat::ktap ? "KTAP version 1" : "TAP version 13",
			    reason, diagnostics);
}

} /* namespace ktstr */
