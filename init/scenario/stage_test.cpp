/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/stage.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "harness/wire/test_measurement.h"

namespace ktstr {
namespace {

namespace fs = std::filesystem;

/*
 * Runs on this machine with a folder instead of cgroupfs. What needs the kernel (cpusets, freezing,
 * moving) is tested by cases in the guest.
 */
class StageTest : public testing::Test {
protected:
	void SetUp() override
	{
		std::string pattern = "/tmp/ktstr-test-XXXXXX";
		ASSERT_TRUE(mkdtemp(pattern.data()));
		mount_ = pattern;
		job_.seed = 3;
		job_.topology = parse_topology("1:1:1:1").value();
		stage_ = std::make_unique<Stage>(job_, writer_, CgroupFs(mount_));
		ASSERT_TRUE(stage_->open().ok());
	}
	void TearDown() override
	{
		stage_.reset();
		fs::remove_all(mount_);
	}

	std::vector<std::string> end_step()
	{
		std::vector<std::string> problems;
		stage_->end_step(&problems);
		return problems;
	}

	Window measure()
	{
		Window window;

		stage_->begin_window();
		stage_->wait_until(20000, [&] {
			window = {};
			stage_->end_window(&window);
			return !window.workers.empty() && window.workers[0].iterations > 0;
		});
		return window;
	}

	/* The programs that have ended. */
	std::vector<ProgramRun> programs() const
	{
		return read_measurements(sent_).measurements().programs;
	}

	bool exists(const std::string &name) const { return fs::exists(mount_ + "/ktstr/" + name); }

