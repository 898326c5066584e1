/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/disk_work.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "harness/scenario/devices.h"

namespace ktstr {

namespace {

/* Alignment of blocks, enough for O_DIRECT on any disk (queue_dma_alignment(), logical blocks). */
constexpr uint64_t kAlignment = 4096;

uint64_t disk_size(const Worker &worker, int fd)
{
	struct stat status;
	uint64_t bytes = 0;

	if (fstat(fd, &status) < 0)
		worker.fail("stat the disk");
	if (!S_ISBLK(status.st_mode))
		return uint64_t(status.st_size);
	if (ioctl(fd, BLKGETSIZE64, &bytes) < 0)
		worker.fail("BLKGETSIZE64 of the disk");
	return bytes;
}

/* A buffer for one block, aligned for O_DIRECT. */
uint8_t *map_buffer(const Worker &worker, uint64_t bytes)
{
	void *memory =
		mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		worker.fail("map a buffer for the disk");
	return static_cast<uint8_t *>(memory);
}

/* @call(done) is pread() or pwrite() of what is left. */
template <typename Call>
void transfer(const Worker &worker, const char *what, uint64_t bytes, const Call &call)
{
	for (uint64_t done = 0; done < bytes;) {
		ssize_t count = call(done);

		if (count == 0)
			errno = EIO; /* the disk has become shorter */
		if (count == 0 || (count < 0 && errno != EINTR))
			worker.fail(what);
		if (count > 0)
			done += uint64_t(count);
	}
}

/* Writes one block after the other through the page cache. */
class SequentialWriter {
public:
	SequentialWriter(const Worker &worker, uint64_t block)
		: worker_(worker), block_(block), buffer_(map_buffer(worker, block)),
		  fd_(open(worker.team().devices().find(kDiskDevice.name), O_WRONLY | O_CLOEXEC))
	{
		if (!fd_.valid())
			worker.fail("open the disk for writing");
		uint64_t part = disk_size(worker, fd_.get()) / worker.team().size();
		part -= part % kAlignment;
		begin_ = part * worker.number();
		end_ = begin_ + part;
		at_ = begin_;
		if (part < block) {
			errno = ENOSPC;
			worker.fail("the worker's part of the disk is smaller than a block");
		}
	}

	void write()
	{
		if (at_ + block_ > end_)
			at_ = begin_;
		memset(buffer_, int(++writes_), block_);
		transfer(worker_, "write to the disk", block_, [this](uint64_t done) {
			return pwrite(fd_.get(), buffer_ + done, block_ - done, off_t(at_ + done));
		});
		at_ += block_;
	}

	/* Both wait until the data is on the disk; fdatasync(2) skips the file times. */
	void sync_data()
	{
		if (fdatasync(fd_.get()) < 0)
			worker_.fail("fdatasync of the disk");
	}
	void sync()
	{
		if (fsync(fd_.get()) < 0)
			worker_.fail("fsync of the disk");
	}

private:
	const Worker &worker_;
	uint64_t block_;
	uint8_t *buffer_;
	UniqueFd fd_;
	uint64_t begin_ = 0, end_ = 0; /* of this worker's part */
	uint64_t at_ = 0;
	uint64_t writes_ = 0;
};

/* Reads from all over the disk, bypassing the page cache. */
class RandomReader {
public:
	RandomReader(Worker &worker, uint64_t block)
		: worker_(worker), block_(block), buffer_(map_buffer(worker, block))
	{
		const char *path = worker.team().devices().find(kDiskDevice.name);

		fd_.reset(open(path, O_RDONLY | O_DIRECT | O_CLOEXEC));
		/* EINVAL: the file system has no O_DIRECT (do_dentry_open()). */
		if (!fd_.valid() && errno == EINVAL) {
			cached_ = true;
			fd_.reset(open(path, O_RDONLY | O_CLOEXEC));
		}
		if (!fd_.valid())
			worker.fail("open the disk for reading");
		uint64_t size = disk_size(worker, fd_.get());
		if (size < block) {
			errno = ENOSPC;
			worker.fail("the disk is smaller than a block");
		}
		places_ = (size - block) / kAlignment + 1;
	}

	void read()
	{
		uint64_t at = worker_.random(places_) * kAlignment;

		if (cached_)
			posix_fadvise(fd_.get(), off_t(at), off_t(block_), POSIX_FADV_DONTNEED);
		transfer(worker_, "read from the disk", block_, [this, at](uint64_t done) {
			return pread(fd_.get(), buffer_ + done, block_ - done, off_t(at + done));
		});
	}

private:
	Worker &worker_;
	uint64_t block_;
	uint8_t *buffer_;
	UniqueFd fd_;
	bool cached_ = false; /* no O_DIRECT here: the page cache must drop the block first */
	uint64_t places_ = 0;
};

} /* namespace */

void do_work(Worker &worker, const IoSyncWrite &work)
{
	SequentialWriter writer(worker, uint64_t(work.kib) * 1024);

	for (;;) {
		writer.write();
		writer.sync_data();
		worker.iteration();
	}
}

void do_work(Worker &worker, const IoRandRead &work)
{
	RandomReader reader(worker, uint64_t(work.kib) * 1024);

	for (;;) {
		reader.read();
		worker.iteration();
	}
}

void do_work(Worker &worker, const IoConvoy &work)
{
	SequentialWriter writer(worker, uint64_t(work.kib) * 1024);
	RandomReader reader(worker, uint64_t(work.kib) * 1024);

	for (;;) {
		writer.write();
		reader.read();
		writer.sync();
		worker.iteration();
	}
}

} /* namespace ktstr */
