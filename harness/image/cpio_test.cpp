/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/cpio.h"

#include <fcntl.h>
#include <gtest/gtest.h>

namespace ktstr {

namespace {

std::vector<std::byte> sample()
{
	CpioWriter writer;
	writer.add_directory("/bin", 0711);
	for (unsigned size = 0; size < 9; size++)
		writer.add_file("/bin/f" + std::string(size, 'x'), std::string(size, 'd'), 0750);
	writer.add_symlink("bin/sh", "dash");
	writer.add_device("/dev/console", S_IFCHR, 0600, 5, 1);
	writer.add_device("/dev/disk", S_IFBLK, 0660, 259, 70000);
	return writer.finish();
}

TEST(Cpio, RoundTrip)
{
	std::vector<std::byte> archive = sample();
	EXPECT_EQ(archive.size() % 4, 0u);
	Result<std::vector<CpioEntry>> parsed = parse_cpio(archive);
	ASSERT_TRUE(parsed.ok()) << parsed.error().to_string();
	const std::vector<CpioEntry> &entries = parsed.value();
	ASSERT_EQ(entries.size(), 13u);
	EXPECT_EQ(entries[0].name, "bin");
	EXPECT_EQ(entries[0].mode, S_IFDIR | 0711u);
	for (unsigned size = 0; size < 9; size++) {
		EXPECT_EQ(entries[1 + size].name, "bin/f" + std::string(size, 'x'));
		EXPECT_EQ(entries[1 + size].mode, S_IFREG | 0750u);
		EXPECT_EQ(entries[1 + size].data, std::string(size, 'd'));
	}
	EXPECT_EQ(entries[10].mode, S_IFLNK | 0777u);
	EXPECT_EQ(entries[10].data, "dash");
	EXPECT_EQ(entries[11].mode, S_IFCHR | 0600u);
	EXPECT_EQ(entries[11].device_major, 5u);
	EXPECT_EQ(entries[12].device_minor, 70000u);
	EXPECT_EQ(archive, sample());
}

TEST(Cpio, FileFromDescriptor)
{
	UniqueFd fd(open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
	ASSERT_TRUE(fd.valid());
	CpioWriter writer;
	ASSERT_TRUE(writer.add_file("/exe", fd, 0755).ok());
	Result<std::vector<CpioEntry>> entries = parse_cpio(writer.finish());
	ASSERT_TRUE(entries.ok());
	struct stat status;
	ASSERT_EQ(fstat(fd.get(), &status), 0);
	EXPECT_EQ(entries.value()[0].data.size(), size_t(status.st_size));
	EXPECT_EQ(entries.value()[0].data.substr(1, 3), "ELF");
	UniqueFd folder(open("/", O_RDONLY | O_CLOEXEC));
	EXPECT_FALSE(writer.add_file("/folder", folder, 0755).ok());
}

TEST(Cpio, EveryTruncationIsAnError)
{
	std::vector<std::byte> archive = sample();
	/* Only the padding of the trailer's name may be missing. */
	for (size_t keep = 0; keep + 4 < archive.size(); keep++)
		EXPECT_FALSE(parse_cpio(std::span(archive).first(keep)).ok()) << keep;
}

TEST(Cpio, CorruptHeadersAreErrorsOrHarmless)
{
	const std::vector<std::byte> archive = sample();
	for (size_t at = 0; at < 110; at++) {
		for (char value : {'\0', ' ', '-', '+', 'x', 'G', 'F', '\xff'}) {
			std::vector<std::byte> bad = archive;
			bad[at] = std::byte(value);
			bool harmless = at >= 6 && value == 'F';
			EXPECT_TRUE(harmless || !parse_cpio(bad).ok()) << at << value;
		}
	}
}

} /* namespace */

} /* namespace ktstr */
