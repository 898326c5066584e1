/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The few system helpers that every part of init needs: the clock of the records, and small files.
 * Stateless; any thread or process.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ktstr {

constexpr uint64_t kNsPerMs = 1000 * 1000;

/** CLOCK_BOOTTIME: the clock of every record and every deadline in init. */
uint64_t boot_time_ns();

/** Contents of a file, at most @limit bytes; nullopt if it cannot be opened or read. */
std::optional<std::string> read_text(const std::string &path, size_t limit = 64 * 1024);
/** Contents without trailing newlines; empty if the file cannot be read. */
std::string read_line(const std::string &path);
/** One write(2) of @text; false if it was not written completely. */
bool write_text(const std::string &path, std::string_view text);
/** Writes to the kernel's log, for when there is no record channel. */
void log_to_kernel(std::string_view text);

} /* namespace ktstr */
