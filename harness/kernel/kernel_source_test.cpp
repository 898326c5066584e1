/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/kernel/kernel_source.h"

#include <gtest/gtest.h>
#include <linux/btf.h>

#include "harness/base/test_folder.h"
#include "harness/base/text.h"

namespace ktstr {
namespace {

const std::string kStrings("\0int\0sched_ext_ops\0task", 23);

std::string btf(uint32_t string_offset, uint32_t string_length, const std::string &body = kStrings)
{
	btf_header header = {};

	header.magic = BTF_MAGIC;
	header.version = BTF_VERSION;
	header.hdr_len = sizeof(header);
	header.str_off = string_offset;
	header.str_len = string_length;
	return std::string(reinterpret_cast<const char *>(&header), sizeof(header)) + body;
}

TEST(BtfNames, FindsWholeNamesOnly)
{
	std::string types = btf(0, 23);

	EXPECT_TRUE(btf_names(as_bytes(types), "sched_ext_ops"));
	EXPECT_TRUE(btf_names(as_bytes(types), "int"));
	EXPECT_FALSE(btf_names(as_bytes(types), "sched_ext"));
	EXPECT_FALSE(btf_names(as_bytes(types), "ext_ops"));
	/* The section ends before the last name's NUL terminator. */
	EXPECT_FALSE(btf_names(as_bytes(types), "task"));
}

TEST(BtfNames, HostileHeaders)
{
	EXPECT_FALSE(btf_names({}, "int"));
	EXPECT_FALSE(btf_names(as_bytes(std::string(10, '\x9f')), "int"));
	EXPECT_FALSE(btf_names(as_bytes(btf(0, 5)), "sched_ext_ops"));
	EXPECT_FALSE(btf_names(as_bytes(btf(UINT32_MAX, UINT32_MAX)), "int"));
	EXPECT_FALSE(btf_names(as_bytes(btf(24, 100)), "int"));
	/* Declared longer than the file: the part that exists is searched. */
	EXPECT_TRUE(btf_names(as_bytes(btf(0, UINT32_MAX)), "int"));

	std::string wrong = btf(0, 23);
	wrong[0] = 0;
	EXPECT_FALSE(btf_names(as_bytes(wrong), "int"));
	std::string long_header = btf(0, 23);
	long_header.replace(offsetof(btf_header, hdr_len), 4, "\xff\xff\xff\xff");
	EXPECT_FALSE(btf_names(as_bytes(long_header), "int"));
}

TEST(FindKernel, ImageWithItsConfiguration)
{
	test::TestFolder folder;
	std::string image = folder.write("boot/vmlinuz-7.1.2", "x");
	Settings settings;

	EXPECT_EQ(find_kernel(image, settings).value().config, "");
	std::string config = folder.write("boot/config-7.1.2", "x");
	KernelPaths paths = find_kernel(image, settings).value();
	EXPECT_EQ(paths.image, image);
	EXPECT_EQ(paths.config, config);
	EXPECT_EQ(paths.modules, "");
}

TEST(FindKernel, BuildFolders)
{
	test::TestFolder folder;
	std::string elf = folder.write("tree/vmlinux", "x");
	std::string config = folder.write("tree/.config", "x");
	Settings settings;

	EXPECT_EQ(find_kernel(folder.path() + "/tree", settings).value().image, elf);
	std::string image = folder.write("tree/arch/x86/boot/bzImage", "x");
	KernelPaths paths = find_kernel(folder.path() + "/tree", settings).value();
	EXPECT_EQ(paths.image, image);
	EXPECT_EQ(paths.config, config);
	/* The image alone also leads to the tree's configuration. */
	EXPECT_EQ(std::filesystem::canonical(find_kernel(image, settings).value().config), config);
	EXPECT_FALSE(find_kernel(folder.path(), settings).ok());
}

TEST(FindKernel, TheDefaultOfTheEnvironment)
{
	test::TestFolder folder;
	Settings settings;

	settings.kernel = folder.write("vmlinuz", "x");
	settings.kernel_config = "/c";
	settings.kernel_modules = "/m";
	KernelPaths paths = find_kernel("", settings).value();
	EXPECT_EQ(paths.image, settings.kernel);
	EXPECT_EQ(paths.config, "/c");
	EXPECT_EQ(paths.modules, "/m");
	/* A kernel that is named and missing must not fall back to the settings' kernel. */
	for (const char *choice : {"/nowhere/vmlinuz", "tree", "99.1", "nonsense"})
		EXPECT_FALSE(find_kernel(choice, settings).ok()) << choice;
	settings.kernel += ".gone";
	EXPECT_FALSE(find_kernel("", settings).ok());
}

TEST(FindKernel, TheTreesOwnThenTheNewestOfTheMachine)
{
	test::TestFolder folder;
	Settings settings;

	settings.cache_dir = folder.path() + "/cache";
	settings.build_folders = {folder.path() + "/tree"};
	/* Newer than what this machine may have in /boot. */
	std::string newest = folder.write("cache/kernels/99.2/vmlinuz", "x");
	std::string config =
		folder.write("cache/kernels/99.2/config", "CONFIG_SCHED_CLASS_EXT=y\n");
	std::string bare = folder.write("cache/kernels/99.10/vmlinuz", "x");

	for (const char *choice : {"", "distro", "99.2"}) {
		KernelPaths paths = find_kernel(choice, settings).value();

		EXPECT_EQ(paths.image, newest) << choice;
		EXPECT_EQ(paths.config, config);
	}
	EXPECT_EQ(find_kernel("99", settings).ok(), false);
	EXPECT_EQ(find_kernel("99.10", settings).value().image, bare);
	settings.kernel_config = "/c";
	EXPECT_EQ(find_kernel("99.10", settings).value().config, "/c");
	EXPECT_EQ(find_kernel("99.2", settings).value().config, config);

	EXPECT_FALSE(find_kernel("tree", settings).ok());
	folder.write("tree/.config", "x");
	std::string elf = folder.write("tree/vmlinux", "x");
	EXPECT_EQ(find_kernel("tree", settings).value().image, elf);
	EXPECT_EQ(find_kernel("", settings).value().image, elf);
	EXPECT_EQ(find_kernel("distro", settings).value().image, newest);
}

TEST(KernelFacts, BtfTellsWhereNoConfigurationDoes)
{
	KernelUnderTest kernel;
	Case scx = {.name = "a", .description = "b"};
	Case plain = {.name = "a", .description = "b", .needs_scx = false};

	EXPECT_EQ(kernel.missing_for(scx), "");
	kernel.has_btf = true;
	EXPECT_EQ(kernel.missing_for(scx), "CONFIG_SCHED_CLASS_EXT");
	EXPECT_EQ(kernel.missing_for(plain), "");
	kernel.btf_has_scx = true;
	EXPECT_EQ(kernel.missing_for(scx), "");
}

TEST(KernelFacts, TheGuestsConfigurationSaysWhereNothingIsKnown)
{
	KernelUnderTest kernel;

	kernel.btf_has_scx = true;
	EXPECT_TRUE(
		kernel.guest_config().starts_with("# The configuration of this kernel is unknown"));
	EXPECT_NE(kernel.guest_config().find("\nCONFIG_SCHED_CLASS_EXT=y\n"), std::string::npos);
	EXPECT_EQ(kernel.guest_config().find("CONFIG_DEBUG_INFO_BTF"), std::string::npos);
	kernel.config_text = "CONFIG_HZ=250\n";
	kernel.config = KernelConfig::parse(kernel.config_text);
	EXPECT_EQ(kernel.guest_config(), kernel.config_text);
}

TEST(KernelFacts, WhatItWasNotBuiltFor)
{
	KernelUnderTest kernel;

	EXPECT_FALSE(kernel.too_wide({64, 64, 16, 1}));
	kernel.config = KernelConfig::parse("CONFIG_NR_CPUS=64\n");
	EXPECT_FALSE(kernel.too_wide({1, 1, 64, 1}));
	EXPECT_STREQ(kernel.too_wide({1, 1, 65, 1})->skip, "feature-missing:nr-cpus");
	EXPECT_EQ(kernel.too_wide({1, 1, 65, 1})->detail,
		  "65 CPUs: the kernel's CONFIG_NR_CPUS is 64");
	EXPECT_STREQ(kernel.too_wide({2, 2, 1, 1})->skip, "feature-missing:nr-nodes");
	kernel.config = KernelConfig::parse("CONFIG_NUMA=y\nCONFIG_NODES_SHIFT=1\n");
	EXPECT_FALSE(kernel.too_wide({2, 2, 1, 1}));
	EXPECT_NE(kernel.too_wide({3, 3, 1, 1})->detail.find("3 NUMA nodes"), std::string::npos);
}

std::string error_of(const std::string &choice)
{
	Settings settings;
	Result<KernelPaths> paths = find_kernel(choice, settings);
	Result<KernelUnderTest> kernel = paths.ok() ? load_kernel_facts(paths.value(), "")
						    : Result<KernelUnderTest>(paths.error());

	return kernel.ok() ? "" : kernel.error().to_string();
}

TEST(KernelFacts, WhatIsNoKernelIsNamedWithTheReason)
{
	test::TestFolder folder;
	auto error_in = [&folder](std::string_view bytes) {
		std::string path = folder.write("image", bytes), error = error_of(path);
		size_t at = error.find(path + ": ");

		EXPECT_NE(at, std::string::npos) << error;
		return at == std::string::npos ? error : error.substr(at + path.size() + 2);
	};
	std::string program("\x7f"
			    "ELF\2\1\1",
			    7);

	program.resize(64);
	program[16] = 1; /* ET_REL */
	program[18] = 62;
	EXPECT_EQ(error_in(program), "kernel ELF: not linked: an object file or a module");
	program[18] = char(183);
	EXPECT_EQ(error_in(program), "kernel ELF: not for x86-64: AArch64");
	EXPECT_EQ(error_in("\x7f"
			   "ELF"),
		  "kernel ELF: not an ELF file, or header is cut short");
	EXPECT_EQ(error_in("#!/bin/sh\n"), "a script");
	EXPECT_EQ(error_in("text"), "it begins with 74 65 78 74 (text)");
	EXPECT_EQ(error_of(folder.write("empty", "")),
		  "kernel image is empty: " + folder.path() + "/empty");
	EXPECT_EQ(error_of("/dev/null"), "kernel: /dev/null: neither a file nor a folder");
	EXPECT_EQ(error_of("/bin/sh/x"), "kernel: /bin/sh/x: Not a directory");
	EXPECT_TRUE(error_of(folder.path()).ends_with("in the folder: " + folder.path()));
}

TEST(KernelFacts, HostileImagesAreErrors)
{
	test::TestFolder folder;

	EXPECT_FALSE(load_kernel_facts({folder.path() + "/none", "", ""}, folder.path()).ok());
	for (std::string_view bytes : {"", "MZ", "not a kernel at all"}) {
		std::string image = folder.write("image", bytes);

		EXPECT_FALSE(load_kernel_facts({image, "", ""}, folder.path()).ok()) << bytes;
	}
}

} /* namespace */
} /* namespace ktstr */
