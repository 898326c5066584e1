/* SPDX-License-Identifier: GPL-2.0 */
/* load_kernel(): places an image in guest RAM and does the decompressor's work. */
#include <sys/mman.h>

#include <algorithm>

#include "vmm/image/bzimage.h"
#include "vmm/image/kernel_image.h"

namespace ktstr {

namespace {

constexpr uint64_t kLowMemory = 1ull << 20;		 /* BIOS area, boot parameters, tables */
constexpr uint64_t kLoadPhysicalAddr = 16ull << 20;	 /* LOAD_PHYSICAL_ADDR */
constexpr uint64_t kKernelImageSize = 1ull << 30;	 /* KERNEL_IMAGE_SIZE with RANDOMIZE_BASE */
constexpr uint64_t kStartKernelMap = 0xffffffff80000000; /* __START_KERNEL_map */
constexpr uint64_t kMinKernelAlign = 2ull << 20;
constexpr uint64_t kEntry64 = 0x200; /* boot.rst, "64-bit Boot Protocol" */

struct Placement {
	uint64_t link_low; /* lowest link-time physical address */
	uint64_t size;	   /* from it to the end, a multiple of MIN_KERNEL_ALIGN */
	uint64_t base;	   /* where link_low is loaded */
};

uint64_t align_up(uint64_t value, uint64_t align)
{
	return (value + align - 1) & ~(align - 1);
}

/** SplitMix64: well distributed even for seeds 0, 1, 2. */
uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

/** End of the RAM that starts at address 0: the MMIO hole, or the end of RAM. */
uint64_t low_ram_end(const GuestMemory &memory)
{
	for (const MemoryRange &range : memory.ranges())
		if (range.guest_address == 0)
			return range.size;
	return 0;
}

Placement measure(const KernelImage &image)
{
	uint64_t low = UINT64_MAX, high = 0;
	for (const KernelSegment &segment : image.segments) {
		low = std::min(low, segment.physical_address);
		high = std::max(high, segment.physical_address + segment.memory_size);
	}
	return {low, align_up(high - low, kMinKernelAlign), low};
}

Error does_not_fit(uint64_t base, uint64_t size, uint64_t ram)
{
	return format_error("kernel does not fit in the guest's memory",
			    hex(size) + " bytes at " + hex(base) + ", RAM ends at " + hex(ram));
}

/** Like find_random_phys_addr(), over the one region known to be free. */
Result<void> choose_base(Placement &place, uint64_t align, uint64_t ram, uint64_t *random)
{
	uint64_t first = align_up(kLoadPhysicalAddr, align);
	if (place.size > ram || first > ram - place.size)
		return does_not_fit(first, place.size, ram);
	uint64_t slots = 1 + (ram - place.size - first) / align;
	place.base = first + next_random(random) % slots * align;
	return {};
}

/** Like find_random_virt_addr(). 0 if the image has no relocations. */
uint64_t choose_virtual_offset(const KernelImage &image, const Placement &place, uint64_t *random)
{
	bool relocatable = !image.relocations_64.empty() || !image.relocations_32.empty();
	if (!relocatable || place.link_low + place.size > kKernelImageSize)
		return 0;
	uint64_t room = kKernelImageSize - place.link_low - place.size;
	return next_random(random) % (1 + room / image.physical_align) * image.physical_align;
}

/** Copies the pages of @source that are not all zero; @target must be zero. */
void copy_sparse(std::byte *target, std::span<const std::byte> source)
{
	constexpr size_t kPage = 4096;
	static constexpr std::byte kZeroes[kPage] = {};
	for (size_t at = 0; at < source.size(); at += kPage) {
		size_t size = std::min(kPage, source.size() - at);
		if (memcmp(source.data() + at, kZeroes, size))
			memcpy(target + at, source.data() + at, size);
	}
}

/** Zeroes @area and frees its pages. */
void clear(std::span<std::byte> area)
{
	if (madvise(area.data(), area.size(), MADV_REMOVE))
		memset(area.data(), 0, area.size());
}

template <typename T, bool kSubtract>
Result<void> relocate(std::span<std::byte> kernel, uint64_t link_low,
		      const std::vector<int32_t> &relocations, uint64_t delta)
{
	for (int32_t relocation : relocations) {
		uint64_t address = uint64_t(int64_t{relocation});
		uint64_t at = address - kStartKernelMap - link_low;
		if (at > kernel.size() - sizeof(T))
			return format_error("kernel relocation points outside the kernel",
					    hex(address));
		T value;
		memcpy(&value, &kernel[at], sizeof(value));
		value = T(kSubtract ? value - delta : value + delta);
		memcpy(&kernel[at], &value, sizeof(value));
	}
	return {};
}

Result<LoadedKernel> load_vmlinux(const KernelImage &image, GuestMemory &memory, bool kaslr,
				  uint64_t seed)
{
	Placement place = measure(image);
	uint64_t ram = low_ram_end(memory);
	uint64_t virtual_offset = 0;
	if (kaslr) {
		KTSTR_TRY(choose_base(place, image.physical_align, ram, &seed));
		virtual_offset = choose_virtual_offset(image, place, &seed);
	}
	std::byte *target = memory.at(place.base, place.size);
	if (place.base < kLowMemory || !target)
		return does_not_fit(place.base, place.size, ram);
	std::span<std::byte> kernel(target, place.size);
	clear(kernel);
	for (const KernelSegment &segment : image.segments) {
		auto source = slice(image.bytes, segment.file_offset, segment.file_size);
		copy_sparse(target + (segment.physical_address - place.link_low), source);
	}
	if (virtual_offset) {
		uint64_t low = place.link_low;
		KTSTR_TRY((relocate<uint32_t, false>(kernel, low, image.relocations_32,
						     virtual_offset)));
		KTSTR_TRY((relocate<uint32_t, true>(kernel, low, image.relocations_inverse_32,
						    virtual_offset)));
		KTSTR_TRY((relocate<uint64_t, false>(kernel, low, image.relocations_64,
						     virtual_offset)));
	}
	LoadedKernel loaded;
	loaded.entry = image.entry - place.link_low + place.base;
	loaded.physical_base = place.base;
	loaded.end = place.base + place.size;
	loaded.virtual_offset = virtual_offset;
	loaded.randomised = kaslr;
	return loaded;
}

Result<LoadedKernel> load_bzimage(const KernelImage &image, GuestMemory &memory)
{
	BzImageHeader header = KTSTR_TRY(parse_bzimage(image.bytes));
	auto code = image.bytes.span().subspan(header.protected_offset);
	uint64_t base =
		align_up(std::max(std::min(header.preferred_address, kKernelImageSize), kLowMemory),
			 header.kernel_alignment);
	uint64_t size = std::max<uint64_t>(header.init_size, code.size());
	std::byte *target = memory.at(base, size);
	if (!target)
		return does_not_fit(base, size, low_ram_end(memory));
	memcpy(target, code.data(), code.size());
	return LoadedKernel{base + kEntry64, base, base + size, 0, false};
}

} /* namespace */

Result<LoadedKernel> load_kernel(const KernelImage &image, GuestMemory &memory, bool kaslr,
				 uint64_t seed)
{
	if (image.kind == KernelImage::Kind::bzimage)
		return load_bzimage(image, memory);
	if (image.segments.empty())
		return format_error("kernel image has no loadable segment");
	return load_vmlinux(image, memory, kaslr, seed);
}

} /* namespace ktstr */
