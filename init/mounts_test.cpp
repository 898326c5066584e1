/* SPDX-License-Identifier: GPL-2.0 */
#include "init/mounts.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "harness/base/test_folder.h"

namespace ktstr {
namespace {

std::string content(const std::string &path)
{
	std::stringstream text;

	text << std::ifstream(path).rdbuf();
	return text.str();
}

TEST(ProvideHosts, OnlyWhereTheImageHasNone)
{
	test::TestFolder folder;
	std::string absent = folder.path() + "/hosts", given = folder.write("given", "1.2.3.4 a\n");

	provide_hosts(absent.c_str());
	provide_hosts(given.c_str());
	provide_hosts((folder.path() + "/none/hosts").c_str());
	EXPECT_EQ(content(absent), "127.0.0.1 localhost ktstr\n::1 localhost\n");
	EXPECT_EQ(content(given), "1.2.3.4 a\n");
}

} /* namespace */
} /* namespace ktstr */
