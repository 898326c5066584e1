/* SPDX-License-Identifier: GPL-2.0 */
/* For tests of judge_checks(): short forms for measurements and expected reports. */
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/judge/judge_checks.h"

namespace ktstr {

constexpr uint64_t kTestMs = 1000 * 1000;

/* A worker of team 0 in cgroup "a" that did some work. */
inline WorkerMeasurement test_worker(uint32_t number)
{
	WorkerMeasurement worker = {};

	worker.cgroup = "a";
	worker.number = number;
	worker.type = "Spin";
	worker.pid = int32_t(100 + number);
	worker.iterations = 10;
	worker.cpu_ns = 100 * kTestMs;
	return worker;
}

inline Window test_window(std::vector<WorkerMeasurement> workers,
			  std::string where = "step 2 (swap)")
{
	return {.where = std::move(where),
		.length_ns = 500 * kTestMs,
		.workers = std::move(workers)};
}

/* Two equal workers, after @change(first, second). */
template <typename Change>
Window two_workers(Change change)
{
	Window window = test_window({test_worker(0), test_worker(1)});

	change(window.workers[0], window.workers[1]);
	return window;
}

inline Measurements measured(std::vector<Window> windows)
{
	Measurements measurements;

	measurements.windows = std::move(windows);
	return measurements;
}

/* Measurements with a scheduler that was attached until the end. */
inline Measurements with_scheduler(std::vector<Window> windows)
{
	Measurements measurements = measured(std::move(windows));

	measurements.still_attached = true;
	return measurements;
}

/* Judges only the bounds of @checks, which must be one check. */
inline CheckReport judge_one(Checks checks, const Measurements &measurements,
			     TimeScale time_scale = {})
{
	checks.frozen = false;
	checks.still_attached = false;
	checks.nothing_left = false;
	std::vector<CheckReport> reports = judge_checks(checks, measurements, time_scale);

	EXPECT_EQ(reports.size(), 1u);
	return reports.empty() ? CheckReport{.name = "none", .status = CheckReport::no_data}
			       : std::move(reports.front());
}

inline CheckReport judge_one(Checks checks, Window window)
{
	return judge_one(checks, with_scheduler({std::move(window)}));
}

/* The detail must contain @words and the window's name. */
inline void expect_report(const CheckReport &report, CheckReport::Status status, double measured,
			  std::string_view words = "")
{
	EXPECT_EQ(report.status, status) << report.name << ": " << report.detail;
	EXPECT_NEAR(report.measured, measured, 1e-9) << report.name;
	EXPECT_NE(report.detail.find("step 2 (swap): "), std::string::npos) << report.detail;
	EXPECT_NE(report.detail.find(words), std::string::npos) << report.detail;
}

inline void expect_no_data(const CheckReport &report, std::string_view words)
{
	EXPECT_EQ(report.status, CheckReport::no_data) << report.name << ": " << report.detail;
	EXPECT_EQ(report.measured, 0);
	EXPECT_NE(report.detail.find(words), std::string::npos) << report.detail;
}

} /* namespace ktstr */
