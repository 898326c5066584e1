/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict/judge_scenario.h"

#include <gtest/gtest.h>

#include "harness/verdict/verdict.h"
#include "harness/wire/test_measurement.h"

namespace ktstr {
namespace {

/* Two windows of one spinning worker, under a scheduler. */
ScenarioCase scenario()
{
	ScenarioCase data = {.name = "a", .description = "b"};

	data.scheduler = {.kind = ScenarioScheduler::Kind::builtin, .program = "ktstr_fifo"};
	data.scenario.steps = {{.cgroups = {{.name = "a", .work = {{.type = Spin{}}}}},
				.hold = HoldLoop{100, 200}}};
	data.scenario.checks.gap_ms = 50;
	return data;
}

Measurements good()
{
	WorkerMeasurement worker = {.cgroup = "a", .type = "Spin"};
	Measurements measurements;

	worker.iterations = 10;
	worker.cpu_ns = 90000000;
	worker.gap_ns = 1000000;
	worker.cpu_samples = 5;
	measurements.windows.assign(
		2, {.where = "step 0", .length_ns = 100000000, .workers = {worker}});
	for (Window &window : measurements.windows)
		window.events.emplace();
	measurements.still_attached = true;
	measurements.left_cgroups.emplace();
	return measurements;
}

void add(Evidence *evidence, const SentRecord &sent)
{
	add_record(evidence, record_of(sent));
}

void add_check(Evidence *evidence, const char *name, CheckStatus status)
{
	WireCheck wire = {};

	wire.status = uint32_t(status);
	add(evidence,
	    {RecordType::check, std::string(reinterpret_cast<const char *>(&wire), sizeof(wire)) +
					name + std::string(1, '\0')});
}

/* Evidence that passes, without judge_scenario(). */
Evidence ran(const SentRecords &measurements)
{
	Evidence e;

	e.scheduler_wanted = e.checks_wanted = true;
	e.hello = e.case_starting = true;
	e.attached = AttachEvidence();
	e.result = WireResult();
	e.session.machine_exit = "power-off";
	add_check(&e, "scenario", CheckStatus::pass);
	for (const SentRecord &sent : measurements)
		add(&e, sent);
	add_check(&e, "nothing-left-after-detach", CheckStatus::pass);
	return e;
}

Verdict verdict_of(Evidence evidence)
{
	judge_scenario(&evidence, scenario(), {});
	return judge(evidence);
}

Verdict verdict_of(const Measurements &measurements)
{
	return verdict_of(ran(send_measurements(measurements)));
}

void expect_inconclusive(const Verdict &verdict, const std::string &words)
{
	EXPECT_EQ(verdict.kind, VerdictKind::inconclusive);
	EXPECT_EQ(verdict.reason, "assert:measurements");
	ASSERT_FALSE(verdict.diagnostics.empty());
	EXPECT_NE(verdict.diagnostics[0].find(words), std::string::npos) << verdict.diagnostics[0];
}

TEST(JudgeScenario, PassesWhatHolds)
{
	Evidence evidence = ran(send_measurements(good()));

	judge_scenario(&evidence, scenario(), {});
	EXPECT_EQ(judge(evidence).kind, VerdictKind::pass);
	/* Checks are in the order in which they were decided. */
	EXPECT_EQ(evidence.checks.front().name, "scenario");
	EXPECT_EQ(evidence.checks.back().name, "nothing-left-after-detach");
	EXPECT_EQ(std::count_if(evidence.checks.begin(), evidence.checks.end(),
				[](const CheckEvidence &c) { return c.name == "gap"; }),
		  1);
}

TEST(JudgeScenario, AProgramThatIsNotReportedIsNoPass)
{
	ScenarioCase data = scenario();
	Measurements measurements = good();

	data.scenario.backdrop.ops = {RunPayload{.payload = {.name = "p", .program = "/bin/true"}}};
	Evidence without = ran(send_measurements(measurements));
	judge_scenario(&without, data, {});
	expect_inconclusive(judge(without), "did not report program 0");

	measurements.programs.push_back({.payload = 0, .where = "backdrop", .exit_code = 0});
	Evidence with = ran(send_measurements(measurements));
	judge_scenario(&with, data, {});
	EXPECT_EQ(judge(with).kind, VerdictKind::pass);
}

TEST(JudgeScenario, FailsWhatDoesNot)
{
	Measurements measurements = good();

	measurements.windows[1].workers[0].gap_ns = 51000000;
	Verdict verdict = verdict_of(measurements);
	EXPECT_EQ(verdict.kind, VerdictKind::fail);
	EXPECT_EQ(verdict.reason, "assert:gap");
}

TEST(JudgeScenario, NothingMeasuredNeverPasses)
{
	expect_inconclusive(verdict_of(ran({})), "did not send all of them");
}

TEST(JudgeScenario, AMissingEndNeverPasses)
{
	SentRecords records = send_measurements(good());

	records.pop_back();
	expect_inconclusive(verdict_of(ran(records)), "did not send all of them");
}

TEST(JudgeScenario, AMissingOrSecondWindowNeverPasses)
{
	Measurements fewer = good(), more = good();

	fewer.windows.pop_back();
	expect_inconclusive(verdict_of(fewer), "1 windows of 2");
	more.windows.push_back(more.windows[0]);
	expect_inconclusive(verdict_of(more), "3 windows of 2");
}

TEST(JudgeScenario, MalformedOnesNeverPass)
{
	SentRecords records = send_measurements(good());
	SentRecords twice = records;

	twice.insert(twice.begin() + 1, records[0]);
	expect_inconclusive(verdict_of(ran(twice)), "record window");
	for (size_t i = 0; i < records.size(); i++) {
		SentRecords bad = records;

		bad[i].second.assign(find_record_type(uint16_t(bad[i].first))->head_size, '\xff');
		Verdict verdict = verdict_of(ran(bad));
		EXPECT_NE(verdict.kind, VerdictKind::pass) << i;
	}
}

TEST(JudgeScenario, AWindowWithoutWorkersProvesNothing)
{
	Measurements measurements = good();

	for (Window &window : measurements.windows)
		window.workers.clear();
	EXPECT_EQ(verdict_of(measurements).kind, VerdictKind::inconclusive);
}

TEST(JudgeScenario, WhetherTheSchedulerIsAttachedMustBeSaid)
{
	Measurements measurements = good();

	measurements.still_attached.reset();
	expect_inconclusive(verdict_of(measurements), "did not report whether the scheduler");
	measurements.still_attached = false;
	EXPECT_EQ(verdict_of(measurements).reason, "assert:still-attached");
}

TEST(JudgeScenario, WhetherTheOpsWereDoneMustBeSaid)
{
	Evidence evidence = ran(send_measurements(good()));

	evidence.checks.erase(evidence.checks.begin());
	expect_inconclusive(verdict_of(evidence), "all ops succeeded");
}

TEST(JudgeScenario, AFailedOpIsTheReasonForMissingWindows)
{
	Measurements measurements = good();

	measurements.windows.pop_back();
	Evidence evidence = ran(send_measurements(measurements));
	evidence.checks[0].status = CheckStatus::fail;
	judge_scenario(&evidence, scenario(), {});
	EXPECT_EQ(judge(evidence).reason, "assert:scenario");
	EXPECT_TRUE(std::none_of(evidence.checks.begin(), evidence.checks.end(),
				 [](const CheckEvidence &c) { return c.name == "measurements"; }));
}

TEST(JudgeScenario, ASkipNeedsNoMeasurements)
{
	Evidence evidence = ran({});

	evidence.skip = "feature-missing:x";
	EXPECT_EQ(verdict_of(evidence).kind, VerdictKind::skip);
}

TEST(JudgeScenario, ProgramsAreJudgedByTheScenariosPayload)
{
	ScenarioCase data = scenario();
	Measurements measurements = good();

	data.scenario.steps[0].ops = {
		RunPayload{.payload = {.name = "p",
				       .program = "sh",
				       .output = Payload::Output::lines,
				       .metrics = {{.name = "speed", .minimum = 10}}}}};
	measurements.programs = {{.where = "step 0", .exit_code = 1, .output = "speed 9\n"}};
	Evidence evidence = ran(send_measurements(measurements));
	judge_scenario(&evidence, data, {});
	EXPECT_EQ(evidence.checks[0].name, "payload-exit-code");
	EXPECT_EQ(evidence.checks[1].name, "payload-metric");
	EXPECT_EQ(judge(evidence).reason, "assert:payload-exit-code");

	measurements.programs.push_back({.payload = 1, .where = "step 0", .exit_code = 0});
	measurements.programs[0] = {.where = "step 0", .exit_code = 0, .output = "speed 11\n"};
	evidence = ran(send_measurements(measurements));
	judge_scenario(&evidence, data, {});
	expect_inconclusive(judge(evidence), "a program that the scenario does not have");
}

} /* namespace */
} /* namespace ktstr */
