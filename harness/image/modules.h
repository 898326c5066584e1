/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel modules of the emulated host: finds them in an unpacked package, unpacks them, and puts
 * them in load order by their own modinfo ("depends=", include/linux/module.h MODULE_INFO), since
 * modules.dep exists only where depmod has run. Plain functions, any thread. A malformed module is
 * an Error naming it.
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
	std::string name;		  /* with '-' written '_' */
	std::vector<std::byte> image;	  /* the ELF file, unpacked */
	std::vector<std::string> depends; /* names */
};

/** Dependencies of the module in @elf: the "depends=" of its .modinfo, empty if there is none. */
Result<std::vector<std::string>> module_dependencies(std::span<const std::byte> elf);

/** Unpacks @bytes, named *.ko, *.ko.gz, *.ko.xz or *.ko.zst, to at most 64 MiB. */
Result<std::vector<std::byte>> unpack_module(std::string_view file_name,
					     std::span<const std::byte> bytes);

/**
 * @wanted and everything they depend on, in load order, without what @modules_dir (a
 * lib/modules/VERSION) lists in modules.builtin. Errors: one that is not there; a cycle.
 */
Result<std::vector<KernelModule>> collect_modules(const std::string &modules_dir,
						  const std::vector<std::string> &wanted);

} /* namespace ktstr */
