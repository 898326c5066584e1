/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/includes.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "harness/image/library_search.h"
#include "harness/image/test_elf.h"

namespace ktstr {

namespace {

using test::DynamicElf;
using test::ScratchTree;

const GuestFile *find(const Includes &includes, const std::string &path)
{
	for (const GuestFile &file : includes.files)
		if (file.guest_path == path)
			return &file;
	return nullptr;
}

TEST(Includes, ARealProgramBringsItsLoaderAndLibraries)
{
	Result<Includes> got = collect_includes({"/bin/sh"});
	ASSERT_TRUE(got.ok()) << got.error().to_string();
	EXPECT_TRUE(got.value().missing.empty());
	unsigned loaders = 0, libraries = 0;
	for (const GuestFile &file : got.value().files) {
		if (file.kind != GuestFile::file)
			continue;
		EXPECT_EQ(access(file.host_path.c_str(), R_OK), 0) << file.host_path;
		loaders += file.guest_path.find("/ld-") != std::string::npos;
		libraries += file.guest_path.find("libc.") != std::string::npos;
	}
	EXPECT_EQ(loaders, 1u);
	EXPECT_EQ(libraries, 1u);
	/* Each path resolves inside the image: link targets are included. */
	EXPECT_TRUE(std::is_sorted(got.value().files.begin(), got.value().files.end(),
				   [](const GuestFile &a, const GuestFile &b) {
					   return a.guest_path < b.guest_path;
				   }));
}

TEST(Includes, OriginAndRunpathThroughALink)
{
	ScratchTree tree;
	std::string lib = tree.write("real/lib/libone.so",
				     DynamicElf{"", {"libtwo.so"}, "", "$ORIGIN/sub"}.bytes());
	std::string two = tree.write("real/lib/sub/libtwo.so.2", DynamicElf{}.bytes());
	std::string link = tree.link("real/lib/sub/libtwo.so", "libtwo.so.2");
	std::string program =
		tree.write("real/bin/program",
			   DynamicElf{"", {"libone.so"}, "", "${ORIGIN}/../lib"}.bytes(), 0755);
	tree.link("name", "real");
	Includes got = collect_includes({tree.path() + "/name/bin/program"}).value();
	EXPECT_TRUE(got.missing.empty());
	for (const std::string &path : {lib, two, program}) {
		ASSERT_NE(find(got, path), nullptr) << path;
		EXPECT_EQ(find(got, path)->kind, GuestFile::file);
	}
	ASSERT_NE(find(got, link), nullptr);
	EXPECT_EQ(find(got, link)->target, "libtwo.so.2");
	ASSERT_NE(find(got, tree.path() + "/name"), nullptr);
	EXPECT_EQ(find(got, tree.path() + "/name")->kind, GuestFile::symlink);
	EXPECT_EQ(find(got, program)->permissions, 0755u);
}

TEST(Includes, RpathIsInheritedAndRunpathIsNot)
{
	for (bool inherited : {true, false}) {
		ScratchTree tree;
		std::string folder = tree.path() + "/deep";
		tree.write("deep/liba.so", DynamicElf{"", {"libb.so"}}.bytes());
		tree.write("deep/libb.so", DynamicElf{}.bytes());
		DynamicElf program = {"", {"liba.so"}};
		(inherited ? program.rpath : program.runpath) = folder;
		std::string path = tree.write("program", program.bytes());
		Includes got = collect_includes({path}).value();
		EXPECT_NE(find(got, folder + "/liba.so"), nullptr);
		EXPECT_EQ(find(got, folder + "/libb.so") != nullptr, inherited);
		EXPECT_EQ(got.missing.empty(), inherited);
	}
}

TEST(Includes, ALibraryForAnotherMachineIsPassedOver)
{
	ScratchTree tree;
	DynamicElf foreign;
	foreign.machine = EM_AARCH64;
	tree.write("a/libx.so", foreign.bytes());
	tree.write("b/libx.so", DynamicElf{}.bytes());
	std::string path = tree.write(
		"program",
		DynamicElf{"", {"libx.so"}, "", tree.path() + "/a:" + tree.path() + "/b"}.bytes());
	Includes got = collect_includes({path}).value();
	EXPECT_EQ(find(got, tree.path() + "/a/libx.so"), nullptr);
	EXPECT_NE(find(got, tree.path() + "/b/libx.so"), nullptr);
}

TEST(Includes, ScriptsBringTheirInterpreter)
{
	ScratchTree tree;
	std::string shell = tree.write("bin/shell", "plain", 0755);
	std::string script = tree.write("script", "#!" + shell + " -e\n", 0755);
	std::string text = tree.write("text", "#!/no/such/interpreter\n", 0644);
	std::string sick = tree.write("sick", "#!/no/such/interpreter\n", 0755);
	Includes got = collect_includes({script, text}).value();
	EXPECT_NE(find(got, shell), nullptr);
	EXPECT_TRUE(got.missing.empty());
	got = collect_includes({sick}).value();
	ASSERT_EQ(got.missing.size(), 1u);
	EXPECT_NE(got.missing[0].find("/no/such/interpreter"), std::string::npos);
	std::string env = tree.write("env-script", "#!/usr/bin/env sh\n", 0755);
	got = collect_includes({env}).value();
	EXPECT_TRUE(got.missing.empty());
	EXPECT_NE(find(got, "/usr/bin/env"), nullptr);
}

TEST(Includes, FoldersKeepTheirShape)
{
	ScratchTree tree;
	std::string outside = tree.write("outside", "o");
	tree.write("folder/a", "1");
	tree.write("folder/sub/b", "", 0600);
	tree.link("folder/out", outside);
	tree.link("folder/broken", "nowhere");
	tree.link("folder/loop", ".");
	tree.link("folder/self", "self");
	ASSERT_EQ(mkfifo((tree.path() + "/folder/pipe").c_str(), 0600), 0);
	Includes got = collect_includes({tree.path() + "/folder/"}).value();
	for (const char *name : {"/outside", "/folder/a", "/folder/sub/b", "/folder/out",
				 "/folder/broken", "/folder/loop", "/folder/self", "/folder/sub"})
		EXPECT_NE(find(got, tree.path() + name), nullptr) << name;
	EXPECT_EQ(find(got, tree.path() + "/folder/pipe"), nullptr);
	EXPECT_EQ(find(got, tree.path() + "/folder/sub/b")->permissions, 0600u);
}

TEST(Includes, WhatCannotBeIncludedIsAnError)
{
	ScratchTree tree;
	tree.link("loop", "loop");
	EXPECT_FALSE(collect_includes({tree.path() + "/none"}).ok());
	EXPECT_FALSE(collect_includes({tree.path() + "/loop"}).ok());
	EXPECT_FALSE(collect_includes({"/dev/null"}).ok());
	EXPECT_FALSE(collect_includes({""}).ok());
	EXPECT_TRUE(collect_includes({}).value().files.empty());
}

TEST(Includes, DamagedElfFilesAreCopiedAndNoted)
{
	ScratchTree tree;
	std::string path =
		tree.write("damaged", DynamicElf{"", {"libx.so"}}.bytes().substr(0, 200));
	Includes got = collect_includes({path}).value();
	EXPECT_NE(find(got, path), nullptr);
	EXPECT_EQ(got.missing.size(), 1u);
}

TEST(LibrarySearch, ReadsTheLoadersConfiguration)
{
	ScratchTree tree;
	tree.write("conf.d/one.conf", tree.path() + "/lib  # comment\n");
	std::string conf = tree.write("ld.so.conf", "# nothing\ninclude conf.d/*.conf\n"
						    "include ld.so.conf\nrelative\n");
	std::string lib = tree.write("lib/libq.so", DynamicElf{}.bytes());
	LibraryUser user;
	user.machine = EM_X86_64;
	EXPECT_EQ(LibrarySearch::create(conf).find("libq.so", user), lib);
	EXPECT_EQ(LibrarySearch::create("/none").find("libq.so", user), "");
	EXPECT_EQ(LibrarySearch::create("/none").find(lib, user), lib);
	EXPECT_EQ(expand_tokens("$ORIGIN/${ORIGIN}/$LIB", "$ORIGIN"),
		  "$ORIGIN/$ORIGIN/lib/x86_64-linux-gnu");
}

} /* namespace */

} /* namespace ktstr */
