/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulator_search.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "harness/base/test_folder.h"

namespace ktstr {
namespace {

TEST(QemuMajor, OfWhatItPrints)
{
	EXPECT_EQ(qemu_major("QEMU emulator version 10.1.2 (Debian 1:10.1.2)\nCopyright"), 10u);
	EXPECT_EQ(qemu_major("QEMU emulator version 7.2.22"), 7u);
	for (const char *other : {"", "version ", "version x.1", "10.1", "version 99999999999.1"})
		EXPECT_EQ(qemu_major(other), 0u) << other;
}

/* A machine with a cache and a system of its own. */
class EmulatorSearch : public testing::Test {
protected:
	EmulatorSearch() { settings.cache_dir = folder.path() + "/cache"; }

	EmulatorParts search() const { return find_emulator(settings, folder.path()); }
	void system_qemu(const std::string &version)
	{
		std::string program =
			folder.write("usr/bin/qemu-system-x86_64",
				     "#!/bin/sh\necho QEMU emulator version " + version + "\n");

		ASSERT_EQ(chmod(program.c_str(), 0755), 0);
	}
	std::string cached_kernel(const std::string &version, bool complete)
	{
		std::string place = "cache/kernels/" + version;

		if (complete)
			folder.write(place + "/modules/kernel/arch/x86/kvm/kvm-amd.ko.xz", "x");
		folder.write(place + "/modules/kernel/fs/9p/9p.ko", "x");
		return folder.write(place + "/vmlinuz", "x");
	}

	test::TestFolder folder;
	Settings settings;
};

TEST_F(EmulatorSearch, NothingOnABareMachine)
{
	EmulatorParts parts = search();

	EXPECT_EQ(parts.qemu_dir + parts.kernel + parts.modules, "");
}

TEST_F(EmulatorSearch, TheSystemsQemuIfItIsNewEnough)
{
	system_qemu("9.2.1");
	EXPECT_EQ(search().qemu_dir, "");
	system_qemu("10.0.0");
	EXPECT_EQ(search().qemu_dir, folder.path() + "/");
}

TEST_F(EmulatorSearch, TheNewestCachedQemuGoesFirst)
{
	system_qemu("10.0.0");
	folder.write("cache/qemu/10.0.9/usr/bin/qemu-system-x86_64", "x");
	folder.write("cache/qemu/10.0.10/usr/bin/qemu-system-x86_64", "x");
	folder.write("cache/qemu/11.0.0/usr/share/nothing", "x");
	EXPECT_EQ(search().qemu_dir, settings.cache_dir + "/qemu/10.0.10");
	settings.qemu_dir = "/mine";
	EXPECT_EQ(search().qemu_dir, "/mine");
}

TEST_F(EmulatorSearch, TheNewestKernelWithKvmAnd9p)
{
	std::string kernel = cached_kernel("7.1.9", true);

	cached_kernel("7.1.8", true);
	cached_kernel("7.2.1", false);
	EXPECT_EQ(search().kernel, kernel);
	EXPECT_EQ(search().modules, settings.cache_dir + "/kernels/7.1.9/modules");
	settings.emu_kernel = "/k";
	EXPECT_EQ(search().kernel, "/k");
	EXPECT_EQ(search().modules, settings.cache_dir + "/kernels/7.1.9/modules");
	settings.emu_modules = "/m";
	EXPECT_EQ(search().modules, "/m");
}

} /* namespace */
} /* namespace ktstr */
