/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which of this machine's programs a shell command names, so that --exec can bring them into the
 * guest. A guess on the side of too many: every word that is a program's path, or the name of one
 * in @path, counts, wherever it stands. Reads the file system only; any thread.
 */
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ktstr {

/**
 * Host path of @program: itself where it is absolute, else the first in @path; empty: none is
 * there.
 */
std::string find_program(const std::string &program, std::string_view path);

/** Whether the file at @path begins with "#!". */
bool is_script(const std::string &path);

/** The words of @command, without quotes, operators and assignments, each once. */
std::vector<std::string> command_words(std::string_view command);

/** Host paths of programs among them; @path: folders with ':' between them. */
std::vector<std::string> command_programs(std::string_view command, std::string_view path);

} /* namespace ktstr */
