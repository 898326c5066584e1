/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/options/settings.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <map>
#include <string>
#include <vector>

#include "harness/base/files.h"

namespace ktstr {
namespace {

constexpr const char *kVariables[] = {
	"KTSTR_INIT", "KTSTR_CACHE",	"XDG_CACHE_HOME",    "HOME",
	"TMPDIR",     "KTSTR_LAUNCHER", "KTSTR_HERE",	     "KTSTR_KERNEL",
	"O",	      "KBUILD_OUTPUT",	"KSFT_MACHINE_SLOW", "kselftest_timeout",
};

/* Each test begins without them, and leaves the environment as it was. */
class SettingsTest : public testing::Test {
protected:
	SettingsTest()
	{
		for (const char *name : kVariables) {
			if (const char *value = getenv(name))
				saved_[name] = value;
			unsetenv(name);
		}
	}
	~SettingsTest() override
	{
		for (const char *name : kVariables)
			unsetenv(name);
		for (const auto &[name, value] : saved_)
			setenv(name.c_str(), value.c_str(), 1);
	}

	std::map<std::string, std::string> saved_;
};

TEST_F(SettingsTest, Defaults)
{
	Settings s = read_settings().value();

	EXPECT_TRUE(s.binary.starts_with("/"));
	EXPECT_TRUE(s.init.ends_with("/ktstr_init"));
	EXPECT_EQ(s.cache_dir, "/root/.cache/ktstr");
	EXPECT_EQ(s.temporary, "/tmp");
	EXPECT_EQ(s.launcher, s.binary);
	EXPECT_FALSE(s.slow);
	EXPECT_EQ(s.deadline, std::chrono::steady_clock::time_point::max());
}

TEST_F(SettingsTest, NearerVariablesWin)
{
	setenv("HOME", "/home/a", 1);
	EXPECT_EQ(read_settings().value().cache_dir, "/home/a/.cache/ktstr");
	setenv("XDG_CACHE_HOME", "/x", 1);
	EXPECT_EQ(read_settings().value().cache_dir, "/x/ktstr");
	setenv("KTSTR_CACHE", "/k", 1);
	EXPECT_EQ(read_settings().value().cache_dir, "/k");
	setenv("KTSTR_INIT", "/k/init", 1);
	EXPECT_EQ(read_settings().value().init, "/k/init");
}

TEST_F(SettingsTest, TheTreesOutputIsWhereMakeSaysThenAroundUs)
{
	setenv("KTSTR_HERE", "/t/tools/testing/selftests/ktstr", 1);
	setenv("KBUILD_OUTPUT", "/k", 1);
	Settings s = read_settings().value();
	std::string around = parent_of(s.binary) + "/../..";
	std::string below = "/t/tools/testing/selftests/ktstr/../..";

	EXPECT_EQ(s.build_folders,
		  (std::vector<std::string>{"/k", below, around, below + "/../.."}));
	setenv("O", "/o", 1);
	EXPECT_EQ(read_settings().value().build_folders.front(), "/o");
}

TEST_F(SettingsTest, SlowOnlyWhenItSaysYes)
{
	setenv("KSFT_MACHINE_SLOW", "no", 1);
	EXPECT_FALSE(read_settings().value().slow);
	setenv("KSFT_MACHINE_SLOW", "yes", 1);
	EXPECT_TRUE(read_settings().value().slow);
}

TEST_F(SettingsTest, DeadlineLeavesTimeToReport)
{
	using std::chrono::seconds;
	auto begin = std::chrono::steady_clock::now();
	auto left = [begin] { return read_settings().value().deadline - begin; };

	setenv("kselftest_timeout", "100", 1);
	EXPECT_GE(left(), seconds(95));
	EXPECT_LT(left(), seconds(98));
	/* Shorter than the reserve: still a deadline, not one in the past. */
	setenv("kselftest_timeout", "2", 1);
	EXPECT_GE(left(), seconds(1));
	EXPECT_LT(left(), seconds(4));
	setenv("kselftest_timeout", "0", 1);
	EXPECT_EQ(read_settings().value().deadline, std::chrono::steady_clock::time_point::max());
}

TEST_F(SettingsTest, ATimeoutThatIsNoNumberIsAnError)
{
	for (const char *text : {"soon", "-1", "5s", "99999999999999999999", " 5"}) {
		setenv("kselftest_timeout", text, 1);
		EXPECT_FALSE(read_settings().ok()) << text;
	}
}

} /* namespace */
} /* namespace ktstr */
