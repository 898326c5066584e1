/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/repro.h"

#include <gtest/gtest.h>
#include <stdlib.h>

namespace ktstr {
namespace {

TEST(Repro, HasAllThatWasGiven)
{
	RunContext context;

	unsetenv("KTSTR_OUTPUT");
	context.settings.launcher = "/a b/run_ktstr.sh";
	context.kernel.paths.image = "/boot/it's";
	context.host_kind = "kvm";
	std::string plain = repro_line(context, "scx.a", Topology{}, 7);
	EXPECT_TRUE(plain.starts_with("'/a b/run_ktstr.sh' -k '/boot/it'\\''s' -T ")) << plain;
	EXPECT_TRUE(plain.ends_with(" --seed 7 --host kvm scx.a")) << plain;

	setenv("KTSTR_OUTPUT", "/out put", 1);
	context.settings.binary = "/out put/ktstr";
	context.settings.slow = true;
	context.options.includes = {"/usr/bin/perf", "/x y"};
	context.options.memory_mib = 768;
	context.options.pin = true;
	context.options.timeout_s = 9;
	context.options.attach_timeout_s = 60;
	context.scheduler.path = "/s/scx simple";
	context.scheduler.arguments = {"-v", "a b"};
	std::string full = repro_line(context, "scx.a", Topology{}, 7);
	unsetenv("KTSTR_OUTPUT");
	EXPECT_TRUE(full.starts_with("KTSTR_OUTPUT='/out put' KSFT_MACHINE_SLOW=yes '/a b/"))
		<< full;
	EXPECT_TRUE(full.ends_with(
		" --pin --memory 768 --timeout 9 --attach-timeout 60 -i /usr/bin/perf -i '/x y' "
		"-s '/s/scx simple' scx.a -- -v 'a b'"))
		<< full;
	Topology own = parse_topology("1+1:1:2:1,memory=256+256,distance=10+20/20+10").value();
	full = repro_line(context, "scx.a", own, 7);
	EXPECT_NE(full.find(" -T " + own.to_string() + " --seed 7 "), std::string::npos) << full;
	EXPECT_EQ(full.find("--memory"), std::string::npos) << full;
	context.options.scenario = "/a b/c.json";
	full = repro_line(context, "file.a", own, 7);
	EXPECT_TRUE(full.ends_with(" -s '/s/scx simple' --scenario '/a b/c.json' -- -v 'a b'"))
		<< full;
	context.options.scenario = "c.json";
	full = repro_line(context, "file.a", own, 7);
	EXPECT_NE(full.find(" --scenario /"), std::string::npos) << full;
	EXPECT_EQ(full.find("file.a"), std::string::npos) << full;
}

TEST(Repro, NamesTheOutputThatKtstrWasStartedFrom)
{
	RunContext context;
	auto named = [&context] {
		return repro_line(context, "a", Topology{}, 7).starts_with("KTSTR_OUTPUT=");
	};

	context.settings.binary = "/out/ktstr";
	setenv("KTSTR_OUTPUT", "/out", 1);
	EXPECT_TRUE(named());
	setenv("KTSTR_OUTPUT", "/out/build", 1);
	EXPECT_FALSE(named());
	unsetenv("KTSTR_OUTPUT");
	EXPECT_FALSE(named());
}

} /* namespace */
} /* namespace ktstr */
