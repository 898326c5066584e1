/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/base/text.h"

#include <gtest/gtest.h>

#include "harness/kernel/kernel_config.h"
#include "harness/session/session_files.h"

namespace ktstr {
namespace {

TEST(Text, QuotedLinesCarryNoMark)
{
	std::string quoted = quote_line("x FAIL: [FAIL] [ 1.0] Call Trace:\x01\xff\r\n");

	EXPECT_EQ(quoted.find(" FAIL:"), std::string::npos);
	EXPECT_EQ(quoted.find("[FAIL]"), std::string::npos);
	EXPECT_EQ(quoted.find("] Call Trace:"), std::string::npos);
	EXPECT_EQ(quoted.find('\n'), std::string::npos);
	EXPECT_NE(quoted.find("\\x01\\xff"), std::string::npos);
	EXPECT_LE(quote_line(std::string(100000, 'x')).size(), 260u);
}

TEST(Text, Numbers)
{
	EXPECT_EQ(parse_number("18446744073709551615"), UINT64_MAX);
	for (const char *bad : {"", "-1", "+1", " 1", "1x", "18446744073709551616"})
		EXPECT_FALSE(parse_number(bad)) << bad;
}

TEST(Text, Words)
{
	EXPECT_EQ(shell_word("a b'c"), "'a b'\\''c'");
	EXPECT_EQ(shell_word(""), "''");
	EXPECT_EQ(hide_marks_in_json("[\" FAIL:[FAIL]] Call Trace:\"]"),
		  "[\" FAIL\\u003a[FAIL\\u005d]\\u0020Call Trace:\"]");
	EXPECT_EQ(hide_marks_in_json(""), "");
	EXPECT_EQ(xml_text("<&\x01>"), "&lt;&amp;?&gt;");
	EXPECT_EQ(last_lines("a\nb\nc\n", 2), (std::vector<std::string_view>{"b", "c"}));
}

TEST(SessionFiles, RoundTrip)
{
	SessionSpec spec;
	spec.folder = "/f";
	spec.kernel = "/k";
	spec.initrd = {"/a", "/b"};
	spec.topology = {1, 2, 2, 1};
	spec.kaslr = false;
	spec.net_pairs = 4;
	spec.disk_mib = 64;
	spec.disk_latency_ms = 250;
	Result<SessionSpec> back = parse_session_spec(serialise_session_spec(spec));
	ASSERT_TRUE(back.ok());
	EXPECT_EQ(back.value().initrd, spec.initrd);
	EXPECT_EQ(back.value().topology, spec.topology);
	EXPECT_FALSE(back.value().kaslr);
	EXPECT_EQ(back.value().net_pairs, 4u);
	EXPECT_EQ(back.value().disk_mib, 64u);
	EXPECT_EQ(back.value().disk_latency_ms, 250u);
	EXPECT_FALSE(parse_session_spec("folder=/f\nkernel=/k\nnet_pairs=9\n").ok());
	EXPECT_FALSE(parse_session_spec("folder=/f\nkernel=/k\ndisk_mib=4097\n").ok());
	EXPECT_FALSE(parse_session_spec("topology=0:1:1:1\n").ok());
	EXPECT_FALSE(parse_session_spec("nonsense=1\n").ok());

	SessionResult result;
	result.deadline = Deadline::attach;
	result.machine_exit = "reset";
	EXPECT_EQ(parse_session_result(serialise_session_result(result)).value().deadline,
		  Deadline::attach);
}

TEST(KernelConfig, ParseAndGate)
{
	KernelConfig config =
		KernelConfig::parse("# CONFIG_A is not set\nCONFIG_B=m\nCONFIG_C=\"x y\"\n"
				    "CONFIG_D=y\r\nnoise\nCONFIG_\n");

	EXPECT_EQ(config.value("CONFIG_A"), "");
	EXPECT_EQ(config.value("CONFIG_B"), "m");
	EXPECT_EQ(config.value("CONFIG_C"), "x y");
	EXPECT_EQ(config.value("CONFIG_D"), "y");
	EXPECT_STREQ(first_missing(config, {{"CONFIG_D", false}, {"CONFIG_B", true}}, false),
		     "CONFIG_B");
	EXPECT_EQ(first_missing(config, {{"CONFIG_D", false}, {"CONFIG_B", true}}, true), nullptr);
}

} /* namespace */
} /* namespace ktstr */
