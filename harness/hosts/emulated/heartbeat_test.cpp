/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulated/heartbeat.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

using std::chrono::milliseconds;
constexpr HeartbeatLimits kLimits = {milliseconds(1000), milliseconds(500), milliseconds(5000)};
const HeartbeatWatch::Clock::time_point kStart = HeartbeatWatch::Clock::now();

TEST(Heartbeat, QuietAndBusyIsFrozen)
{
	HeartbeatWatch watch(kLimits);
	watch.beat(kStart, milliseconds(100));
	EXPECT_FALSE(watch.frozen(kStart, milliseconds(100)));
	EXPECT_FALSE(watch.frozen(kStart + milliseconds(999), milliseconds(9000)));
	EXPECT_TRUE(watch.frozen(kStart + milliseconds(1000), milliseconds(600)));
}

TEST(Heartbeat, QuietWithoutCpuTimeIsAStarvedMachine)
{
	HeartbeatWatch watch(kLimits);
	watch.beat(kStart, milliseconds(100));
	EXPECT_FALSE(watch.frozen(kStart + milliseconds(4999), milliseconds(599)));
	EXPECT_TRUE(watch.frozen(kStart + milliseconds(5000), milliseconds(100)));
}

TEST(Heartbeat, ABeatStartsOver)
{
	HeartbeatWatch watch(kLimits);
	watch.beat(kStart, milliseconds(0));
	watch.beat(kStart + milliseconds(900), milliseconds(900));
	EXPECT_FALSE(watch.frozen(kStart + milliseconds(1500), milliseconds(1500)));
	EXPECT_EQ(watch.silence(kStart + milliseconds(1500)), milliseconds(600));
	EXPECT_TRUE(watch.frozen(kStart + milliseconds(1900), milliseconds(1900)));
}

} /* namespace */
} /* namespace ktstr */
