/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a program asks of the system before its first instruction: an ELF file's loader and shared
 * libraries, or a script's interpreter. Reads hostile bytes; stateless, any thread.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

struct ElfNeeds {
	uint16_t machine = 0;		    /* EM_*: libraries must be for the same one */
	std::string interpreter;	    /* PT_INTERP; empty: static, or a library */
	std::vector<std::string> libraries; /* DT_NEEDED, in order */
	std::vector<std::string> rpath;	    /* DT_RPATH, split; $ORIGIN not yet replaced */
	std::vector<std::string> runpath;   /* DT_RUNPATH */
};

enum class FileFormat { other, elf64, elf32, script };
FileFormat detect_format(std::span<const std::byte> file);

/** Of an ELF64 file. Errors: tables that lead outside of it, or that no linker writes. */
Result<ElfNeeds> parse_elf_needs(std::span<const std::byte> file);

/** The words of a "#!" line: the interpreter and its argument; empty: there is none. */
std::vector<std::string> parse_script_line(std::span<const std::byte> file);

} /* namespace ktstr */
