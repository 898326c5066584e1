/* SPDX-License-Identifier: GPL-2.0 */
/* Broken scenarios, and what the error must name: the file, the step, the field. */
#include <gtest/gtest.h>

#include "harness/scenario/json/json.h"
#include "harness/scenario/rules/validate.h"
#include "harness/scenario/topology/topology.h"

namespace ktstr {
namespace {

/*
 * Treats @text like a file: reads it, then validates it on a machine with 2 nodes of 2 LLCs of 2
 * CPUs, one of them offline.
 */
std::string error_of(const std::string &text)
{
	Result<ScenarioCase> read = scenario_from_json(text, "broken.json");

	if (!read)
		return read.error().to_string();
	Topology topology = parse_topology("2:4:2:1,offline=1").value();
	Result<void> valid =
		validate_scenario(read.value().scenario, topology, read.value().deadline_ms);
	return valid ? "" : "broken.json: " + valid.error().to_string();
}

std::string whole(const std::string &steps)
{
	return R"({"name": "a", "description": "b", "scenario": {"steps": )" + steps + "}}";
}

struct Broken {
	const char
		*text; /* of a file, of "steps", of one op, of one cgroup, of one piece of work */
	std::vector<const char *> named;
};

class BrokenScenario : public testing::TestWithParam<Broken> {};

void expect_named(const std::string &text)
{
	std::string error = error_of(text);

	EXPECT_NE(error, "") << text;
	EXPECT_NE(error.find("broken.json"), std::string::npos) << error;
	for (const char *word : BrokenScenario::GetParam().named)
		EXPECT_NE(error.find(word), std::string::npos) << word << " in: " << error;
}

class BrokenFile : public BrokenScenario {};
TEST_P(BrokenFile, IsRefused)
{
	expect_named(GetParam().text);
}

class BrokenSteps : public BrokenScenario {};
TEST_P(BrokenSteps, AreRefused)
{
	expect_named(whole(GetParam().text));
}

/* The op is in step 2, after cgroups x (with a cpuset) and y (without); big is in the backdrop. */
class BrokenOp : public BrokenScenario {};
TEST_P(BrokenOp, IsRefused)
{
	std::string steps =
		R"([{}, {"cgroups": [{"name": "x", "cpuset": {"kind": "llc"}}, {"name": "y"}],
				"ops": [)" +
		std::string(GetParam().text) + "]}]";

	expect_named(R"({"name": "a", "description": "b", "scenario": {"backdrop": {"cgroups":
		[{"name": "big", "work": [{"type": {"type": "Spin"}}]}]}, "steps": )" +
		     steps + "}}");
}

class BrokenCgroup : public BrokenScenario {};
TEST_P(BrokenCgroup, IsRefused)
{
	expect_named(whole(R"([{"cgroups": [)" + std::string(GetParam().text) + "]}]"));
}

class BrokenWork : public BrokenScenario {};
TEST_P(BrokenWork, IsRefused)
{
	expect_named(whole(R"([{"cgroups": [{"name": "a", "work": [)" +
			   std::string(GetParam().text) + "]}]}]"));
}

