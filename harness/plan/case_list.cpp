/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/plan/case_list.h"

#include "harness/base/files.h"
#include "harness/scenario/json/json.h"

namespace ktstr {

Result<CaseList> make_case_list(const Options &options)
{
	CaseList list;

	if (options.scenario.empty()) {
		list.cases = all_cases();
		return list;
	}
	std::string text = KTSTR_TRY(read_file(options.scenario, kMaxScenarioText));

	list.from_file = KTSTR_TRY(OwnedCase::create(
		KTSTR_TRY(scenario_from_json(text, options.scenario)), options.scenario));
	list.cases = {&list.from_file->get()};
	return list;
}

} /* namespace ktstr */
