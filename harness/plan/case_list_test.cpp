/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/plan/case_list.h"

#include <gtest/gtest.h>

#include "harness/base/test_folder.h"
#include "harness/plan/plan.h"

namespace ktstr {
namespace {

constexpr char kFile[] = R"({"name": "file.a", "description": "Two cgroups.",
	"topology": "1:2:2:1", "scheduler": {"kind": "any", "program": "ktstr_fifo"},
	"scenario": {"steps": [{"cgroups": [
		{"name": "a", "cpuset": {"kind": "llc", "llc": 1}, "work": [{"type": {"type": "Spin"}}]}]}]}})";

std::string refusal(const Options &options)
{
	Result<CaseList> list = make_case_list(options);

	if (!list.ok())
		return list.error().to_string();
	Result<std::vector<PlannedCase>> plan = make_plan(list.value().cases, options);

	return plan.ok() ? "" : plan.error().to_string();
}

TEST(CaseList, WithoutAFileThoseOfTheProgram)
{
	CaseList list = make_case_list({}).value();

	EXPECT_EQ(list.cases, all_cases());
	EXPECT_EQ(list.from_file, nullptr);
}

TEST(CaseList, AFilesCaseIsPlannedAsAnyOther)
{
	test::TestFolder folder;
	Options options;

	options.scenario = folder.write("a.json", kFile);
	options.repeat = 2;
	CaseList list = make_case_list(options).value();
	std::vector<PlannedCase> plan = make_plan(list.cases, options).value();
	ASSERT_EQ(plan.size(), 2u);
	EXPECT_EQ(plan[1].name, "file.a:2");
	EXPECT_EQ(plan[1].topology.llcs, 2u);
	options.scheduler = "/s/mine";
	EXPECT_EQ(make_plan(list.cases, options).value().size(), 2u);
	options.topology = Topology{1, 4, 2, 1};
	EXPECT_EQ(make_plan(list.cases, options).value().at(0).topology.llcs, 4u);
}

TEST(CaseList, ErrorsNameTheFileAndTheField)
{
	test::TestFolder folder;
	Options options;
	std::string text = kFile;

	options.scenario = folder.path() + "/none.json";
	EXPECT_NE(refusal(options).find("none.json"), std::string::npos);
	options.scenario = folder.write("a.json", "{");
	EXPECT_TRUE(refusal(options).starts_with("scenario: " + options.scenario + ":1:"))
		<< refusal(options);
	options.scenario = folder.write("a.json", text.substr(0, 2) + "x" + text.substr(2));
	EXPECT_EQ(refusal(options), "scenario: " + options.scenario + ": name: is missing");
	options.scenario = folder.write("a.json", kFile);
	EXPECT_EQ(refusal(options), "");
	/* That machine has only one LLC. */
	options.topology = Topology{1, 1, 4, 1};
	EXPECT_TRUE(refusal(options).starts_with("scenario: " + options.scenario +
						 ": scenario.steps[0].cgroups[0].cpuset: "))
		<< refusal(options);
	options.scenario = folder.write("a.json", std::string(2 << 20, ' '));
	EXPECT_NE(refusal(options), "");
}

TEST(CaseList, AFilesProgramsMustBeOnThisMachine)
{
	test::TestFolder folder;
	Options options;
	auto with = [&folder](const std::string &program) {
		return folder.write("a.json",
				    R"({"name": "file.p", "description": "Runs a program.",
			"scenario": {"steps": [{}, {"ops": [{"op": "RunPayload", "payload":
				{"name": "p", "program": ")" +
					    program + R"("}}]}]}})");
	};

	options.scenario = with("sh");
	EXPECT_EQ(refusal(options), "");
	for (const char *program : {"ktstr-no-such-program", "/nowhere/fio", "./fio"}) {
		options.scenario = with(program);
		EXPECT_EQ(refusal(options),
			  "scenario: " + options.scenario +
				  ": scenario.steps[1].ops[0].payload.program: " + program +
				  " is not on this machine: install it, or give the absolute path "
				  "of a program that is");
	}
}

} /* namespace */
} /* namespace ktstr */
