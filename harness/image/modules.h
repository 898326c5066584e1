/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel modules of the emulated host: finds them in an unpacked package, decompresses them, and
 * sorts them in load order by their own modinfo ("depends=", include/linux/module.h MODULE_INFO),
 * because modules.dep only exists where depmod has run. Plain functions, any thread. A malformed
 * module is an Error that names it.
 */
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

struct KernelModule {
	std::string name;		  /* with '_' for '-' */
	std::vector<std::byte> image;	  /* the ELF file, unpacked */
	std::vector<std::string> depends; /* names */
};

/** Dependencies of the module @elf: "depends=" in its .modinfo; empty if there is none. */
Result<std::vector<std::string>> module_dependencies(std::span<const std::byte> elf);

/** Decompresses @bytes, named *.ko, *.ko.gz, *.ko.xz or *.ko.zst, to at most 64 MiB. */
Result<std::vector<std::byte>> unpack_module(std::string_view file_name,
					     std::span<const std::byte> bytes);

/**
 * @wanted and all dependencies, in load order, without those that modules.builtin in @modules_dir
 * (a lib/modules/VERSION) lists. Errors: a module is missing; a dependency cycle.
 */
Result<std::vector<KernelModule>> collect_modules(const std::string &modules_dir,
						  const std::vector<std::string> &wanted);

} /* namespace ktstr */
