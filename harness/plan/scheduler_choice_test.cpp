/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/plan/scheduler_choice.h"

#include <elf.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "harness/base/test_folder.h"

namespace ktstr {
namespace {

std::string elf_header(uint16_t type, uint16_t machine)
{
	Elf64_Ehdr header = {};

	memcpy(header.e_ident, ELFMAG, SELFMAG);
	header.e_type = type;
	header.e_machine = machine;
	return {reinterpret_cast<const char *>(&header), sizeof(header)};
}

TEST(LookAtScheduler, TellsObjectsScriptsAndPrograms)
{
	test::TestFolder folder;
	std::string object = folder.write("a.bpf.o", elf_header(ET_REL, EM_BPF));
	std::string script = folder.write("script", "#!/bin/sh\n");
	std::string program = folder.write("program", elf_header(ET_EXEC, EM_X86_64));

	chmod(script.c_str(), 0755);
	chmod(program.c_str(), 0755);
	OtherScheduler other = look_at_scheduler(object, {}).value();
	EXPECT_TRUE(other.object);
	EXPECT_FALSE(other.script);
	EXPECT_EQ(other.path, object);
	other = look_at_scheduler(script, {"-v"}).value();
	EXPECT_FALSE(other.object);
	EXPECT_TRUE(other.script);
	EXPECT_EQ(other.arguments, std::vector<std::string>{"-v"});
	other = look_at_scheduler(program, {}).value();
	EXPECT_EQ(other.path, program);
	std::string link = folder.path() + "/scx_other";
	ASSERT_EQ(symlink(program.c_str(), link.c_str()), 0);
	EXPECT_EQ(look_at_scheduler(link, {}).value().path, link);
	EXPECT_FALSE(other.object);
	EXPECT_FALSE(other.script);
}

TEST(LookAtScheduler, RefusesTheRest)
{
	test::TestFolder folder;

	EXPECT_FALSE(look_at_scheduler(folder.path() + "/none", {}).ok());
	EXPECT_FALSE(look_at_scheduler(folder.write("text", "hello"), {}).ok());
	EXPECT_FALSE(look_at_scheduler(folder.write("empty", ""), {}).ok());
	/* A truncated header; an object for another machine. */
	std::string header = elf_header(ET_REL, EM_BPF);
	EXPECT_FALSE(look_at_scheduler(folder.write("cut", header.substr(0, 20)), {}).ok());
	EXPECT_FALSE(
		look_at_scheduler(folder.write("x86.o", elf_header(ET_REL, EM_X86_64)), {}).ok());
	EXPECT_FALSE(look_at_scheduler(folder.path(), {}).ok());
}

Case case_with(CaseScheduler::Kind kind)
{
	Case test = {.name = "a", .description = "b"};

	test.scheduler.kind = kind;
	test.scheduler.program = "ktstr_fifo";
	test.scheduler.arguments = {"one"};
	test.scheduler.expected_ops = "fifo";
	test.scheduler.attach_ms = 77;
	return test;
}

TEST(ChooseScheduler, TheCasesOwn)
{
	Settings settings;
	Case test = case_with(CaseScheduler::none);

	EXPECT_EQ(choose_scheduler(&test, {}, settings).job.kind, SchedulerKind::none);
	for (CaseScheduler::Kind kind : {CaseScheduler::builtin, CaseScheduler::any}) {
		test = case_with(kind);
		SchedulerChoice choice = choose_scheduler(&test, {}, settings);

		EXPECT_EQ(choice.job.kind, SchedulerKind::builtin);
		EXPECT_EQ(choice.job.program, "ktstr_fifo");
		EXPECT_EQ(choice.job.arguments, std::vector<std::string>{"one"});
		EXPECT_EQ(choice.job.expected_ops, "fifo");
		EXPECT_EQ(choice.job.attach_ms, 77u);
		EXPECT_EQ(choice.program, "");
	}
}

TEST(ChooseScheduler, OneOfTheTreeComesFromItsFolder)
{
	test::TestFolder folder;
	Settings settings;
	Case test = case_with(CaseScheduler::tree);

	settings.tree_schedulers = folder.path();
	folder.write("ktstr_fifo", "");
	SchedulerChoice choice = choose_scheduler(&test, {}, settings);
	EXPECT_EQ(choice.job.kind, SchedulerKind::executable);
	EXPECT_EQ(choice.program, folder.path() + "/ktstr_fifo");
	EXPECT_EQ(choice.job.program, choice.program);
}

TEST(ChooseScheduler, TheGivenOneOnlyWhereAnyWillDo)
{
	Settings settings;
	OtherScheduler other = {"/s/mine", false, false, {"-x"}};
	Case any = case_with(CaseScheduler::any), fixed = case_with(CaseScheduler::builtin);
	SchedulerChoice choice = choose_scheduler(&any, other, settings);

	EXPECT_EQ(choice.job.kind, SchedulerKind::executable);
	EXPECT_EQ(choice.program, "/s/mine");
	EXPECT_EQ(choice.job.arguments, std::vector<std::string>{"-x"});
	/* The name of its ops is unknown. */
	EXPECT_EQ(choice.job.expected_ops, "");
	EXPECT_EQ(choice.job.attach_ms, 77u);
	other.attach_ms = 60000;
	EXPECT_EQ(choose_scheduler(&any, other, settings).job.attach_ms, 60000u);
	EXPECT_EQ(choose_scheduler(nullptr, other, settings).job.attach_ms, 60000u);
	EXPECT_EQ(choose_scheduler(&fixed, other, settings).job.attach_ms, 77u);
	EXPECT_EQ(choose_scheduler(&fixed, other, settings).job.kind, SchedulerKind::builtin);

	other.object = true;
	EXPECT_EQ(choose_scheduler(&any, other, settings).job.kind, SchedulerKind::object);
	EXPECT_EQ(choose_scheduler(nullptr, other, settings).job.kind, SchedulerKind::object);
	EXPECT_EQ(choose_scheduler(nullptr, {}, settings).job.kind, SchedulerKind::none);
}

} /* namespace */
} /* namespace ktstr */
