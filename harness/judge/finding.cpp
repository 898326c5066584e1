/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/judge/finding.h"

#include <cstdio>

namespace ktstr {

std::string cgroup_text(const std::string &name)
{
	return name.empty() ? "the runner's cgroup" : "cgroup \"" + name + "\"";
}

std::string short_text(const WorkerMeasurement &worker)
{
	return worker.type + " worker " + std::to_string(worker.number) + " (pid " +
	       std::to_string(worker.pid) + ")";
}

std::string worker_text(const WorkerMeasurement &worker)
{
	return cgroup_text(worker.cgroup) + ", " + short_text(worker);
}

std::string decimal(double value)
{
	constexpr double kWholeFrom = 999.5; /* %g would use an exponent */
	char text[400];

	snprintf(text, sizeof(text), value >= kWholeFrom || value <= -kWholeFrom ? "%.0f" : "%.3g",
		 value);
	return text;
}

std::string in_ms(uint64_t ns)
{
	return decimal(double(ns) / 1e6) + " ms";
}

std::string counted(uint64_t count, const char *what)
{
	return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::optional<double> percent_of(double part, double whole)
{
	return whole > 0 ? std::optional(100 * part / whole) : std::nullopt;
}

} /* namespace ktstr */
