/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/scenario_needs.h"

#include <gtest/gtest.h>

#include <set>

#include "harness/scenario/devices.h"

namespace ktstr {
namespace {

using Names = std::set<std::string>;

Names option_names(const std::vector<ConfigNeed> &needs)
{
	Names names;

	for (const ConfigNeed &need : needs)
		EXPECT_TRUE(names.insert(need.option).second) << need.option;
	return names;
}

Case with(Scenario scenario)
{
	return {.name = "a", .description = "b", .scenario = std::move(scenario)};
}

Case with_work(Work type)
{
	return with({.steps = {{.ops = {Spawn{.work = {.type = std::move(type)}}}}}});
}

Names options_of(const Case &test)
{
	return option_names(scenario_needs(test).options);
}

Names options_of(const CgroupDef &def)
{
	return options_of(with({.steps = {{.cgroups = {def}}}}));
}

TEST(ScenarioNeeds, PlainWorkNeedsNothing)
{
	ScenarioNeeds needs = scenario_needs(with_work(Spin{}));

	EXPECT_TRUE(needs.devices.empty());
	EXPECT_TRUE(needs.options.empty());
	EXPECT_TRUE(needs.programs.empty());
}

TEST(ScenarioNeeds, Devices)
{
	for (const Work &type : {Work(NetTraffic{}), Work(IrqWake{})}) {
		ScenarioNeeds needs = scenario_needs(with_work(type));

		EXPECT_EQ(needs.devices, Names{"net"});
		EXPECT_EQ(option_names(needs.options),
			  (Names{"CONFIG_VIRTIO_NET", "CONFIG_PACKET"}));
		EXPECT_TRUE(needs.options[0].module_will_do);
	}
	for (const Work &type : {Work(IoSyncWrite{}), Work(IoRandRead{}), Work(IoConvoy{})}) {
		ScenarioNeeds needs = scenario_needs(with_work(type));

		EXPECT_EQ(needs.devices, Names{"disk"});
		EXPECT_EQ(option_names(needs.options), Names{"CONFIG_VIRTIO_BLK"});
	}
}

TEST(ScenarioNeeds, EveryDeviceIsOfUseToWork)
{
	Names options = option_names(all_scenario_options());

	for (const GuestDevice *device : kGuestDevices) {
		EXPECT_GT(device->drivers.size(), 0u) << device->name;
		for (const DeviceDriver &driver : device->drivers)
			EXPECT_TRUE(options.contains(driver.option)) << driver.option;
	}
}

TEST(ScenarioNeeds, WhereverTheWorkStands)
{
	CgroupDef def = {.name = "a", .work = {{.type = NetTraffic{}}}};

	EXPECT_EQ(scenario_needs(with({.backdrop = {.cgroups = {def}}})).devices, Names{"net"});
	EXPECT_EQ(scenario_needs(with({.backdrop = {.ops = {AddCgroupDef{def}}}})).devices,
		  Names{"net"});
	EXPECT_EQ(scenario_needs(with({.steps = {{}, {.cgroups = {def}}}})).devices, Names{"net"});
	EXPECT_EQ(scenario_needs(with({.steps = {{.ops = {AddCgroupDef{def}}}}})).devices,
		  Names{"net"});
}

TEST(ScenarioNeeds, LimitsOfCgroups)
{
	EXPECT_EQ(options_of(CgroupDef{.name = "a"}), Names{"CONFIG_CGROUPS"});
	EXPECT_EQ(options_of(CgroupDef{
			  .name = "a", .cpuset = AllCpus{}, .cpu_max = 1, .cpu_weight = 5}),
		  (Names{"CONFIG_CGROUPS", "CONFIG_CPUSETS", "CONFIG_CFS_BANDWIDTH",
			 "CONFIG_FAIR_GROUP_SCHED"}));
	EXPECT_EQ(
		options_of(CgroupDef{.name = "a", .memory_low = 1, .io_weight = 5, .pids_max = 9}),
		(Names{"CONFIG_CGROUPS", "CONFIG_MEMCG", "CONFIG_BLK_CGROUP_IOCOST",
		       "CONFIG_CGROUP_PIDS"}));
	Case scheduled = with({.steps = {{.cgroups = {{.name = "a", .cpu_idle = true}}}}});
	scheduled.scheduler = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
	EXPECT_EQ(options_of(scheduled),
		  (Names{"CONFIG_CGROUPS", "CONFIG_FAIR_GROUP_SCHED", "CONFIG_EXT_GROUP_SCHED"}));
}

TEST(ScenarioNeeds, OpsChecksAndWorkOfOtherKinds)
{
	EXPECT_EQ(options_of(with({.steps = {{.ops = {AddCgroup{"a"}, ClearCpuset{"a"}}}}})),
		  (Names{"CONFIG_CGROUPS", "CONFIG_CPUSETS"}));
	EXPECT_EQ(options_of(with_work(NumaMigrationChurn{})),
		  (Names{"CONFIG_NUMA", "CONFIG_MIGRATION"}));
	EXPECT_EQ(options_of(with_work(CgroupChurn{})), Names{"CONFIG_CGROUPS"});
	WorkSpec ext = {.policy = {.kind = SchedulingPolicy::Kind::ext},
			.memory = {.mode = MemoryPolicy::Mode::local}};
	EXPECT_EQ(options_of(with({.steps = {{.ops = {Spawn{.work = ext}}}}})),
		  (Names{"CONFIG_SCHED_CLASS_EXT", "CONFIG_NUMA"}));
	EXPECT_EQ(
		options_of(with({.steps = {{}},
				 .checks = {.run_delay_percent = 1,
					    .local_pages_percent = 1,
					    .pressure_percent = 1,
					    .throttled_percent = 1}})),
		(Names{"CONFIG_PSI", "CONFIG_CFS_BANDWIDTH", "CONFIG_SCHED_INFO", "CONFIG_NUMA"}));
	EXPECT_EQ(options_of(with({.steps = {{}}, .checks = {.pressure_percent = Bound::off()}})),
		  Names{});
}

TEST(ScenarioNeeds, ProgramsOfPayloadsOnce)
{
	Payload fio = {.name = "a", .program = "fio"}, again = {.name = "b", .program = "fio"};
	Payload own = {.name = "c", .program = "/opt/own"};
	Scenario scenario = {
		.backdrop = {.cgroups = {{.name = "x", .payload = fio}}},
		.steps = {{.ops = {RunPayload{.payload = own}, RunPayload{.payload = again}}}}};

	EXPECT_EQ(scenario_needs(with(scenario)).programs,
		  (std::vector<std::string>{"fio", "/opt/own"}));
	change_payloads(&scenario,
			[](Payload &payload) { payload.program = "/bin/" + payload.name; });
	EXPECT_EQ(scenario_needs(with(scenario)).programs,
		  (std::vector<std::string>{"/bin/a", "/bin/c", "/bin/b"}));
}

TEST(ScenarioNeeds, TheListOfOptionsHasEachOnce)
{
	EXPECT_EQ(option_names(all_scenario_options()).size(), all_scenario_options().size());
}

} /* namespace */
} /* namespace ktstr */
