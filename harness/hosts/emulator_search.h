/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an emulated host is made of, as far as it is on this machine. Looks, changes nothing; any
 * thread.
 */
#pragma once

#include <string>

#include "harness/options/settings.h"

namespace ktstr {

struct EmulatorParts {
	std::string qemu_dir; /* holds usr/bin/qemu-system-x86_64; empty: no QEMU 10 or newer */
	std::string kernel;
	std::string modules; /* that kernel's, kvm-amd and 9p among them; both empty: none */
};

/** What the settings say, and else the newest of the cache and of the system; @root for tests. */
EmulatorParts find_emulator(const Settings &settings, const std::string &root = "");

/** Why QEMU in @qemu_dir may deliver interrupts twice, see mended_qemu.h; empty: it does not. */
std::string emulator_flaw(const std::string &qemu_dir);

/** The major version in the output of qemu-system-x86_64 --version; 0: none. */
unsigned qemu_major(const std::string &output);

} /* namespace ktstr */
