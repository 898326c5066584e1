/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/command_programs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

namespace {

/* Characters that end a shell word, outside of quotes and inside. */
constexpr std::string_view kSeparators = " \t\n;&|()<>{}`'\"$";

bool is_program(const std::string &path)
{
	return file_exists(path) && access(path.c_str(), X_OK) == 0;
}

} /* namespace */

std::string find_program(const std::string &program, std::string_view path)
{
	if (program.find('/') != std::string::npos)
		return program[0] == '/' && is_program(program) ? program : "";
	for (std::string_view folder : split(path, ':')) {
		std::string candidate = std::string(folder) + "/" + program;

		/* A relative folder would be a different one in the guest. */
		if (folder.starts_with('/') && is_program(candidate))
			return candidate;
	}
	return {};
}

bool is_script(const std::string &path)
{
	char start[2];
	UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));

	return fd.valid() && pread(fd.get(), start, 2, 0) == 2 && start[0] == '#' &&
	       start[1] == '!';
}

std::vector<std::string> command_words(std::string_view command)
{
	std::vector<std::string> words;

	while (!command.empty()) {
		size_t end = std::min(command.find_first_of(kSeparators), command.size());
		std::string word(command.substr(0, end));

		command.remove_prefix(std::min(end + 1, command.size()));
		if (!word.empty() && word.find_first_of("=*?[\\\0", 0, 6) == std::string::npos &&
		    std::find(words.begin(), words.end(), word) == words.end())
			words.push_back(std::move(word));
	}
	return words;
}

std::vector<std::string> command_programs(std::string_view command, std::string_view path)
{
	std::vector<std::string> programs;

	for (const std::string &word : command_words(command)) {
		std::string program = find_program(word, path);

		if (!program.empty())
			programs.push_back(std::move(program));
	}
	return programs;
}

} /* namespace ktstr */
