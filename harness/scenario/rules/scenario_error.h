/* SPDX-License-Identifier: GPL-2.0 */
/* How errors in a scenario name where they are, from the inside out. Pure; any thread. */
#pragma once

#include <string>

#include "vmm/base/result.h"

namespace ktstr {

/** An error about what a field says. */
inline Error about(const std::string &field, const Error &error)
{
	return Error{0, "", field + ": " + error.to_string()};
}

/** An error of a part, below the field that holds it. */
inline Error inside(const std::string &field, const Error &error)
{
	return Error{0, "", field + "." + error.to_string()};
}

/** "a" of "a/b"; empty for one without a parent. */
inline std::string parent_of_cgroup(const std::string &name)
{
	size_t slash = name.rfind('/');

	return slash == name.npos ? "" : name.substr(0, slash);
}

} /* namespace ktstr */
