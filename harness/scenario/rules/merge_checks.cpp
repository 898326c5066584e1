/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/merge_checks.h"

#include <vector>

namespace ktstr {

namespace {

/* The fields in the order of describe(). A field of another type does not compile. */
struct Fields {
	std::vector<Bound *> bounds = {};
	std::vector<bool *> flags = {};

	explicit Fields(Checks &checks) { describe(*this, checks); }
	void operator()(const char *, Bound &field, const CheckInfo &) { bounds.push_back(&field); }
	void operator()(const char *, bool &field, const CheckInfo &) { flags.push_back(&field); }
};

struct ProjectBounds {
	void operator()(const char *, Bound &field, const CheckInfo &check)
	{
		field = check.project;
	}
	void operator()(const char *, bool &, const CheckInfo &) {}
};

/* @above takes precedence over @below. */
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
	ProjectBounds bounds;
	Checks checks;

	describe(bounds, checks);
	return checks;
}

Checks merge_checks(const Checks &project, const Checks &scheduler, const Checks &scenario)
{
	return merge(merge(project, scheduler), scenario);
}

} /* namespace ktstr */
