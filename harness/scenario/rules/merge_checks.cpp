/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/merge_checks.h"

#include <vector>

#include "harness/scenario/scenario_fields.h"

namespace ktstr {

namespace {

/* Where the fields are, in the order of describe(). A field of another type does not compile. */
struct Fields {
	std::vector<Bound *> bounds = {};
	std::vector<bool *> flags = {};

	explicit Fields(Checks &checks) { describe(*this, checks); }
	void operator()(const char *, Bound &field, const Limits & = {})
	{
		bounds.push_back(&field);
	}
	void operator()(const char *, bool &field, const Limits & = {}) { flags.push_back(&field); }
};

/* @above goes before @below. */
Checks merge(Checks below, Checks above)
{
	Fields from(above);
	Fields to(below);

	for (size_t i = 0; i < to.bounds.size(); i++) {
		if (from.bounds[i]->given())
			*to.bounds[i] = *from.bounds[i];
	}
	for (size_t i = 0; i < to.flags.size(); i++)
		*to.flags[i] = *to.flags[i] && *from.flags[i];
	return below;
}

} /* namespace */

Checks project_checks()
{
	return {.starved = 0,
		.isolation = 0,
		.frozen = true,
		.still_attached = true,
		.nothing_left = true};
}

Checks merge_checks(const Checks &project, const Checks &scheduler, const Checks &scenario)
{
	return merge(merge(project, scheduler), scenario);
}

} /* namespace ktstr */
