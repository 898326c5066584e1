/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/command_programs.h"

#include <unistd.h>

#include <algorithm>
#include <string>

#include "harness/files.h"
#include "harness/text.h"

namespace ktstr {

namespace {

/* Where a word of the shell ends, outside of quotes and within. */
constexpr std::string_view kSeparators = " \t\n;&|()<>{}`'\"$";

bool is_program(const std::string &path)
{
	return file_exists(path) && access(path.c_str(), X_OK) == 0;
}

} /* namespace */

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
		if (word.find('/') != std::string::npos) {
			if (word[0] == '/' && is_program(word))
				programs.push_back(word);
			continue;
		}
		for (std::string_view folder : split(path, ':')) {
			std::string candidate = std::string(folder) + "/" + word;

			if (folder.empty() || !is_program(candidate))
				continue;
			programs.push_back(candidate);
			break;
		}
	}
	return programs;
}

} /* namespace ktstr */
