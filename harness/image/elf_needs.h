/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a program needs before its first instruction: an ELF file's loader and shared libraries, or
 * a script's interpreter. Parses untrusted bytes; stateless, any thread.
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
	uint16_t machine = 0;		    /* EM_*: libraries must match */
	std::string interpreter;	    /* PT_INTERP; empty: static program or library */
	std::vector<std::string> libraries; /* DT_NEEDED, in order */
	std::vector<std::string> rpath;	    /* DT_RPATH, split; $ORIGIN not expanded */
	std::vector<std::string> runpath;   /* DT_RUNPATH */
};

enum class FileFormat { other, elf64, elf32, script };
FileFormat detect_format(std::span<const std::byte> file);

/** Parses an ELF64 file. Errors: tables that point outside it, or that no linker writes. */
Result<ElfNeeds> parse_elf_needs(std::span<const std::byte> file);

/** The words of a "#!" line: interpreter and argument; empty: no such line. */
std::vector<std::string> parse_script_line(std::span<const std::byte> file);

} /* namespace ktstr */
