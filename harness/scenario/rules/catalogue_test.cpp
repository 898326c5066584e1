/* SPDX-License-Identifier: GPL-2.0 */
/* The built-in cases must use the whole vocabulary. */
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "harness/scenario/rules/registry.h"
#include "harness/scenario/scenario_fields.h"

namespace ktstr {
namespace {

/* Visits parts of scenarios. */
struct Used {
	std::set<std::string> names = {};

	template <typename Part>
	void operator()(Part &part)
	{
		names.insert(type_name(&part));
	}
};

template <typename... Types>
void expect_all(const Used &used, const std::variant<Types...> *)
{
	for (const char *name : {type_name(static_cast<const Types *>(nullptr))...})
		EXPECT_TRUE(used.names.contains(name)) << name;
}

TEST(Catalogue, HasEveryOpAndEveryTypeOfWork)
{
	Used used;

	for (const Case *test : all_cases()) {
		Scenario scenario = test->scenario;

		visit_parts(scenario, used);
	}
	expect_all(used, static_cast<const Op *>(nullptr));
	expect_all(used, static_cast<const Work *>(nullptr));
}

} /* namespace */
} /* namespace ktstr */
