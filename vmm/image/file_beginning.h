/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Says what a file that is no kernel seems to be, for error messages. Pure; any thread. The file is
 * untrusted.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace ktstr {

/** "a gzip file", or "it begins with 6e 6f 74 20 (not )"; printable ASCII only. */
std::string describe_beginning(std::span<const std::byte> file);

/** "AArch64", or "e_machine 4711". */
std::string elf_machine_name(uint16_t machine);

} /* namespace ktstr */
