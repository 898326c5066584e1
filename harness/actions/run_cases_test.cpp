/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/actions/run_cases.h"

#include <gtest/gtest.h>

#include "harness/base/files.h"
#include "harness/base/test_folder.h"
#include "harness/options/exit_codes.h"
#include "harness/report/test_outcome.h"

namespace ktstr {
namespace {

std::shared_ptr<const OutputFile> open_junit(const std::string &path)
{
	return std::make_shared<OutputFile>(OutputFile::open(path).value());
}

TEST(WriteJunit, AFileThatCannotBeWrittenIsNoPass)
{
	RunContext context;

	for (int code : {kExitPass, kExitFail, kExitSkip})
		EXPECT_EQ(write_junit(context, {}, code), code);
	context.junit = open_junit("/dev/full");
	for (int code : {kExitPass, kExitFail, kExitSkip})
		EXPECT_EQ(write_junit(context, {}, code), kExitFail);
	context.options.bisect = true;
	EXPECT_EQ(write_junit(context, {}, kExitPass), kExitCannotTell);
	EXPECT_EQ(write_junit(context, {}, kExitFail), kExitFail);
}

TEST(WriteJunit, TheDocumentIsInTheFile)
{
	test::TestFolder folder;
	std::string path = folder.path() + "/junit.xml";
	RunContext context;

	context.junit = open_junit(path);
	EXPECT_EQ(write_junit(context, {test::make_outcome(VerdictKind::pass, "")}, kExitPass),
		  kExitPass);
	EXPECT_NE(read_file(path).value().find("<testsuite name=\"ktstr\" tests=\"1\""),
		  std::string::npos);
}

} /* namespace */
} /* namespace ktstr */