const Broken kFiles[] = {
	{"", {":1:"}},
	{"{", {":1:"}},
	{"[]", {"must be an object"}},
	{R"({"name": "a", "name": "b"})", {"duplicate"}},
	{R"({"description": "b", "scenario": {"steps": [{}]}})", {"name", "is missing"}},
	{R"({"name": "a", "scenario": {"steps": [{}]}})", {"description", "is missing"}},
	{R"({"name": "a", "description": "b"})", {"scenario", "is missing"}},
	{R"({"name": 1, "description": "b", "scenario": {"steps": [{}]}})", {"name", "a string"}},
	{R"({"name": "a\u0000", "description": "b", "scenario": {"steps": [{}]}})", {":1:"}},
	{R"({"name": "a", "description": "b", "color": 1, "scenario": {"steps": [{}]}})",
	 {"color", "no field", "topology"}},
	{R"({"name": "a", "description": "b", "deadline_ms": 0, "scenario": {"steps": [{}]}})",
	 {"deadline_ms", "1 to 3600000 ms", "is 0"}},
	{R"({"name": "a", "description": "b", "scheduler": {"program": "x"}, "scenario": {"steps": [{}]}})",
	 {"scheduler.kind", "is missing"}},
	{R"({"name": "a", "description": "b", "scheduler": {"kind": "best"}, "scenario": {"steps": [{}]}})",
	 {"scheduler.kind", "none, builtin, any, tree"}},
	{R"({"name": "a", "description": "b", "scenario": {}})", {"scenario.steps", "is missing"}},
	{R"({"name": "a", "description": "b", "scenario": {"steps": [{}], "checks": {"gap_ms": "on"}}})",
	 {"scenario.checks.gap_ms", "off"}},
	{R"({"name": "a", "description": "b", "scenario": {"steps": [{}], "checks": {"gap": 1}}})",
	 {"scenario.checks.gap", "no field"}},
	{R"({"name": "a", "description": "b", "scenario": {"steps": [{}], "checks": {"spread_percent": 101}}})",
	 {"scenario.checks.spread_percent", "0 to 100 %"}},
	{R"({"name": "a", "description": "b", "scenario": {"steps": [{}], "checks": {"starved": 0}}})",
	 {"checks.starved", "no workers"}},
	{R"({"name": "a", "description": "b", "scenario": {"steps": [{}],
	     "backdrop": {"ops": [{"op": "StopCgroup", "name": "x"}]}}})",
	 {"backdrop.ops[0]", "StopCgroup", "x"}},
	{R"({"name": "a", "description": "b", "scenario": {"steps": [{}], "backdrop":
	     {"ops": [{"op": "RunPayload", "payload": {"name": "p", "program": "true", "exit_code": 2}}]}}})",
	 {"scenario.backdrop.ops[0].payload.exit_code: p must end with 2", "WaitPayload"}},
};

const Broken kSteps[] = {
	{"[]", {"scenario.steps", "length", "1 to 64"}},
	{"{}", {"scenario.steps", "a list"}},
	{"[1]", {"steps[0]", "an object"}},
	{R"([{}, {"opps": []}])", {"steps[1].opps", "no field", "ops"}},
	{R"([{"hold": 5}])", {"steps[0].hold", "an object"}},
	{R"([{"hold": {"ms": 5}}])", {"steps[0].hold.kind", "is missing", "for, share, loop"}},
	{R"([{"hold": {"kind": "share", "share": 1.5}}])", {"steps[0].hold.share", "0 to 1"}},
	{R"([{"hold": {"kind": "for", "ms": 20000}}])", {"steps[0].hold", "20000", "deadline_ms"}},
	{R"([{"hold": {"kind": "for", "ms": 12000}}, {"hold": {"kind": "for", "ms": 12000}}])",
	 {"steps[1].hold", "24000", "deadline_ms"}},
	{R"([{"hold": {"kind": "loop", "every_ms": 10, "ms": 100}}])",
	 {"steps[0].hold", "without ops"}},
	{R"([{"ops": [{"op": "AddCgroup", "name": "a"}], "hold": {"kind": "loop", "every_ms": 10, "ms": 5}}])",
	 {"steps[0].hold.every_ms", "longer than"}},
	{R"([{"ops": [{"op": "AddCgroup", "name": "a"}], "hold": {"kind": "loop"}}])",
	 {"steps[0].ops[0].name (AddCgroup, the second time): a: already exists"}},
	{R"([{"cgroups": [{"name": "a"}]}, {"ops": [{"op": "StopCgroup", "name": "a"}]}])",
	 {"steps[1].ops[0]", "StopCgroup", "a: it was a step's", "belongs in the backdrop"}},
	{R"([{"cgroups": [{"name": "a"}], "ops": [{"op": "FreezeCgroup", "name": "a"},
	    {"op": "Spawn", "cgroup": "a", "work": {"type": {"type": "Spin"}}}]}])",
	 {"scenario.steps[0].ops[1].", "(Spawn)", "a: is frozen", "thaw it"}},
	{R"([{"cgroups": [{"name": "a"}, {"name": "a/b"}], "ops": [{"op": "FreezeCgroup", "name": "a"},
	    {"op": "AddCgroupDef", "def": {"name": "a/c", "work": [{"type": {"type": "Spin"}}]}}]}])",
	 {"scenario.steps[0].ops[1].", "(AddCgroupDef)", "a/c: is frozen"}},
	{R"([{"cgroups": [{"name": "a"}, {"name": "a/b"}], "ops": [{"op": "FreezeCgroup", "name": "a"},
	    {"op": "UnfreezeCgroup", "name": "a/b"}]}])",
	 {"scenario.steps[0].ops[1].", "(UnfreezeCgroup)", "a/b: stays frozen"}},
	{R"([{"cgroups": [{"name": "a"}, {"name": "a/b"}],
	     "ops": [{"op": "Spawn", "cgroup": "a", "work": {"type": {"type": "Spin"}}}]}])",
	 {"scenario.steps[0].ops[0].", "(Spawn)", "a: has a child, a/b"}},
};

