/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The few system helpers every part of init needs: the clock of the records, and small files.
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

/** CLOCK_BOOTTIME: the time in every record, and of every deadline in init. */
uint64_t boot_time_ns();

/** Contents of a file, at most @limit bytes; nothing if it cannot be opened or read. */
std::optional<std::string> read_text(const std::string &path, size_t limit = 64 * 1024);
/** The same without trailing newlines; empty if it cannot be read. */
std::string read_line(const std::string &path);
/** One write(2) of @text; false if not all of it was taken. */
bool write_text(const std::string &path, std::string_view text);
/** Last words where there is no record channel: the kernel's log. */
void log_to_kernel(std::string_view text);

} /* namespace ktstr */
