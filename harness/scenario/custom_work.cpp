/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/custom_work.h"

#include <cstdio>
#include <cstdlib>

namespace ktstr {

namespace {

/* Other files register before static storage of this one is constructed, hence the function. */
std::vector<NamedCustomWork> &registered()
{
	static std::vector<NamedCustomWork> all;

	return all;
}

} /* namespace */

CustomWork find_custom_work(std::string_view name)
{
	for (const NamedCustomWork &work : registered())
		if (name == work.name)
			return work.run;
	return nullptr;
}

const std::vector<NamedCustomWork> &all_custom_work()
{
	return registered();
}

CustomWorkRegistration::CustomWorkRegistration(const char *name, CustomWork run)
{
	if (find_custom_work(name)) {
		fprintf(stderr, "ktstr: KTSTR_WORK(%s) is registered twice\n", name);
		abort();
	}
	registered().push_back({name, run});
}

} /* namespace ktstr */
