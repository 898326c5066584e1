/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers in a program's output. Pure functions; any thread. The text is untrusted: a value that is
 * missing or not a number is absent.
 */
#pragma once

#include <optional>
#include <string_view>

#include "harness/scenario/cgroup_def.h"

namespace ktstr {

/**
 * JSON: @name is a path of keys and indices, "jobs.0.read.iops"; text before the first bracket is
 * skipped. Lines: @name comes before a blank, '=' or ':'. The last such line counts; the value is
 * the number that it starts with ("12.5 MB/s").
 */
std::optional<double> find_metric(std::string_view output, Payload::Output form,
				  std::string_view name);

} /* namespace ktstr */
