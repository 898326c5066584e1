/* SPDX-License-Identifier: GPL-2.0 */
/* A temporary folder that is deleted with the test; for tests only. One thread. */
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace ktstr::test {

class TestFolder {
public:
	TestFolder()
	{
		std::string name = std::filesystem::temp_directory_path() / "ktstr-test-XXXXXX";

		if (mkdtemp(name.data()))
			path_ = std::filesystem::canonical(name);
	}
	~TestFolder()
	{
		std::error_code ignored;

		if (!path_.empty())
			std::filesystem::remove_all(path_, ignored);
	}
	TestFolder(const TestFolder &) = delete;
	TestFolder &operator=(const TestFolder &) = delete;

	const std::string &path() const { return path_; }
	/**
	 * Writes @content to @name below the folder and creates missing folders. Returns the path.
	 */
	std::string write(const std::string &name, std::string_view content) const
	{
		std::string file = path_ + "/" + name;

		std::filesystem::create_directories(std::filesystem::path(file).parent_path());
		std::ofstream(file, std::ios::binary) << content;
		return file;
	}

private:
	std::string path_;
};

} /* namespace ktstr::test */