const Broken kOps[] = {
	{"{}", {"steps[1].ops[0].op", "is missing", "SetCpuset"}},
	{R"({"op": "Explode"})", {"steps[1].ops[0].op", "one of", "SteerIrq"}},
	{R"({"op": "AddCgroup"})", {"steps[1].ops[0].name", "is missing"}},
	{R"({"op": "AddCgroup", "name": "x"})",
	 {"scenario.steps[1].ops[0].", "(AddCgroup)", "name", "already exists"}},
	{R"({"op": "AddCgroup", "name": "big"})",
	 {"scenario.steps[1].ops[0].", "(AddCgroup)", "already exists"}},
	{R"({"op": "AddCgroup", "name": "none/a"})", {"AddCgroup", "there is no none"}},
	{R"({"op": "AddCgroup", "name": "big/a"})", {"AddCgroup", "big has workers"}},
	{R"({"op": "AddCgroupDef", "def": {"name": "x"}})",
	 {"AddCgroupDef", "def.name", "already exists"}},
	{R"({"op": "RemoveCgroup", "name": "z"})",
	 {"scenario.steps[1].ops[0].", "(RemoveCgroup)", "z", "big, x, y"}},
	{R"({"op": "AddCgroup", "name": "y/a"}, {"op": "RemoveCgroup", "name": "y"})",
	 {"scenario.steps[1].ops[1].", "(RemoveCgroup)", "y/a", "remove that first"}},
	{R"({"op": "SetCpuset", "name": "x"})", {"steps[1].ops[0].cpuset", "is missing"}},
	{R"({"op": "SetCpuset", "name": "x", "cpuset": {"kind": "llc", "llc": 4}})",
	 {"scenario.steps[1].ops[0].", "(SetCpuset)", "cpuset",
	  "no LLC: 4, there are 4, counted from 0"}},
	{R"({"op": "SetCpuset", "name": "x", "cpuset": {"kind": "node", "node": 2}})",
	 {"SetCpuset", "cpuset", "no NUMA node: 2"}},
	{R"({"op": "SetCpuset", "name": "x", "cpuset": {"kind": "disjoint", "part": 2}})",
	 {"SetCpuset", "cpuset", "no part: 2"}},
	{R"({"op": "SetCpuset", "name": "x", "cpuset": {"kind": "range", "from": 0.5, "to": 0.5}})",
	 {"SetCpuset", "cpuset", "selects none of the online CPUs: 0-6"}},
	{R"({"op": "SetCpuset", "name": "x", "cpuset": {"kind": "exact", "cpus": "3-1"}})",
	 {"SetCpuset", "cpuset"}},
	{R"({"op": "SetCpuset", "name": "x", "cpuset": {"kind": "exact", "cpus": "8"}})",
	 {"SetCpuset", "no CPU: 8, there are 8"}},
	{R"({"op": "SetCpuset", "name": "x", "cpuset": {"kind": "exact", "cpus": "7"}})",
	 {"SetCpuset", "offline", "CPU 7"}},
	{R"({"op": "ClearCpuset", "name": "z"})", {"ClearCpuset", "z"}},
	{R"({"op": "SwapCpusets", "first": "x", "second": "x"})",
	 {"SwapCpusets", "second", "twice"}},
	{R"({"op": "SwapCpusets", "first": "x", "second": "y"})",
	 {"SwapCpusets", "no cpuset", "y"}},
	{R"({"op": "Spawn"})", {"steps[1].ops[0].work", "is missing"}},
	{R"({"op": "Spawn", "cgroup": "z", "work": {"type": {"type": "Spin"}}})", {"Spawn", "z"}},
	{R"({"op": "Spawn", "work": {"type": {"type": "Spin"}, "percent": 50}})",
	 {"Spawn", "work.percent", "of which cpuset"}},
	{R"({"op": "StopCgroup", "name": ""})", {"StopCgroup", "no such cgroup"}},
	{R"({"op": "SetAffinity", "name": "x", "affinity": {"kind": "llc", "llc": 1}})",
	 {"SetAffinity", "affinity", "none of the CPUs", "0-1"}},
	{R"({"op": "MoveAllTasks", "from": "x", "to": "x"})", {"MoveAllTasks", "to", "same"}},
	{R"({"op": "MoveAllTasks", "from": "big", "to": "x"})",
	 {"MoveAllTasks", "dies with its step", "make x in the backdrop"}},
	{R"({"op": "MoveAllTasks", "from": "", "to": "z"})", {"MoveAllTasks", "z"}},
	{R"({"op": "RunPayload", "payload": {"name": "p", "program": "true"}, "cgroup": "x"},
	    {"op": "RunPayload", "payload": {"name": "p", "program": "true"}, "cgroup": "y"},
	    {"op": "MoveAllTasks", "from": "x", "to": "y"})",
	 {"scenario.steps[1].ops[2].", "(MoveAllTasks)", "y: p runs in it already"}},
	{R"({"op": "RunPayload", "payload": {"name": "p", "program": "true"}},
	    {"op": "MoveAllTasks", "from": "", "to": "y"},
	    {"op": "RunPayload", "payload": {"name": "p", "program": "true"}, "cgroup": "y"})",
	 {"scenario.steps[1].ops[2].", "(RunPayload)", "runs already in y"}},
	{R"({"op": "RunPayload", "payload": {"name": "p", "program": "true"}, "cgroup": "x"},
	    {"op": "MoveAllTasks", "from": "x", "to": "y"},
	    {"op": "WaitPayload", "name": "p", "cgroup": "x"})",
	 {"scenario.steps[1].ops[2].", "(WaitPayload)", "never started"}},
	{R"({"op": "RunPayload", "payload": {"name": "p", "program": "s.bpf.o"}})",
	 {"RunPayload", "payload.program", "a scheduler"}},
	{R"({"op": "RunPayload", "payload": {"name": "p", "program": "true"}},
	    {"op": "RunPayload", "payload": {"name": "p", "program": "true"}})",
	 {"scenario.steps[1].ops[1].", "(RunPayload)", "runs already"}},
	{R"({"op": "RunPayload", "payload": {"name": "p", "program": "true", "metrics": [{"name": "m"}]}})",
	 {"RunPayload", "payload.metrics", "json or lines"}},
	{R"({"op": "WaitPayload", "name": "p"})", {"WaitPayload", "never started"}},
	{R"({"op": "RunPayload", "payload": {"name": "p", "program": "true"}},
	    {"op": "WaitPayload", "name": "p"}, {"op": "KillPayload", "name": "p"})",
	 {"scenario.steps[1].ops[2].", "(KillPayload)", "already"}},
	{R"({"op": "RunPayload", "payload": {"name": "p", "program": "true"}, "cgroup": "x"},
	    {"op": "RunPayload", "payload": {"name": "p", "program": "true"}, "cgroup": "y"},
	    {"op": "WaitPayload", "name": "p"})",
	 {"scenario.steps[1].ops[2].", "(WaitPayload)", "cgroup", "several"}},
	{R"({"op": "RunPayload", "payload": {"name": "p", "program": "true", "exit_code": 2}})",
	 {"scenario.steps[1].ops[0].payload.exit_code: p must end with 2",
	  "wait for it with WaitPayload"}},
	{R"({"op": "AddCgroupDef", "def": {"name": "z", "payload":
	     {"name": "p", "program": "true", "exit_code": 2}}})",
	 {"steps[1].ops[0].def.payload.exit_code: p must end with 2"}},
	{R"({"op": "RunPayload", "payload": {"name": "p", "program": "true", "exit_code": 2}},
	    {"op": "KillPayload", "name": "p"})",
	 {"ops[1].name (KillPayload): scenario.steps[1].ops[0].payload.exit_code", "WaitPayload"}},
	{R"({"op": "RunPayload", "payload": {"name": "p", "program": "true", "exit_code": 2}, "cgroup": "x"},
	    {"op": "RemoveCgroup", "name": "x"})",
	 {"ops[1].name (RemoveCgroup): scenario.steps[1].ops[0].payload.exit_code", "WaitPayload"}},
	{R"({"op": "FreezeCgroup", "name": "z"})", {"FreezeCgroup", "z"}},
	{R"({"op": "UnfreezeCgroup", "name": "z"})", {"UnfreezeCgroup", "z"}},
	{R"({"op": "CaptureCgroupProcs", "name": "x", "tag": ""})", {"CaptureCgroupProcs", "tag"}},
	{R"({"op": "SteerIrq", "irq": "virtio", "cpu": 7})",
	 {"SteerIrq", "cpu", "7", "not online"}},
};

