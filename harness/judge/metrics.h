/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Figures in what a program wrote. Pure functions; any thread. The text is foreign: what is not
 * there, or no number, is absent.
 */
#pragma once

#include <optional>
#include <string_view>

#include "harness/scenario/cgroup_def.h"

namespace ktstr {

/**
 * JSON: @name is a path of keys and indices, "jobs.0.read.iops"; text before the first brace does
 * not count. Lines: @name is what stands before a blank, '=' or ':'; the last such line counts, and
 * of it the number that the value begins with ("12.5 MB/s").
 */
std::optional<double> find_metric(std::string_view output, Payload::Output form,
				  std::string_view name);

} /* namespace ktstr */
