/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Settings: what the coordinator takes from its surroundings rather than from options: variables
 * of the user, of run_ktstr.sh and of kselftest's runner. Read once at start; immutable after it.
 */
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

struct Settings {
	std::string binary;	     /* this program, absolute */
	std::string init;	     /* KTSTR_INIT, else ktstr_init beside the binary */
	std::string cache_dir;	     /* KTSTR_CACHE, else below the user's cache folder */
	std::string tree_schedulers; /* KTSTR_TREE_SCHEDULERS: folder with scx_*; may be empty */
	/*
	 * Where the kernel of the tree around us may be built: O, KBUILD_OUTPUT, the tree itself.
	 */
	std::vector<std::string> build_folders;
	std::string kernel;	    /* KTSTR_KERNEL: the default kernel */
	std::string kernel_config;  /* KTSTR_KERNEL_CONFIG */
	std::string kernel_modules; /* KTSTR_KERNEL_MODULES: its lib/modules/VERSION */
	std::string qemu_dir;	    /* KTSTR_QEMU_DIR, KTSTR_EMU_*: the emulated host's parts;
				      * empty: to be searched */
	std::string emu_kernel;
	std::string emu_modules;
	std::string temporary; /* TMPDIR, else /tmp */
	std::string launcher;  /* KTSTR_LAUNCHER: how people start us, for repro lines */
	bool slow = false;     /* KSFT_MACHINE_SLOW=yes */
	/* End of the whole run, from kselftest_timeout; max() where there is none. */
	std::chrono::steady_clock::time_point deadline;
};

Result<Settings> read_settings();

} /* namespace ktstr */
