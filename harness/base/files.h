/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reads and writes whole files on the host. Stateless; any thread. Files are written under a
 * temporary name and renamed, so a killed writer leaves no partial file.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/** Content of @path; EFBIG if it is longer than @maximum bytes. */
Result<std::string> read_file(const std::string &path, uint64_t maximum = 1ull << 30);
Result<void> write_file(const std::string &path, std::string_view content);
/** Writes all of @bytes to @fd; retries after signals, short writes and a full non-blocking fd. */
Result<void> write_all(int fd, std::string_view bytes);
Result<void> write_all(const UniqueFd &fd, std::string_view bytes);
/** Creates @path and its parents; no error if it exists. */
Result<void> make_folders(const std::string &path);
bool file_exists(const std::string &path);
bool folder_exists(const std::string &path);
/** The names in @folder, in no order, without hidden ones; none where it cannot be read. */
std::vector<std::string> entries_of(const std::string &folder);
/** "/a/b" for "/a/b/c"; "." if there is no slash. */
std::string parent_of(const std::string &path);
/** "c" for "/a/b/c". */
std::string base_name(const std::string &path);
/** Absolute, without symbolic links; @path itself if it cannot be resolved. */
std::string real_path(const std::string &path);
/** Valid in any working directory. Keeps links and "..", which real_path() resolves. */
std::string absolute_path(const std::string &path);
/** Value of an environment variable; empty if unset. */
std::string environment(const char *name);

} /* namespace ktstr */