const Broken kCgroups[] = {
	{R"({"name": "a", "cpuset": {"kind": "llc"},
	     "work": [{"type": {"type": "Spin"}, "policy": {"kind": "deadline"}}]})",
	 {"work[0].policy.kind", "deadline task", "leave cpuset"}},
	{R"({"name": ""})", {"steps[0].cgroups[0].name", "empty"}},
	{R"({"name": "/a"})", {"cgroups[0].name", "slashes"}},
	{R"({"name": "../a"})", {"cgroups[0].name", "dot"}},
	{R"({"name": "a b"})", {"cgroups[0].name", "letters"}},
	{R"({"name": "cpu.max"})", {"cgroups[0].name", "kernel's own"}},
	{R"({"name": "a"}, {"name": "a/b/c"})", {"cgroups[1].name", "there is no a/b"}},
	{R"({"name": "a", "cpu_max": 0})", {"cgroups[0].cpu_max", "CPUs"}},
	{R"({"name": "a", "cpu_weight": 10001})", {"cgroups[0].cpu_weight", "1 to 10000"}},
	{R"({"name": "a", "cpu_weight": 5, "cpu_idle": true})", {"cgroups[0].cpu_weight", "idle"}},
	{R"({"name": "a", "memory_max": 100, "memory_high": 200})",
	 {"memory_high", "above memory_max"}},
	{R"({"name": "a", "pids_max": 1, "work": [{"type": {"type": "Spin"}, "workers": 2}]})",
	 {"cgroups[0].pids_max", "2 workers"}},
	{R"({"name": "a", "payload": {"name": "p", "program": "true", "exit_code": 255}})",
	 {"steps[0].cgroups[0].payload.exit_code: p must end with 255"}},
	{R"({"name": "a", "cpuset": {"kind": "exact"}})", {"cgroups[0].cpuset.cpus", "is missing"}},
};

