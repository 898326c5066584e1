/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reading and writing whole files on the host. Stateless; any thread. Files are written under a
 * temporary name and renamed, so that a killed writer leaves nothing half done.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/** The whole of @path; an error (EFBIG) beyond @maximum bytes. */
Result<std::string> read_file(const std::string &path, uint64_t maximum = 1ull << 30);
Result<void> write_file(const std::string &path, std::string_view content);
/** Writes all of @bytes to @fd: signals, short writes and a full non-blocking fd only delay it. */
Result<void> write_all(int fd, std::string_view bytes);
Result<void> write_all(const UniqueFd &fd, std::string_view bytes);
/** @path with its parents; no error where it exists. */
Result<void> make_folders(const std::string &path);
bool file_exists(const std::string &path);
bool folder_exists(const std::string &path);
/** "/a/b" of "/a/b/c", "." where there is no slash. */
std::string parent_of(const std::string &path);
/** "c" of "/a/b/c". */
std::string base_name(const std::string &path);
/** Absolute, without symbolic links; @path itself if it cannot be resolved. */
std::string real_path(const std::string &path);
/** Environment variable; empty if it is not set. */
std::string environment(const char *name);

} /* namespace ktstr */