	Job job_;
	SentRecords sent_;
	MeasurementWriter writer_ =
		MeasurementWriter([this](RecordType type, std::string_view payload) {
			sent_.emplace_back(type, payload);
		});
	std::string mount_;
	std::unique_ptr<Stage> stage_;
};

TEST_F(StageTest, WhatAStepMadeEndsWithIt)
{
	stage_->begin(Stage::Owner::backdrop, "backdrop");
	ASSERT_TRUE(stage_->apply(AddCgroup{"stays"}).ok());
	stage_->begin(Stage::Owner::step, "step 0");
	ASSERT_TRUE(stage_->apply(AddCgroup{"goes"}).ok());
	ASSERT_TRUE(stage_->apply(AddCgroup{"goes/too"}).ok());
	ASSERT_TRUE(stage_->apply(Spawn{.work = {.type = Spin{}, .workers = 2}}).ok());
	Window window = measure();
	ASSERT_EQ(window.workers.size(), 2u);
	EXPECT_EQ(window.where, "step 0");
	EXPECT_EQ(window.workers[0].cgroup, "");
	EXPECT_TRUE(end_step().empty());
	EXPECT_FALSE(exists("goes"));
	EXPECT_TRUE(exists("stays"));
	EXPECT_EQ(kill(window.workers[0].pid, 0), -1);
	std::vector<std::string> problems;
	stage_->close(&problems);
	EXPECT_TRUE(problems.empty());
	EXPECT_FALSE(fs::exists(mount_ + "/ktstr"));
}

TEST_F(StageTest, RefusesWhatTheStateRefuses)
{
	Result<void> removed = stage_->apply(RemoveCgroup{"none"});

	ASSERT_FALSE(removed.ok());
	EXPECT_NE(removed.error().to_string().find("no such cgroup"), std::string::npos);
}

TEST_F(StageTest, TeardownGoesOnAfterAFailure)
{
	stage_->begin(Stage::Owner::step, "step 4");
	ASSERT_TRUE(stage_->apply(AddCgroup{"first"}).ok());
	ASSERT_TRUE(stage_->apply(AddCgroup{"second"}).ok());
	ASSERT_TRUE(stage_->apply(AddCgroup{"third"}).ok());
	/* The file blocks rmdir(), as a task would. */
	std::ofstream(mount_ + "/ktstr/second/file");
	std::vector<std::string> problems = end_step();
	ASSERT_EQ(problems.size(), 1u);
	EXPECT_NE(problems[0].find("step 4: remove cgroup: second"), std::string::npos)
		<< problems[0];
	EXPECT_FALSE(exists("first"));
	EXPECT_FALSE(exists("third"));
	/* The scenario's own cgroup stays too; check nothing_left reports that. */
	stage_->close(&problems);
	EXPECT_EQ(problems.size(), 1u);
	EXPECT_TRUE(exists("second"));
}

TEST_F(StageTest, AProgramIsWaitedForAndToldOf)
{
	Payload payload = {.name = "p",
			   .program = "sh",
			   .arguments = {"-c", "echo score 41; exit 3"},
			   .exit_code = 3,
			   .output = Payload::Output::lines,
			   .metrics = {{.name = "score", .minimum = 40}},
			   .number = 5};

	stage_->begin(Stage::Owner::step, "step 0");
	ASSERT_TRUE(stage_->apply(RunPayload{payload}).ok());
	ASSERT_TRUE(stage_->apply(WaitPayload{.name = "p"}).ok());
	ASSERT_EQ(programs().size(), 1u);
	ProgramRun run = programs()[0];
	EXPECT_EQ(run.payload, 5u);
	EXPECT_EQ(run.where, "step 0");
	EXPECT_EQ(run.cgroup, "");
	EXPECT_EQ(run.exit_code, 3);
	EXPECT_EQ(run.output, "score 41\n");
	Result<void> again = stage_->apply(WaitPayload{.name = "p"});
	EXPECT_FALSE(again.ok());
}

TEST_F(StageTest, WithoutMetricsTheOutputIsOfNoUse)
{
	Payload payload = {.name = "p", .program = "sh", .arguments = {"-c", "echo 1; kill -9 $$"}};

	stage_->begin(Stage::Owner::step, "step 0");
	ASSERT_TRUE(stage_->apply(RunPayload{payload}).ok());
	ASSERT_TRUE(stage_->apply(WaitPayload{.name = "p"}).ok());
	ASSERT_EQ(programs().size(), 1u);
	EXPECT_EQ(programs()[0].exit_code, 128 + SIGKILL);
	EXPECT_EQ(programs()[0].output, "");
}

TEST_F(StageTest, AProgramThatGoesOnIsKilledWithItsChildren)
{
	Payload payload = {
		.name = "p", .program = "sh", .arguments = {"-c", "sleep 1000 & sleep 1000"}};

	stage_->begin(Stage::Owner::step, "step 0");
	ASSERT_TRUE(stage_->apply(RunPayload{payload}).ok());
	Result<void> waited = stage_->apply(WaitPayload{.name = "p", .timeout_ms = 20});
	ASSERT_FALSE(waited.ok());
	EXPECT_NE(waited.error().to_string().find("p in 20 ms"), std::string::npos);
	EXPECT_TRUE(end_step().empty());
	/* It was killed, so there is no exit code to judge. */
	ASSERT_EQ(programs().size(), 1u);
	EXPECT_FALSE(programs()[0].exit_code.has_value());
}

TEST_F(StageTest, ADeadWorkerIsAFailure)
{
	stage_->begin(Stage::Owner::step, "step 0");
	ASSERT_TRUE(stage_->apply(Spawn{.work = {.type = Spin{}}}).ok());
	EXPECT_EQ(stage_->failure(), "");
	Window window = measure();
	ASSERT_EQ(window.workers.size(), 1u);
	kill(window.workers[0].pid, SIGKILL);
	EXPECT_TRUE(stage_->wait_until(20000, [&] { return !stage_->failure().empty(); }));
}

TEST_F(StageTest, SeesWhereRunnableWorkersAre)
{
	stage_->begin(Stage::Owner::step, "step 0");
	ASSERT_TRUE(stage_->apply(Spawn{.work = {.type = Spin{}, .workers = 3}}).ok());
	measure();
	RunnableSample sample = stage_->look_at_runnable();
	EXPECT_EQ(sample.cpus, 1u);
	EXPECT_EQ(sample.runnable, 3u);
	EXPECT_GE(sample.most, 1u);
}

} /* namespace */
} /* namespace ktstr */
