/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/disk_work.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <algorithm>

#include "init/sys.h"
#include "init/work/test_child.h"
#include "init/work/test_workers.h"

namespace ktstr {
namespace {

constexpr uint64_t kKib = 1024;

/* A file in place of a disk, all zeroes at first. */
class DiskFile {
public:
	explicit DiskFile(uint64_t bytes, const std::string &folder = testing::TempDir())
		: path_(folder + "/ktstr_disk_XXXXXX")
	{
		fd_.reset(mkstemp(path_.data()));
		EXPECT_TRUE(fd_.valid()) << path_;
		EXPECT_EQ(ftruncate(fd_.get(), off_t(bytes)), 0);
	}
	~DiskFile() { unlink(path_.c_str()); }
	DiskFile(const DiskFile &) = delete;
	DiskFile &operator=(const DiskFile &) = delete;

	WorkDevices devices() const { return {.found = {{kDiskDevice.name, path_}}}; }
	/* One byte of each block. */
	uint8_t byte(uint64_t at) const
	{
		uint8_t value = 0;

		EXPECT_EQ(pread(fd_.get(), &value, 1, off_t(at)), 1);
		return value;
	}

private:
	std::string path_;
	UniqueFd fd_;
};

/* Bytes that a process made the file system read or write (task_io_account). */
uint64_t io_bytes(pid_t pid, const std::string &line)
{
	std::string text = "\n" + read_text("/proc/" + std::to_string(pid) + "/io").value_or("");
	size_t at = text.find("\n" + line + ": ");

	return at == text.npos ? 0 : strtoull(text.c_str() + at + line.size() + 3, nullptr, 10);
}

void expect_failure(TestWorkers &workers, const char *what)
{
	siginfo_t end = {};

	ASSERT_EQ(waitid(P_PID, id_t(workers.pid()), &end, WEXITED | WNOWAIT), 0);
	EXPECT_EQ(workers.report().state.load(), uint32_t(WorkerState::failed));
	EXPECT_NE(std::string(workers.report().failure).find(what), std::string::npos)
		<< workers.report().failure;
}

TEST(DiskWork, IoSyncWriteKeepsToItsPart)
{
	DiskFile disk(128 * kKib);

	/* Each has 64 KiB, of which it writes three blocks over and over. */
	TestWorkers workers(IoSyncWrite{.kib = 20}, 2, disk.devices());
	ASSERT_TRUE(workers.wait_for_iterations(4));
	for (uint64_t part : {0, 64}) {
		EXPECT_NE(disk.byte((part + 0) * kKib), 0u);
		EXPECT_NE(disk.byte((part + 20) * kKib), 0u);
		EXPECT_NE(disk.byte((part + 60) * kKib - 1), 0u);
		EXPECT_EQ(disk.byte((part + 60) * kKib), 0u);
		EXPECT_EQ(disk.byte((part + 64) * kKib - 1), 0u);
	}
	EXPECT_GE(io_bytes(workers.pid(), "wchar"), 4 * 20 * kKib);
}

TEST(DiskWork, IoRandReadReadsTheDiskAndWritesNothing)
{
	DiskFile disk(1024 * kKib);
	TestWorkers workers(IoRandRead{.kib = 8}, 1, disk.devices());

	ASSERT_TRUE(workers.wait_for_iterations(20));
	EXPECT_GE(io_bytes(workers.pid(), "rchar"), 20 * 8 * kKib);
	EXPECT_EQ(io_bytes(workers.pid(), "wchar"), 0u);
	for (uint64_t at = 0; at < 1024 * kKib; at += 4 * kKib)
		EXPECT_EQ(disk.byte(at), 0u);
}

TEST(DiskWork, IoRandReadDoesWithoutODirectWhereThereIsNone)
{
	/* ramfs has no O_DIRECT. The mount namespace goes away with the child. */
	in_child([] {
		std::string folder = testing::TempDir() + "/ktstr_ramfs_XXXXXX";

		if (!unshare_or_fail(CLONE_NEWNS))
			return;
		ASSERT_EQ(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
		ASSERT_NE(mkdtemp(folder.data()), nullptr);
		EXPECT_EQ(mount("none", folder.c_str(), "ramfs", 0, nullptr), 0);
		{
			DiskFile disk(64 * kKib, folder);

			EXPECT_LT(open(disk.devices().find(kDiskDevice.name), O_RDONLY | O_DIRECT),
				  0);
			TestWorkers workers(IoRandRead{.kib = 4}, 1, disk.devices());
			EXPECT_TRUE(workers.wait_for_iterations(20));
		}
		umount2(folder.c_str(), MNT_DETACH);
		rmdir(folder.c_str());
	});
}

TEST(DiskWork, IoConvoyReadsAndWrites)
{
	DiskFile disk(256 * kKib);
	TestWorkers workers(IoConvoy{.kib = 16}, 2, disk.devices());

	ASSERT_TRUE(workers.wait_for_iterations(3));
	for (unsigned i = 0; i < 2; i++) {
		EXPECT_GE(io_bytes(workers.pid(i), "rchar"), 3 * 16 * kKib);
		EXPECT_GE(io_bytes(workers.pid(i), "wchar"), 3 * 16 * kKib);
		EXPECT_NE(disk.byte(i * 128 * kKib), 0u);
	}
}

TEST(DiskWork, SaysThatTheDiskIsTooSmallOrNotThere)
{
	DiskFile disk(32 * kKib);
	TestWorkers writer(IoSyncWrite{.kib = 20}, 2, disk.devices());
	TestWorkers reader(IoRandRead{.kib = 64}, 1, disk.devices());
	TestWorkers without(IoConvoy{}, 1, {.found = {{kDiskDevice.name, "/nonexistent/disk"}}});

	expect_failure(writer, "smaller than a block");
	expect_failure(reader, "smaller than a block");
	expect_failure(without, "No such file");
}

} /* namespace */
} /* namespace ktstr */
