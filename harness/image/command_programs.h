/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Finds this machine's programs that a shell command names, so that --exec can bring them into the
 * guest. Errs on the side of too many: every word counts that is a program's path or the name of
 * one in @path, wherever it stands. Only reads the file system; any thread.
 */
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ktstr {

/**
 * Host path of @program: @program itself if absolute, else the first match in @path; empty: not
 * found.
 */
std::string find_program(const std::string &program, std::string_view path);

/** Whether the file at @path begins with "#!". */
bool is_script(const std::string &path);

/** The distinct words of @command, without quotes, operators and assignments. */
std::vector<std::string> command_words(std::string_view command);

/** Host paths of the programs among those words. @path: folders separated by ':'. */
std::vector<std::string> command_programs(std::string_view command, std::string_view path);

} /* namespace ktstr */
