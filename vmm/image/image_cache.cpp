/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/image/image_cache.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <climits>
#include <ctime>
#include <filesystem>
#include <vector>

#include "vmm/image/decompress.h"
#include "vmm/image/sha256.h"

namespace ktstr {

namespace {

namespace fs = std::filesystem;

using Bytes = std::span<const std::byte>;

constexpr size_t kShaLength = 64;
constexpr size_t kMaxEntries = 8; /* about 60 MB each */
constexpr char kEntrySuffix[] = ".elf";
constexpr char kTemporaryPrefix[] = ".new-";

/* Follows the unpacked payload. A private format: a new version gets a new magic. */
struct Trailer {
	char magic[8];
	char sha256[kShaLength]; /* of the file it was unpacked from */
	uint64_t size;		 /* bytes before the trailer */
	uint64_t checksum;	 /* of those bytes */
};
static_assert(sizeof(Trailer) == 88);
constexpr char kMagic[8] = {'K', 'T', 'S', 'T', 'R', 'K', 'I', '1'};

/*
 * Detects damage, not attacks, and runs at memory speed: every run computes it, and a CRC would
 * cost more than the cache saves. Four lanes hide the latency of the multiplication.
 */
uint64_t checksum(Bytes bytes)
{
	constexpr uint64_t kPrime = 0x9e3779b97f4a7c15;
	uint64_t lanes[4] = {1, 2, 3, 4};
	uint64_t words[4];
	while (bytes.size() >= sizeof(words)) {
		memcpy(words, bytes.data(), sizeof(words));
		for (unsigned i = 0; i < 4; i++) {
			lanes[i] = (lanes[i] ^ words[i]) * kPrime;
			lanes[i] ^= lanes[i] >> 29;
		}
		bytes = bytes.subspan(sizeof(words));
	}
	uint64_t sum = bytes.size();
	for (std::byte b : bytes)
		sum = (sum ^ uint64_t(b)) * kPrime;
	for (uint64_t lane : lanes)
		sum = ((sum ^ lane) * kPrime) ^ (sum >> 31);
	return sum;
}

bool is_sha256(std::string_view text)
{
	return text.size() == kShaLength && text.find_first_not_of("0123456789abcdef") == text.npos;
}

/** File that stores the hash of @path in its present state; empty: @path is too new to cache. */
std::string identity_name(const UniqueFd &fd, const std::string &path)
{
	struct stat status;
	char real[PATH_MAX];
	if (fstat(fd.get(), &status) || !realpath(path.c_str(), real))
		return {};
	/* A file written within the last clock tick may change again without new timestamps. */
	time_t changed = std::max(status.st_mtim.tv_sec, status.st_ctim.tv_sec);
	if (time(nullptr) - changed < 2)
		return {};
	std::string key = real;
	for (int64_t value : {int64_t{status.st_size}, int64_t{status.st_mtim.tv_sec},
			      int64_t{status.st_mtim.tv_nsec}, int64_t{status.st_ctim.tv_sec},
			      int64_t{status.st_ctim.tv_nsec}})
		key += '\n' + std::to_string(value);
	return sha256_hex(std::as_bytes(std::span(key))) + ".id";
}

bool write_all(int fd, Bytes bytes)
{
	while (!bytes.empty()) {
		ssize_t done = write(fd, bytes.data(), bytes.size());
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		bytes = bytes.subspan(size_t(done));
	}
	return true;
}

/** Atomically creates or replaces @name in @directory with @parts. */
void write_entry(const std::string &directory, const std::string &name,
		 std::initializer_list<Bytes> parts)
{
	std::error_code ignored;
	fs::create_directories(directory, ignored);
	std::string temporary = directory + "/" + kTemporaryPrefix + "XXXXXX";
	UniqueFd fd(mkostemp(temporary.data(), O_CLOEXEC));
	if (!fd.valid())
		return;
	bool written = std::all_of(parts.begin(), parts.end(),
				   [&](Bytes part) { return write_all(fd.get(), part); });
	if (!written || rename(temporary.c_str(), (directory + "/" + name).c_str()))
		unlink(temporary.c_str());
}

/** Removes all but the newest entries, and temporary files that killed writers left. */
void prune(const std::string &directory)
{
	std::vector<std::pair<fs::file_time_type, fs::path>> entries;
	std::error_code error, ignored;
	auto stale = fs::file_time_type::clock::now() - std::chrono::hours(1);
	for (fs::directory_iterator it(directory, error), end; !error && it != end;
	     it.increment(error)) {
		fs::file_time_type written = it->last_write_time(ignored);
		if (it->path().extension() == kEntrySuffix)
			entries.emplace_back(written, it->path());
		else if (it->path().filename().string().starts_with(kTemporaryPrefix) &&
			 written < stale)
			fs::remove(it->path(), ignored);
	}
	std::sort(entries.begin(), entries.end(), std::greater<>());
	for (size_t i = kMaxEntries; i < entries.size(); i++)
		fs::remove(entries[i].second, ignored);
}

} /* namespace */

std::string ImageCache::identify(const UniqueFd &fd, const std::string &path, Bytes file) const
{
	std::string name = directory_.empty() ? std::string() : identity_name(fd, path);
	if (name.empty())
		return sha256_hex(file);
	UniqueFd known(open((directory_ + "/" + name).c_str(), O_RDONLY | O_CLOEXEC));
	char text[kShaLength + 1];
	if (known.valid() && read(known.get(), text, sizeof(text)) == kShaLength &&
	    is_sha256({text, kShaLength}))
		return std::string(text, kShaLength);
	std::string sha256 = sha256_hex(file);
	write_entry(directory_, name, {std::as_bytes(std::span(sha256))});
	return sha256;
}

Result<ImageBytes> ImageCache::find(const std::string &sha256, CacheCheck check) const
{
	if (directory_.empty())
		return Error{ENOENT, "image cache is disabled", {}};
	std::string path = directory_ + "/" + sha256 + kEntrySuffix;
	UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
	if (!fd.valid())
		return errno_error("open cached kernel", path);
	ImageBytes entry = KTSTR_TRY(ImageBytes::map(fd, kMaxUnpacked + sizeof(Trailer), path));
	Trailer trailer;
	if (entry.size() < sizeof(trailer) ||
	    !copy_out<Trailer>(entry, entry.size() - sizeof(trailer), &trailer) ||
	    memcmp(trailer.magic, kMagic, sizeof(kMagic)) ||
	    trailer.size != entry.size() - sizeof(trailer) ||
	    sha256 != std::string_view(trailer.sha256, kShaLength))
		return format_error("cached kernel is cut short", path);
	entry.shrink(trailer.size);
	if (check == CacheCheck::content && checksum(entry) != trailer.checksum)
		return format_error("cached kernel is damaged", path);
	return entry;
}

void ImageCache::store(const std::string &sha256, Bytes unpacked) const
{
	if (directory_.empty() || !is_sha256(sha256))
		return;
	Trailer trailer;
	memcpy(trailer.magic, kMagic, sizeof(kMagic));
	memcpy(trailer.sha256, sha256.data(), kShaLength);
	trailer.size = unpacked.size();
	trailer.checksum = checksum(unpacked);
	write_entry(directory_, sha256 + kEntrySuffix,
		    {unpacked, std::as_bytes(std::span(&trailer, 1))});
	prune(directory_);
}

} /* namespace ktstr */
