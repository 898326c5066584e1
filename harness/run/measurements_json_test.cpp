/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/measurements_json.h"

#include <gtest/gtest.h>

#include "harness/base/json_text.h"
#include "harness/wire/test_measurement.h"

namespace ktstr {
namespace {

TEST(MeasurementsJson, HasAllOfAWindow)
{
	Measurements measurements = full_measurements();

	measurements.windows.pop_back();
	measurements.windows[0].workers.pop_back();
	measurements.programs.erase(measurements.programs.begin());
	measurements.left_cgroups = {"left\xff"};
	MeasurementReader reader = read_measurements(send_measurements(measurements));
	EXPECT_EQ(
		dump_json(measurements_json(reader)),
		"{\"complete\":true,\"windows\":[{\"where\":\"step 2 (swap)\",\"length_ns\":500,"
		"\"workers\":[{\"cgroup\":\"a/b\",\"type\":\"Spin\",\"team\":0,\"number\":1,"
		"\"pid\":-7,\"held_back\":true,\"iterations\":1.8446744073709552e19,\"cpu_ns\":0,"
		"\"gap_ns\":0,\"migrations\":4,\"cpus\":\"0,251\",\"cpu_samples\":0,\"outside\":0,"
		"\"wakes\":{\"count\":3,\"sampled\":3,\"p50_ns\":1,\"p90_ns\":4294967295,"
		"\"p99_ns\":4294967295,\"longest_ns\":0},\"pages\":9,\"local_pages\":8}],"
		"\"cgroups\":[{\"name\":\"a/b\",\"pressure_percent\":12.5,\"throttled\":2},"
		"{\"name\":\"c\"}],\"looks\":[{\"cpus\":4,\"runnable\":3,\"most\":1},"
		"{\"cpus\":4,\"runnable\":3,\"most\":2}],\"events\":[{\"name\":\"SCX_EV_X\","
		"\"count\":12},{\"name\":\"SCX_EV_Y\",\"count\":0}]}],\"programs\":[{\"payload\":0,"
		"\"where\":\"\",\"cgroup\":\"\",\"exit_code\":137}],\"still_attached\":true,"
		"\"left_cgroups\":[\"left\\u00FF\"]}");
}

TEST(MeasurementsJson, SaysWhyThereIsNoMore)
{
	SentRecords records = send_measurements({.windows = {{.where = "step 0"}}});

	records.pop_back();
	EXPECT_EQ(dump_json(measurements_json(read_measurements(records))),
		  "{\"complete\":false,\"error\":\"the guest did not send all of them\","
		  "\"windows\":[{\"where\":\"step 0\",\"length_ns\":0,\"workers\":[],"
		  "\"cgroups\":[]}],\"programs\":[]}");
}

} /* namespace */
} /* namespace ktstr */
