/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/cpio.h"

#include <charconv>
#include <climits>

namespace ktstr {

namespace {

constexpr char kMagic[] = "070701";
constexpr char kTrailer[] = "TRAILER!!!";
constexpr size_t kHeaderSize = 110;
constexpr unsigned kFields = 13;

/* The fields after the magic, 8 hexadecimal digits each. */
enum Field {
	inode,
	mode,
	uid,
	gid,
	links,
	mtime,
	file_size,
	major,
	minor,
	rmajor,
	rminor,
	name_size,
	check
};

size_t align4(size_t size)
{
	return (size + 3) & ~size_t{3};
}

std::string_view relative(std::string_view path)
{
	while (path.starts_with('/'))
		path.remove_prefix(1);
	return path;
}

bool parse_fields(std::string_view header, uint32_t (&fields)[kFields])
{
	for (unsigned i = 0; i < kFields; i++) {
		const char *start = header.data() + sizeof(kMagic) - 1 + i * 8;
		auto [end, error] = std::from_chars(start, start + 8, fields[i], 16);
		if (error != std::errc() || end != start + 8)
			return false;
	}
	return true;
}

} /* namespace */

void CpioWriter::append(std::string_view bytes)
{
	auto raw = std::as_bytes(std::span(bytes));
	archive_.insert(archive_.end(), raw.begin(), raw.end());
}

void CpioWriter::pad()
{
	archive_.resize(align4(archive_.size()));
}

void CpioWriter::add_header(const CpioEntry &entry, uint32_t size)
{
	KTSTR_ASSERT(entry.name.size() < PATH_MAX && entry.name.find('\0') == entry.name.npos);
	bool trailer = entry.mode == 0;
	char header[kHeaderSize + 1];
	snprintf(header, sizeof(header), "%s%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X",
		 kMagic, trailer ? 0 : next_inode_++, entry.mode, 0, 0, S_ISDIR(entry.mode) ? 2 : 1,
		 0, size, 0, 0, entry.device_major, entry.device_minor,
		 unsigned(entry.name.size() + 1), 0);
	append({header, kHeaderSize});
	append({entry.name.c_str(), entry.name.size() + 1});
	pad();
}

void CpioWriter::add_directory(std::string_view path, uint32_t permissions)
{
	add_header({std::string(relative(path)), S_IFDIR | permissions, 0, 0, {}}, 0);
}

void CpioWriter::add_file(std::string_view path, std::string_view content, uint32_t permissions)
{
	KTSTR_ASSERT(content.size() <= UINT32_MAX);
	add_header({std::string(relative(path)), S_IFREG | permissions, 0, 0, {}},
		   uint32_t(content.size()));
	append(content);
	pad();
}

Result<void> CpioWriter::add_file(std::string_view path, const UniqueFd &fd, uint32_t permissions)
{
	struct stat status;
	if (fstat(fd.get(), &status))
		return errno_error("stat file for the image", std::string(path));
	if (!S_ISREG(status.st_mode))
		return format_error("not a regular file", std::string(path));
	if (uint64_t(status.st_size) > UINT32_MAX)
		return Error{EFBIG, "file for the image", std::string(path)};
	size_t size = size_t(status.st_size);
	add_header({std::string(relative(path)), S_IFREG | permissions, 0, 0, {}}, uint32_t(size));
	size_t start = archive_.size();
	archive_.resize(start + size);
	for (size_t done = 0; done < size;) {
		ssize_t got = pread(fd.get(), &archive_[start + done], size - done, off_t(done));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno_error("read file for the image", std::string(path));
		if (got == 0)
			return format_error("file shrank during the read", std::string(path));
		done += size_t(got);
	}
	pad();
	return {};
}

void CpioWriter::add_symlink(std::string_view path, std::string_view target)
{
	add_header({std::string(relative(path)), S_IFLNK | 0777, 0, 0, {}},
		   uint32_t(target.size()));
	append(target);
	pad();
}

void CpioWriter::add_device(std::string_view path, uint32_t type, uint32_t permissions,
			    uint32_t major, uint32_t minor)
{
	add_header({std::string(relative(path)), type | permissions, major, minor, {}}, 0);
}

std::vector<std::byte> CpioWriter::finish()
{
	add_header({kTrailer, 0, 0, 0, {}}, 0);
	next_inode_ = 1;
	return std::exchange(archive_, {});
}

Result<std::vector<CpioEntry>> parse_cpio(std::span<const std::byte> archive)
{
	std::string_view rest(reinterpret_cast<const char *>(archive.data()), archive.size());
	std::vector<CpioEntry> entries;
	for (;;) {
		std::string where = "entry " + std::to_string(entries.size());
		if (rest.size() < kHeaderSize)
			return format_error("cpio: cut short", where);
		uint32_t fields[kFields];
		if (!rest.starts_with(kMagic) || !parse_fields(rest, fields))
			return format_error("cpio: not a newc header", where);
		size_t length = fields[name_size];
		if (length == 0 || length > PATH_MAX || length > rest.size() - kHeaderSize)
			return format_error("cpio: invalid name", where);
		std::string_view name = rest.substr(kHeaderSize, length);
		if (name.find('\0') != length - 1)
			return format_error("cpio: invalid name", where);
		name.remove_suffix(1);
		if (name == kTrailer)
			return entries;
		size_t start = align4(kHeaderSize + length), size = fields[file_size];
		if (start > rest.size() || align4(size) > rest.size() - start)
			return format_error("cpio: cut short", where);
		entries.push_back({std::string(name), fields[mode], fields[rmajor], fields[rminor],
				   std::string(rest.substr(start, size))});
		rest.remove_prefix(start + align4(size));
	}
}

} /* namespace ktstr */
