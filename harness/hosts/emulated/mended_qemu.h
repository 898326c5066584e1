/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A QEMU that delivers each interrupt once. helper_vmrun() (target/i386/tcg/system/svm_helper.c)
 * delivers an interrupt that the hypervisor injects, and leaves its vector in
 * CPUState::exception_index. If the device thread asks the CPU to stop (cpu_exit()) between the two
 * reads in cpu_handle_interrupt(), cpu_handle_exception() takes the vector for a pending exception
 * and delivers it again, whether or not the guest has interrupts on. Seen with QEMU 10.0: a nested
 * kernel got its timer interrupt with IF=0 and waited for a lock that it held. Delivery does not
 * need the store, so it is replaced by a no-op, in a copy of the program.
 *
 * Qemu::start() calls this for each host, emulator_flaw() for the user. Stateless; any thread.
 */
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

struct InstructionPlace {
	size_t offset; /* in the file */
	size_t size;   /* bytes; 6 or 7 */
};

/**
 * The store of the vector, in the bytes of QEMU's program for x86-64. Nothing if it is not there
 * or not the only one of its kind. Pure.
 */
std::optional<InstructionPlace> find_vector_store(std::span<const std::byte> program);

/**
 * A memory file with the mended program, to be executed as /proc/self/fd/N. Errors: @path cannot
 * be read; the store was not found in it; no executable memory file.
 */
Result<UniqueFd> mended_qemu(const std::string &path);

} /* namespace ktstr */
