/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire/job.h"

#include <gtest/gtest.h>

namespace ktstr {

namespace {

Job full_job()
{
	Job job;
	job.mode = JobMode::exec;
	job.case_name = "attach.fifo";
	job.scenario = "{\n  \"name\": \"100%\"\n}\n";
	job.command = "printf '100%%\n'; exit 7";
	job.directory = "/a dir/=odd";
	job.scheduler.kind = SchedulerKind::executable;
	job.scheduler.program = "/usr/bin/scx_simple";
	job.scheduler.arguments = {"-f", "", "two\nlines", std::string("nul\0byte", 8)};
	job.scheduler.expected_ops = "simple";
	job.scheduler.startup_ms = 1;
	job.scheduler.attach_ms = UINT32_MAX;
	job.scheduler.hide_sysfs = true;
	job.cpus_come_late = true;
	job.seed = UINT64_MAX;
	job.time_scale.percent = 250;
	job.modules = {"/m/a.ko", "/m/b.ko"};
	return job;
}

TEST(Job, RoundTripKeepsEveryField)
{
	Job job = full_job();
	Result<Job> back = parse_job(serialise_job(job));
	ASSERT_TRUE(back.ok()) << back.error().to_string();
	EXPECT_EQ(back.value().mode, job.mode);
	EXPECT_EQ(back.value().case_name, job.case_name);
	EXPECT_EQ(back.value().scenario, job.scenario);
	EXPECT_EQ(back.value().command, job.command);
	EXPECT_EQ(back.value().directory, job.directory);
	EXPECT_EQ(back.value().scheduler.kind, job.scheduler.kind);
	EXPECT_EQ(back.value().scheduler.program, job.scheduler.program);
	EXPECT_EQ(back.value().scheduler.arguments, job.scheduler.arguments);
	EXPECT_EQ(back.value().scheduler.expected_ops, job.scheduler.expected_ops);
	EXPECT_EQ(back.value().scheduler.startup_ms, job.scheduler.startup_ms);
	EXPECT_EQ(back.value().scheduler.attach_ms, job.scheduler.attach_ms);
	EXPECT_EQ(back.value().scheduler.hide_sysfs, job.scheduler.hide_sysfs);
	EXPECT_EQ(back.value().cpus_come_late, job.cpus_come_late);
	EXPECT_EQ(back.value().seed, job.seed);
	EXPECT_EQ(back.value().time_scale.percent, job.time_scale.percent);
	EXPECT_EQ(back.value().modules, job.modules);
	EXPECT_EQ(serialise_job(back.value()), serialise_job(job));
}

TEST(Job, AbsentKeysKeepTheirDefaults)
{
	Result<Job> job = parse_job("case=boot\n");
	ASSERT_TRUE(job.ok());
	EXPECT_EQ(job.value().directory, "/");
	EXPECT_EQ(job.value().scheduler.attach_ms, 10000u);
}

TEST(Job, EveryTruncationIsAnErrorOrAShorterJob)
{
	std::string text = serialise_job(full_job());
	for (size_t length = 0; length < text.size(); length++) {
		Result<Job> job = parse_job(std::string_view(text).substr(0, length));
		bool whole_lines = length && text[length - 1] == '\n';
		EXPECT_TRUE(whole_lines || !job.ok()) << length;
	}
}

TEST(Job, MalformedTextIsRefused)
{
	for (const char *text : {
		     "",
		     "case=a",
		     "case\n",
		     "=x\n",
		     "case=a\nunknown=1\n",
		     "case=a\ncase=b\n",
		     "case=%\n",
		     "case=%4\n",
		     "case=%G0\n",
		     "case=%-1\n",
		     "mode=Case\ncase=a\n",
		     "case=a\nslow=2\n",
		     "case=a\nslow=\n",
		     "case=a\nseed=-1\n",
		     "case=a\nseed=18446744073709551616\n",
		     "case=a\nseed=1 \n",
		     "case=a\nscheduler.attach_ms=4294967296\n",
		     "case=a\nscheduler.kind=object\n",
		     "case=a\ntime_scale_percent=0\n",
		     "mode=exec\n",
	     })
		EXPECT_FALSE(parse_job(text).ok()) << text;
	EXPECT_EQ(parse_job(std::string(kMaxJobText + 1, 'a')).error().what,
		  std::string("job: too long"));
}

TEST(Job, ErrorsNameTheLine)
{
	const struct {
		const char *text;
		const char *error;
	} table[] = {
		{"case=a\nseed\n", "job: key-value text: no key: line 2"},
		{"case=a\n\nseed=1\n", "job: key-value text: no key: line 2"},
		{"case=a\nseed=1\ndirectory=%\n", "job: key-value text: bad escape: line 3"},
		{"case=a\nseed=1", "job: key-value text: last line is cut short: line 2"},
		{"case=a\nseeds=1\n", "job: unknown key: line 2"},
		{"case=a\nseed=1\ncase=b\n", "job: repeated key: line 3"},
		{"seed=x\ncase=a\n", "job: bad value: line 1"},
	};

	for (const auto &entry : table)
		EXPECT_EQ(parse_job(entry.text).error().to_string(), entry.error);
}

} /* namespace */

} /* namespace ktstr */
