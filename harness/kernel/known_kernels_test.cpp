/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/kernel/known_kernels.h"

#include <gtest/gtest.h>

#include "harness/base/test_folder.h"

namespace ktstr {
namespace {

constexpr char kScx[] = "# CONFIG_A is not set\nCONFIG_SCHED_CLASS_EXT=y\n";

/* The cache of a machine and its /boot. */
class KnownKernels : public testing::Test {
protected:
	void cached(const std::string &version, const char *config)
	{
		folder.write("cache/kernels/" + version + "/vmlinuz", "x");
		if (config)
			folder.write("cache/kernels/" + version + "/config", config);
	}
	std::vector<KnownKernel> known() const
	{
		return known_kernels(folder.path() + "/cache", folder.path());
	}
	std::string version_of(const std::optional<KernelPaths> &paths) const
	{
		for (const KnownKernel &kernel : known()) {
			if (paths && kernel.paths.image == paths->image)
				return kernel.version;
		}
		return "none";
	}

	test::TestFolder folder;
};

TEST_F(KnownKernels, NoneWhereNothingIs)
{
	EXPECT_TRUE(known().empty());
	EXPECT_FALSE(newest_with_sched_ext(known()));
	EXPECT_FALSE(newest_of_version(known(), "7.1"));
}

TEST_F(KnownKernels, NewestFirstWithWhatTheyHave)
{
	cached("7.2.9+deb14-amd64", kScx);
	cached("7.2.13+deb14-amd64", nullptr);
	std::string image = folder.write("boot/vmlinuz-7.10.0-1-amd64", "x");
	std::string config = folder.write("boot/config-7.10.0-1-amd64", kScx);
	folder.write("lib/modules/7.10.0-1-amd64/modules.dep", "");
	folder.write("boot/initrd.img-7.11.0", "x");
	folder.write("cache/kernels/8.0/System.map", "x");

	std::vector<KnownKernel> all = known();
	ASSERT_EQ(all.size(), 3u);
	EXPECT_EQ(all[0].version, "7.10.0-1-amd64");
	EXPECT_EQ(all[0].paths.image, image);
	EXPECT_EQ(all[0].paths.config, config);
	EXPECT_EQ(all[0].paths.modules, folder.path() + "/lib/modules/7.10.0-1-amd64");
	EXPECT_EQ(all[1].version, "7.2.13+deb14-amd64");
	EXPECT_EQ(all[1].paths.config, "");
	EXPECT_EQ(all[1].paths.modules, "");
	EXPECT_EQ(all[2].version, "7.2.9+deb14-amd64");
}

TEST_F(KnownKernels, OfOneVersionTheCachedOne)
{
	folder.write("boot/vmlinuz-7.1.2", "x");
	cached("7.1.2", kScx);
	EXPECT_EQ(known().front().paths.image, folder.path() + "/cache/kernels/7.1.2/vmlinuz");
}

TEST_F(KnownKernels, TheNewestWithSchedExt)
{
	cached("6.12.1", kScx);
	cached("7.1.1", "# CONFIG_SCHED_CLASS_EXT=y\nCONFIG_SCHED_CLASS_EXTRA=n\n");
	cached("7.2.1", nullptr);
	EXPECT_EQ(version_of(newest_with_sched_ext(known())), "6.12.1");
	cached("7.0.1", "CONFIG_SCHED_CLASS_EXT=y\n");
	EXPECT_EQ(version_of(newest_with_sched_ext(known())), "7.0.1");
}

TEST_F(KnownKernels, TheNewestOfAVersion)
{
	for (const char *version : {"7.1.3", "7.1+deb14", "7.10.4", "6.1.0-13-amd64"})
		cached(version, nullptr);
	EXPECT_EQ(version_of(newest_of_version(known(), "7.1")), "7.1.3");
	EXPECT_EQ(version_of(newest_of_version(known(), "7.1+deb14")), "7.1+deb14");
	EXPECT_EQ(version_of(newest_of_version(known(), "7.10")), "7.10.4");
	EXPECT_EQ(version_of(newest_of_version(known(), "6.1.0")), "6.1.0-13-amd64");
	EXPECT_EQ(version_of(newest_of_version(known(), "6.1.")), "none");
	EXPECT_EQ(version_of(newest_of_version(known(), "7")), "7.10.4");
}

TEST_F(KnownKernels, TheTreesOwnNeedsItsConfiguration)
{
	std::vector<std::string> folders = {folder.path() + "/a", folder.path() + "/b"};

	folder.write("a/vmlinux", "x");
	EXPECT_FALSE(tree_kernel(folders));
	folder.write("b/.config", "x");
	EXPECT_FALSE(tree_kernel(folders));
	std::string elf = folder.write("b/vmlinux", "x");
	EXPECT_EQ(tree_kernel(folders)->image, elf);
	std::string image = folder.write("b/arch/x86/boot/bzImage", "x");
	EXPECT_EQ(tree_kernel(folders)->image, image);
	EXPECT_EQ(tree_kernel(folders)->config, folder.path() + "/b/.config");
	folder.write("a/.config", "x");
	EXPECT_EQ(tree_kernel(folders)->image, folder.path() + "/a/vmlinux");
}

TEST_F(KnownKernels, WhatNamesAVersion)
{
	EXPECT_TRUE(names_version("7.1"));
	EXPECT_TRUE(names_version("6.12.3+deb13-amd64"));
	for (const char *other : {"", "7", "tree", "distro", "v7.1", ".7", "/boot/7.1"})
		EXPECT_FALSE(names_version(other)) << other;
}

} /* namespace */
} /* namespace ktstr */
