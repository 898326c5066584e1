/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/image/kernel_image.h"

#include <fcntl.h>

#include <algorithm>

#include "vmm/image/bzimage.h"
#include "vmm/image/decompress.h"
#include "vmm/image/elf_image.h"
#include "vmm/image/file_beginning.h"
#include "vmm/image/image_cache.h"

namespace ktstr {

namespace {

using Bytes = std::span<const std::byte>;

constexpr uint64_t kMaxFile = 4ull << 30; /* bytes; fits a vmlinux with debug information */

/** The word after @marker in @section; the kernel's banner holds its release this way. */
std::string find_release(Bytes section)
{
	constexpr std::string_view kBanner = "Linux version ";
	constexpr size_t kMaxRelease = 64; /* __NEW_UTS_LEN */
	std::string_view text(reinterpret_cast<const char *>(section.data()), section.size());
	size_t at = text.find(kBanner);
	while (at != text.npos) {
		std::string_view word = text.substr(at + kBanner.size(), kMaxRelease + 1);
		size_t end = word.find(' ');
		/* linux_proc_banner has the same words, followed by "%s". */
		if (end != word.npos && end > 0 && word[0] != '%')
			return std::string(word.substr(0, end));
		at = text.find(kBanner, at + 1);
	}
	return {};
}

/** Takes the ELF file at the front of image.bytes, and the relocation table after it. */
Result<void> take_elf(KernelImage &image, bool from_payload)
{
	ElfLayout layout = KTSTR_TRY(parse_elf(image.bytes));
	if (from_payload)
		KTSTR_TRY(parse_relocations(image.bytes.span().subspan(layout.end), image));
	image.kind = KernelImage::Kind::vmlinux;
	image.segments = std::move(layout.segments);
	image.entry = layout.entry;
	return {};
}

/** Unpacks the payload of the bzImage @file, or takes it from @cache. */
Result<void> take_payload(KernelImage &image, const ImageCache &cache, CacheCheck check,
			  Bytes payload)
{
	Result<ImageBytes> kept = cache.find(image.sha256, check);
	if (kept) {
		image.bytes = std::move(kept).value();
		if (take_elf(image, true))
			return {};
	}
	image.bytes = KTSTR_TRY(unpack_payload(payload));
	KTSTR_TRY(take_elf(image, true));
	cache.store(image.sha256, image.bytes);
	return {};
}

Result<void> take_bzimage(KernelImage &image, const ImageCache &cache, CacheCheck check,
			  ImageBytes file)
{
	BzImageHeader header = KTSTR_TRY(parse_bzimage(file));
	image.setup_header = header.setup_header;
	image.physical_align = header.kernel_alignment;
	image.release = header.release;
	Bytes payload = slice(file, header.payload_offset, header.payload_size);
	Result<void> taken = take_payload(image, cache, check, payload);
	if (taken)
		return {};
	image.unpack_error = taken.error().to_string();
	image.kind = KernelImage::Kind::bzimage;
	image.bytes = std::move(file);
	return {};
}

Error in_file(const std::string &path, const Error &error)
{
	return format_error("kernel image", path + ": " + error.to_string());
}

} /* namespace */

Result<KernelImage> open_kernel_image(const std::string &path, const std::string &cache_dir,
				      CacheCheck check)
{
	UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
	if (!fd.valid())
		return errno_error("open kernel image", path);
	ImageBytes file = KTSTR_TRY(ImageBytes::map(fd, kMaxFile, path));
	ImageCache cache(cache_dir);
	KernelImage image;
	image.sha256 = cache.identify(fd, path, file);
	if (is_elf(file)) {
		image.bytes = std::move(file);
		if (Result<void> taken = take_elf(image, false); !taken.ok())
			return in_file(path, taken.error());
		image.release = find_release(find_section(image, ".rodata"));
		return image;
	}
	if (!is_bzimage(file))
		return format_error("neither a bzImage nor an ELF vmlinux",
				    path + ": " + describe_beginning(file));
	if (Result<void> taken = take_bzimage(image, cache, check, std::move(file)); !taken.ok())
		return in_file(path, taken.error());
	return image;
}

std::span<const std::byte> find_section(const KernelImage &image, const char *name)
{
	if (image.kind != KernelImage::Kind::vmlinux)
		return {};
	return elf_section(image.bytes, name);
}

Result<std::string> embedded_config(const KernelImage &image)
{
	constexpr std::string_view kStart = "IKCFG_ST", kEnd = "IKCFG_ED";
	constexpr size_t kMaxConfig = 8u << 20; /* bytes; real ones are below 400 KiB */
	/* kernel/configs.c puts it in .rodata, between these two markers. */
	Bytes section = find_section(image, ".rodata");
	std::string_view text(reinterpret_cast<const char *>(section.data()), section.size());
	size_t start = text.find(kStart);
	/*
	 * The start marker also occurs without a gzip stream, as a string that
	 * scripts/extract-ikconfig greps for.
	 */
	while (start != text.npos && text.substr(start + kStart.size(), 2) != "\x1f\x8b")
		start = text.find(kStart, start + 1);
	if (start == text.npos)
		return std::string();
	size_t end = text.find(kEnd, start);
	if (end == text.npos)
		return format_error("embedded kernel configuration has no end");
	start += kStart.size();
	return gunzip(section.subspan(start, end - start), kMaxConfig);
}

} /* namespace ktstr */
