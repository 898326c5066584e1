/* SPDX-License-Identifier: GPL-2.0 */
/* Any file that opens as a kernel must load or be rejected, with any seed. */
#include <sys/mman.h>

#include "vmm/image/kernel_image.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	using namespace ktstr;
	static int fd = memfd_create("kernel", MFD_CLOEXEC);
	static GuestMemory memory = GuestMemory::create(64 << 20).value();
	if (ftruncate(fd, off_t(size)) || pwrite(fd, data, size, 0) != ssize_t(size))
		return 0;
	Result<KernelImage> image = open_kernel_image("/proc/self/fd/" + std::to_string(fd), "");
	if (!image)
		return 0;
	if (embedded_config(image.value())) {
		for (const char *name : {".BTF", ".rodata", ""})
			(void)find_section(image.value(), name).size();
	}
	for (uint64_t seed : {0, 1}) {
		Result<LoadedKernel> loaded = load_kernel(image.value(), memory, seed == 0, seed);
		KTSTR_ASSERT(!loaded || loaded.value().end <= memory.size());
	}
	return 0;
}
