/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Settings: what the coordinator takes from its environment rather than from options: variables set
 * by the user, by run_ktstr.sh and by kselftest's runner. Read once at start, then immutable.
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
	/* Possible build outputs of the tree we are in: O, KBUILD_OUTPUT, around KTSTR_HERE. */
	std::vector<std::string> build_folders;
	std::string kernel;	    /* KTSTR_KERNEL: the default kernel */
	std::string kernel_config;  /* KTSTR_KERNEL_CONFIG */
	std::string kernel_modules; /* KTSTR_KERNEL_MODULES: its lib/modules/VERSION */
	std::string qemu_dir;	    /* KTSTR_QEMU_DIR, KTSTR_EMU_*: parts of the emulated host;
				      * empty: search for them */
	std::string emu_kernel;
	std::string emu_modules;
	std::string temporary; /* TMPDIR, else /tmp */
	std::string launcher;  /* KTSTR_LAUNCHER: the command of repro lines */
	bool slow = false;     /* KSFT_MACHINE_SLOW=yes */
	/* End of the whole run, from kselftest_timeout; max(): none. */
	std::chrono::steady_clock::time_point deadline;
};

Result<Settings> read_settings();

} /* namespace ktstr */
