/* SPDX-License-Identifier: GPL-2.0 */
/* Errors in a scenario name their place; callers prepend outer parts. Pure; any thread. */
#pragma once

#include <string>

#include "vmm/base/result.h"

namespace ktstr {

/** An error in the value of a field. */
inline Error about(const std::string &field, const Error &error)
{
	return Error{0, "", field + ": " + error.to_string()};
}

/** An error in a part of the field. */
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