const Broken kWork[] = {
	{"{}", {"steps[0].cgroups[0].work[0].type", "is missing"}},
	{R"({"type": {"type": "Sleep"}})", {"work[0].type.type", "one of", "TimerLatency"}},
	{R"({"type": {"type": "Spin", "burst": 1}})",
	 {"work[0].type.burst", "no field", "chunk_us"}},
	{R"({"type": {"type": "Bursty", "busy_ms": 0}})",
	 {"work[0].type.busy_ms", "1 to 10000 ms"}},
	{R"({"type": {"type": "WakeChain", "wake": "email"}})", {"type.wake", "futex, pipe"}},
	{R"({"type": {"type": "Sequence", "phases": []}})", {"type.phases", "length"}},
	{R"({"type": {"type": "Custom", "name": ""}})", {"work[0].type.name", "empty"}},
	{R"({"type": {"type": "PipeIo"}, "workers": 3})", {"work[0].workers", "pairs", "3"}},
	{R"({"type": {"type": "Spin"}, "workers": 0})", {"work[0].workers", "at least 1"}},
	{R"({"type": {"type": "Spin"}, "workers": 2, "percent": 50})", {"work[0].percent"}},
	{R"({"type": {"type": "PageFaultChurn", "region_kib": 4}})",
	 {"type.touches", "region_kib"}},
	{R"({"type": {"type": "Spin"}, "nice": 20})", {"work[0].nice", "-20 to 19"}},
	{R"({"type": {"type": "Spin"}, "nice": 1, "policy": {"kind": "fifo"}})", {"work[0].nice"}},
	{R"({"type": {"type": "Spin"}, "policy": {"kind": "rr", "priority": 100}})",
	 {"policy.priority", "1 to 97"}},
	{R"({"type": {"type": "Spin"}, "policy": {"kind": "deadline", "runtime_us": 20000}})",
	 {"policy.runtime_us", "deadline_us"}},
	{R"({"type": {"type": "Spin"}, "policy": {"kind": "deadline"}, "affinity": {"kind": "single"}})",
	 {"work[0].affinity", "deadline"}},
	{R"({"type": {"type": "Spin"}, "memory": {"mode": "bind"}})", {"memory.nodes", "missing"}},
	{R"({"type": {"type": "Spin"}, "memory": {"mode": "local", "nodes": [0]}})",
	 {"memory.nodes"}},
	{R"({"type": {"type": "Spin"}, "memory": {"mode": "bind", "nodes": [2]}})",
	 {"no NUMA node 2"}},
	{R"({"type": {"type": "Spin"}, "affinity": {"kind": "exact", "cpus": "a"}})", {"affinity"}},
};

