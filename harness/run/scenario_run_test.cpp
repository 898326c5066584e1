/* SPDX-License-Identifier: GPL-2.0 */
/* What a scenario's guest gets: machine, image and job, up to the command for its host. */
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "harness/base/files.h"
#include "harness/base/test_folder.h"
#include "harness/run/case_runner.h"
#include "harness/scenario/json/json.h"

namespace ktstr {
namespace {

/* Keeps the session's files and runs nothing. */
class LookingHost final : public Host {
public:
	const char *kind() const override { return "looking"; }
	void cancel() override {}
	CommandResult run(const Command &command, CommandOutput &) override
	{
		std::string text = read_file(command.argv.back()).value();

		spec = parse_session_spec(text).value();
		base = read_file(spec.initrd.at(0)).value();
		job = read_file(spec.initrd.at(1)).value();
		return {CommandResult::exited, 1, ""};
	}

	SessionSpec spec;
	std::string base;
	std::string job;
};

class ScenarioRun : public testing::Test {
protected:
	ScenarioRun()
	{
		context_.settings.init = folder_.write("init", "not run");
		context_.kernel.paths.image = "/boot/vmlinuz";
		context_.out_dir = folder_.path();
		context_.images = GuestImages::create(context_.settings, context_.kernel, {}, false,
						      "", folder_.path() + "/images")
					  .value();
	}

	void run(const Topology &topology, std::vector<Op> ops)
	{
		const Case test = {.name = "data",
				   .description = "a",
				   .topology = topology,
				   .scenario = {.steps = {{.ops = std::move(ops)}}}};

		run_case(context_, {&test, "data", topology, 1, ""}, host_,
			 [](const std::string &) {});
	}
	bool job_has(const std::string &text) const
	{
		return host_.job.find(text) != std::string::npos;
	}

	test::TestFolder folder_;
	RunContext context_;
	LookingHost host_;
};

TEST_F(ScenarioRun, DevicesForThoseThatWorkOnThem)
{
	run({1, 1, 2, 1}, {Spawn{}});
	EXPECT_TRUE(host_.spec.devices.empty());
	EXPECT_TRUE(job_has("\nscenario={%0A  \"name\": \"data\",%0A"));
	run({1, 1, 2, 1}, {Spawn{.work = {.type = IrqWake{}}}});
	EXPECT_EQ(host_.spec.devices, (std::vector<MachineDevice>{{"net", {{"pairs", 2}}}}));
	run({1, 1, 16, 1},
	    {Spawn{.work = {.type = NetTraffic{}}}, Spawn{.work = {.type = IoConvoy{}}}});
	EXPECT_EQ(host_.spec.devices, (std::vector<MachineDevice>{{"net", {{"pairs", 4}}},
								  {"disk", {{"latency_ms", 0}}}}));
}

TEST_F(ScenarioRun, ProgramsAreInTheImageAndTheJobSaysWhere)
{
	std::string tool = folder_.write("bin/ktstr-tool", "a tool");
	std::string path = environment("PATH");

	ASSERT_EQ(chmod(tool.c_str(), 0755), 0);
	setenv("PATH", (path + ":" + folder_.path() + "/bin").c_str(), 1);
	run({1, 1, 2, 1}, {RunPayload{.payload = {.name = "p", .program = "ktstr-tool"}}});
	setenv("PATH", path.c_str(), 1);
	EXPECT_TRUE(job_has("\"program\": \"" + tool + "\"")) << host_.job;
	EXPECT_NE(host_.base.find(tool.substr(1)), std::string::npos);
	EXPECT_NE(host_.base.find("a tool"), std::string::npos);
}

TEST(ScenarioJob, TheLongestScenarioFits)
{
	Job job;
	job.case_name = "long";
	job.scenario.assign(kMaxScenarioText, '\n');
	std::string text = serialise_job(job);
	EXPECT_LE(text.size(), kMaxJobText);
	EXPECT_EQ(parse_job(text).value().scenario, job.scenario);
}

} /* namespace */
} /* namespace ktstr */
