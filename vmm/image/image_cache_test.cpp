/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/image/image_cache.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "vmm/image/kernel_image.h"
#include "vmm/image/sha256.h"
#include "vmm/image/test_images.h"

namespace ktstr {

namespace {

namespace fs = std::filesystem;

using test::ScratchFolder;

const std::string kSha(64, 'a');

size_t count_files(const std::string &directory)
{
	size_t count = 0;
	for (auto it = fs::directory_iterator(directory); it != fs::directory_iterator(); ++it)
		count++;
	return count;
}

TEST(ImageCache, KeepsWhatWasStored)
{
	ScratchFolder folder;
	ImageCache cache(folder.path() + "/deep/er");
	EXPECT_FALSE(cache.find(kSha).ok());
	std::string content(12345, 'k');
	cache.store(kSha, test::bytes_of(content));
	Result<ImageBytes> found = cache.find(kSha);
	ASSERT_TRUE(found.ok()) << found.error().to_string();
	ASSERT_EQ(found.value().size(), content.size());
	EXPECT_EQ(memcmp(found.value().data(), content.data(), content.size()), 0);
	EXPECT_EQ(count_files(folder.path() + "/deep/er"), 1u);
}

TEST(ImageCache, AnAlteredOrCutEntryIsNotFound)
{
	ScratchFolder folder;
	ImageCache cache(folder.path());
	std::string content(5000, 'k');
	std::string path = folder.path() + "/" + kSha + ".elf";
	cache.store(kSha, test::bytes_of(content));
	size_t size = fs::file_size(path);
	for (size_t at = 0; at < size; at += at < 4990 ? 331 : 1) {
		cache.store(kSha, test::bytes_of(content));
		ASSERT_TRUE(cache.find(kSha).ok());
		std::fstream(path, std::ios::in | std::ios::out | std::ios::binary)
			.seekp(std::streamoff(at))
			.put('!');
		EXPECT_FALSE(cache.find(kSha).ok()) << at;
		cache.store(kSha, test::bytes_of(content));
		fs::resize_file(path, at);
		EXPECT_FALSE(cache.find(kSha).ok()) << at;
	}
	/* Under another name it belongs to another kernel. */
	cache.store(kSha, test::bytes_of(content));
	std::string other(64, 'b');
	fs::rename(path, folder.path() + "/" + other + ".elf");
	EXPECT_FALSE(cache.find(other).ok());
}

TEST(ImageCache, ByItsSizeACutEntryIsNotFoundAndAnAlteredOneIs)
{
	ScratchFolder folder;
	ImageCache cache(folder.path());
	std::string content(5000, 'k');
	std::string path = folder.path() + "/" + kSha + ".elf";
	cache.store(kSha, test::bytes_of(content));
	std::fstream(path, std::ios::in | std::ios::out | std::ios::binary).seekp(100).put('!');
	EXPECT_TRUE(cache.find(kSha, CacheCheck::size).ok());
	fs::resize_file(path, fs::file_size(path) - 1);
	EXPECT_FALSE(cache.find(kSha, CacheCheck::size).ok());
}

TEST(ImageCache, KeepsTheNewestAndRemovesWhatAKilledWriterLeft)
{
	ScratchFolder folder;
	ImageCache cache(folder.path());
	std::string left = folder.write(".new-abcdef", "half an entry");
	struct timespec old[2] = {{1000, 0}, {1000, 0}};
	ASSERT_EQ(utimensat(AT_FDCWD, left.c_str(), old, 0), 0);
	std::string fresh = folder.write(".new-ghijkl", "being written");
	for (char c : std::string("0123456789")) {
		cache.store(std::string(64, c), test::bytes_of(kSha));
		usleep(12000);
	}
	EXPECT_FALSE(fs::exists(left));
	EXPECT_TRUE(fs::exists(fresh));
	EXPECT_FALSE(cache.find(std::string(64, '1')).ok());
	EXPECT_TRUE(cache.find(std::string(64, '2')).ok());
	EXPECT_TRUE(cache.find(std::string(64, '9')).ok());
}

TEST(ImageCache, IdentityFollowsTheFileNotTheName)
{
	ScratchFolder folder;
	ImageCache cache(folder.path() + "/cache");
	std::string path = folder.write("kernel", "one");
	std::string one = "one", two = "two";
	auto identify = [&](const std::string &content) {
		UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
		return cache.identify(fd, path, test::bytes_of(content));
	};
	EXPECT_EQ(identify(one), sha256_hex(test::bytes_of(one)));
	folder.write("kernel", two);
	EXPECT_EQ(identify(two), sha256_hex(test::bytes_of(two)));
	sleep(3);
	EXPECT_EQ(identify(two), sha256_hex(test::bytes_of(two)));
	ASSERT_EQ(count_files(folder.path() + "/cache"), 1u);
	/* The hash is remembered, so the content is not read. */
	EXPECT_EQ(identify(one), sha256_hex(test::bytes_of(two)));
	std::string id = fs::directory_iterator(folder.path() + "/cache")->path();
	std::ofstream(id) << std::string(64, '/');
	EXPECT_EQ(identify(two), sha256_hex(test::bytes_of(two)));
	folder.write("kernel", one);
	EXPECT_EQ(identify(one), sha256_hex(test::bytes_of(one)));
}

TEST(ImageCache, AnUnwritableFolderOnlyCostsTime)
{
	ImageCache cache("/proc/none");
	cache.store(kSha, test::bytes_of(kSha));
	EXPECT_FALSE(cache.find(kSha).ok());
	EXPECT_FALSE(ImageCache("").find(kSha).ok());
}

TEST(ImageCache, ADamagedEntryIsRebuiltByTheNextOpen)
{
	ScratchFolder folder;
	std::string file =
		test::make_bzimage(test::make_elf() + test::make_relocations({{1}, {2}}));
	std::string path = folder.write("kernel", file), cached = folder.path() + "/cache";
	KernelImage first = open_kernel_image(path, cached).value();
	std::string entry = cached + "/" + first.sha256 + ".elf";
	ASSERT_TRUE(fs::exists(entry));
	for (size_t size : {0, 40, 3000}) {
		fs::resize_file(entry, size);
		KernelImage again = open_kernel_image(path, cached).value();
		EXPECT_EQ(again.kind, KernelImage::Kind::vmlinux);
		EXPECT_EQ(again.bytes.size(), first.bytes.size());
		EXPECT_GT(fs::file_size(entry), first.bytes.size());
	}
}

} /* namespace */

} /* namespace ktstr */