INSTANTIATE_TEST_SUITE_P(Table, BrokenFile, testing::ValuesIn(kFiles));
INSTANTIATE_TEST_SUITE_P(Table, BrokenSteps, testing::ValuesIn(kSteps));
INSTANTIATE_TEST_SUITE_P(Table, BrokenOp, testing::ValuesIn(kOps));
INSTANTIATE_TEST_SUITE_P(Table, BrokenCgroup, testing::ValuesIn(kCgroups));
INSTANTIATE_TEST_SUITE_P(Table, BrokenWork, testing::ValuesIn(kWork));

static_assert(std::size(kFiles) + std::size(kSteps) + std::size(kOps) + std::size(kCgroups) +
		      std::size(kWork) >=
	      60);

TEST(WholeScenario, IsTaken)
{
	EXPECT_EQ(error_of(whole(R"([
		{"cgroups": [{"name": "x", "cpuset": {"kind": "node", "node": 1},
			      "work": [{"type": {"type": "PipeIo"}, "percent": 67},
				       {"type": {"type": "NumaMigrationChurn"}, "affinity": {"kind": "single"}}]},
			     {"name": "y", "cpuset": {"kind": "exact", "cpus": "0-1"}}],
		 "ops": [{"op": "SwapCpusets", "first": "x", "second": "y"},
			 {"op": "MoveAllTasks", "from": "x", "to": "y"},
			 {"op": "RunPayload", "payload": {"name": "p", "program": "true"}, "cgroup": "y"},
			 {"op": "WaitPayload", "name": "p"},
			 {"op": "RemoveCgroup", "name": "x"}, {"op": "AddCgroup", "name": "x"}],
		 "hold": {"kind": "share"}}])")),
		  "");
}

TEST(WholeScenario, AProgramIsKnownByTheCgroupThatItWasMovedTo)
{
	EXPECT_EQ(error_of(whole(R"([
		{"cgroups": [{"name": "x"}, {"name": "y"}],
		 "ops": [{"op": "RunPayload", "payload": {"name": "p", "program": "true"}, "cgroup": "x"},
			 {"op": "MoveAllTasks", "from": "x", "to": "y"},
			 {"op": "RunPayload", "payload": {"name": "p", "program": "true"}, "cgroup": "x"},
			 {"op": "RemoveCgroup", "name": "x"},
			 {"op": "WaitPayload", "name": "p", "cgroup": "y"}]}])")),
		  "");
}

/* Metrics are checked however a program ends. */
TEST(WholeScenario, ExitCodesOtherThanZeroAreWaitedForInAnyStep)
{
	EXPECT_EQ(error_of(R"({"name": "a", "description": "b", "scenario": {
		"backdrop": {"cgroups": [{"name": "x", "payload":
			{"name": "p", "program": "true", "exit_code": 2}}, {"name": "y"}]},
		"steps": [
			{"cgroups": [{"name": "z", "payload":
				{"name": "r", "program": "true", "exit_code": 2}}],
			 "ops": [{"op": "MoveAllTasks", "from": "z", "to": "y"},
				 {"op": "RunPayload", "payload": {"name": "q", "program": "true",
				  "output": "lines", "metrics": [{"name": "m", "minimum": 1}]}}]},
			{"ops": [{"op": "WaitPayload", "name": "p"}, {"op": "RemoveCgroup", "name": "x"},
				 {"op": "WaitPayload", "name": "r"}]}]}})"),
		  "");
}

TEST(WholeScenario, BoundsOfMachineAndCgroupsNeedNoWorkers)
{
	for (const char *name : {"events_per_s", "pressure_percent", "throttled_percent"}) {
		std::string text =
			R"({"name": "a", "description": "b", "scenario": {"steps": [{}], "checks": {")" +
			std::string(name) + R"(": 5}}})";

		EXPECT_EQ(error_of(text), "");
	}
}

} /* namespace */
} /* namespace ktstr */
