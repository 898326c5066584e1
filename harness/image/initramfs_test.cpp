/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/initramfs.h"

#include <gtest/gtest.h>

#include <set>

#include "harness/image/cpio.h"
#include "harness/image/test_elf.h"

namespace ktstr {

namespace {

TEST(Initramfs, FoldersComeBeforeWhatIsInThem)
{
	test::ScratchTree tree;
	InitramfsPlan plan;
	plan.init_path = tree.write("init", "the init", 0644);
	std::string data = tree.write("data", "bytes");
	plan.files = {{GuestFile::file, "/opt/a/b/data", data, {}, 0640},
		      {GuestFile::directory, "/opt", {}, {}, 0700},
		      {GuestFile::symlink, "/lib", {}, "usr/lib", 0777},
		      {GuestFile::file, "/usr/lib/x", data, {}, 0644}};
	Result<std::vector<std::byte>> packed = pack_initramfs(plan);
	ASSERT_TRUE(packed.ok()) << packed.error().to_string();
	EXPECT_EQ(packed.value(), pack_initramfs(plan).value());
	std::vector<CpioEntry> entries = parse_cpio(packed.value()).value();
	std::set<std::string> folders = {""}, names;
	for (const CpioEntry &entry : entries) {
		size_t slash = entry.name.rfind('/');
		std::string parent = slash == entry.name.npos ? "" : entry.name.substr(0, slash);
		EXPECT_TRUE(folders.contains(parent)) << entry.name;
		EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
		if (S_ISDIR(entry.mode))
			folders.insert(entry.name);
		if (entry.name == "init") {
			EXPECT_EQ(entry.mode, S_IFREG | 0755u);
			EXPECT_EQ(entry.data, "the init");
		}
		if (entry.name == "opt") {
			EXPECT_EQ(entry.mode, S_IFDIR | 0700u);
		}
		if (entry.name == "opt/a/b/data") {
			EXPECT_EQ(entry.data, "bytes");
		}
	}
	for (const char *name : {"init", "dev/console", "dev/null", "proc", "sys", "tmp", "lib"})
		EXPECT_TRUE(names.contains(name)) << name;
}

TEST(Initramfs, ConflictsAreErrors)
{
	test::ScratchTree tree;
	std::string data = tree.write("data", "bytes");
	auto pack = [&](std::vector<GuestFile> files) {
		return pack_initramfs({data, std::move(files)}).ok();
	};
	EXPECT_TRUE(pack({}));
	EXPECT_FALSE(pack({{GuestFile::file, "/init", data, {}, 0644}}));
	EXPECT_FALSE(pack({{GuestFile::file, "relative", data, {}, 0644}}));
	EXPECT_FALSE(pack({{GuestFile::file, "/x", tree.path() + "/none", {}, 0644}}));
	EXPECT_FALSE(pack({{GuestFile::file, "/x", tree.path(), {}, 0644}}));
	EXPECT_FALSE(pack({{GuestFile::file, "/x", data, {}, 0644},
			   {GuestFile::file, "/x/y", data, {}, 0644}}));
	EXPECT_FALSE(pack({{GuestFile::symlink, "/dev", {}, "x", 0777}}));
	EXPECT_FALSE(pack_initramfs({tree.path() + "/none", {}}).ok());
}

TEST(Initramfs, TheJobIsAnArchiveOfItsOwn)
{
	std::vector<CpioEntry> entries = parse_cpio(pack_job("case=x\n")).value();
	ASSERT_EQ(entries.size(), 2u);
	EXPECT_EQ(entries[0].name, "ktstr");
	EXPECT_EQ(entries[1].name, "ktstr/job");
	EXPECT_EQ(entries[1].data, "case=x\n");
}

} /* namespace */

} /* namespace ktstr */
