/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulated/agent_config.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(AgentConfig, RoundTrip)
{
	AgentConfig config;
	config.modules = {{"00-kvm.ko", "halt_poll_ns=0"}, {"01-9p.ko", ""}};
	config.folders = {{"f0", "/a b\t%\n", true}, {"f1", "/x", false}};
	config.program_path = "/some/ktstr";
	Result<AgentConfig> back = parse_agent_config(serialise_agent_config(config));
	ASSERT_TRUE(back.ok());
	ASSERT_EQ(back.value().modules.size(), 2u);
	EXPECT_EQ(back.value().modules[0].parameters, "halt_poll_ns=0");
	ASSERT_EQ(back.value().folders.size(), 2u);
	EXPECT_EQ(back.value().folders[0].path, "/a b\t%\n");
	EXPECT_TRUE(back.value().folders[0].writable);
	EXPECT_FALSE(back.value().folders[1].writable);
	EXPECT_EQ(back.value().program_path, "/some/ktstr");
}

TEST(AgentConfig, RefusesWhatItDoesNotKnow)
{
	for (const char *bad : {"module\ta\n", "what\ta\tb\n", "module\t%\tb\n", "module\t%zz\tb\n",
				"module\t%1\tb", "\n", "module\ta\tb\tc\n"})
		EXPECT_FALSE(parse_agent_config(bad).ok()) << bad;
	EXPECT_TRUE(parse_agent_config("").ok());
}

} /* namespace */
} /* namespace ktstr */
