/* SPDX-License-Identifier: GPL-2.0 */
/* What of the vocabulary the built-in cases make use of: all. */
#include <gtest/gtest.h>

#include <set>

#include "harness/scenario/rules/registry.h"

namespace ktstr {
namespace {

struct Used {
	std::set<size_t> ops, works; /* indices into the variants */

	void add(const CgroupDef &def)
	{
		for (const WorkSpec &spec : def.work)
			works.insert(spec.type.index());
	}
	void add(const Op &op)
	{
		ops.insert(op.index());
		if (const auto *made = std::get_if<AddCgroupDef>(&op))
			add(made->def);
		if (const auto *spawned = std::get_if<Spawn>(&op))
			works.insert(spawned->work.type.index());
	}
	template <typename Part>
	void add_part(const Part &part)
	{
		for (const CgroupDef &def : part.cgroups)
			add(def);
		for (const Op &op : part.ops)
			add(op);
	}
};

TEST(Catalogue, HasEveryOpAndEveryTypeOfWork)
{
	Used used;

	for (const Case *test : all_cases()) {
		used.add_part(test->scenario.backdrop);
		for (const Step &step : test->scenario.steps)
			used.add_part(step);
	}
	for (size_t i = 0; i < std::variant_size_v<OpTypes>; i++)
		EXPECT_TRUE(used.ops.contains(i)) << "op " << i;
	for (size_t i = 0; i < std::variant_size_v<WorkTypes>; i++)
		EXPECT_TRUE(used.works.contains(i)) << "work type " << i;
}

} /* namespace */
} /* namespace ktstr */
