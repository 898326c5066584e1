/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/modules.h"

#include <elf.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>

#include "harness/image/test_module.h"

namespace ktstr {
namespace {

namespace fs = std::filesystem;
using test::make_module;
using test::put;

std::span<const std::byte> bytes_of(const std::string &s)
{
	return std::as_bytes(std::span(s.data(), s.size()));
}

class ModuleFolder : public testing::Test {
protected:
	void SetUp() override
	{
		char name[] = "/tmp/ktstr-modules-XXXXXX";
		ASSERT_NE(mkdtemp(name), nullptr);
		dir_ = name;
		fs::create_directories(dir_ / "kernel/a/b");
	}
	void TearDown() override { fs::remove_all(dir_); }
	void add(const std::string &file, const std::string &depends)
	{
		std::ofstream(dir_ / "kernel/a" / file) << make_module(depends);
	}
	std::string order(const std::vector<std::string> &wanted)
	{
		Result<std::vector<KernelModule>> modules = collect_modules(dir_, wanted);
		if (!modules)
			return "error: " + modules.error().to_string();
		std::string names;
		for (const KernelModule &m : modules.value())
			names += m.name + " ";
		return names;
	}

	fs::path dir_;
};

TEST_F(ModuleFolder, DependenciesComeFirstAndOnce)
{
	add("kvm-amd.ko", "kvm,ccp");
	add("b/kvm.ko", "irqbypass");
	add("irqbypass.ko", "");
	add("ccp.ko", "");
	EXPECT_EQ(order({"kvm_amd", "kvm"}), "irqbypass kvm ccp kvm_amd ");
}

TEST_F(ModuleFolder, BuiltInsAreLeftOut)
{
	add("kvm-amd.ko", "kvm,ccp");
	add("kvm.ko", "");
	std::ofstream(dir_ / "modules.builtin") << "kernel/x/ccp.ko\nkernel/x/netfs.ko\n";
	EXPECT_EQ(order({"kvm_amd", "netfs"}), "kvm kvm_amd ");
}

TEST_F(ModuleFolder, MissingCyclicAndCorruptAreErrors)
{
	add("x.ko", "y");
	EXPECT_NE(order({"x"}).find("error: find kernel module: y"), std::string::npos);
	add("y.ko", "x");
	EXPECT_NE(order({"x"}).find("cycle"), std::string::npos);
	std::ofstream(dir_ / "kernel/a/z.ko.xz") << "this is no xz file";
	EXPECT_NE(order({"z"}).find("corrupt"), std::string::npos);
	EXPECT_NE(collect_modules("/nonexistent", {"z"}).error().code, 0);
}

TEST(Modules, EveryTruncationIsAnErrorOrHarmless)
{
	std::string file = make_module("a,b-c");
	ASSERT_EQ(module_dependencies(bytes_of(file)).value(),
		  (std::vector<std::string>{"a", "b_c"}));
	/* Only the last name, ".shstrtab", may be missing. */
	for (size_t length = 1; length < file.size() - 10; length++) {
		/* An exact-size copy, so that ASan catches any read beyond it. */
		std::span<const std::byte> part = bytes_of(file).first(length);
		std::vector<std::byte> cut(part.begin(), part.end());
		EXPECT_FALSE(module_dependencies(cut).ok()) << length;
	}
	for (size_t at = 0; at < file.size(); at++) {
		for (unsigned char value : {0x00, 0x7f, 0xff}) {
			std::string bad = file;
			bad[at] = char(value);
			[[maybe_unused]] auto result = module_dependencies(bytes_of(bad));
		}
	}
}

TEST(Modules, Unpacks)
{
	std::string plain(3000000, 'k');
	std::vector<std::byte> zstd(ZSTD_compressBound(plain.size()));
	zstd.resize(ZSTD_compress(zstd.data(), zstd.size(), plain.data(), plain.size(), 1));
	Result<std::vector<std::byte>> back = unpack_module("a.ko.zst", zstd);
	ASSERT_TRUE(back.ok());
	EXPECT_EQ(back.value().size(), plain.size());
	EXPECT_FALSE(unpack_module("a.ko.zst", std::span(zstd).first(zstd.size() / 2)).ok());
	EXPECT_FALSE(unpack_module("a.ko.gz", zstd).ok());
	EXPECT_FALSE(unpack_module("a.ko.lz", zstd).ok());
	EXPECT_TRUE(unpack_module("/x/a.ko", zstd).ok());
}

} /* namespace */
} /* namespace ktstr */
