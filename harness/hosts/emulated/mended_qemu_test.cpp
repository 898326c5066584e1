/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulated/mended_qemu.h"

#include <gtest/gtest.h>

#include <vector>

#include "harness/base/files.h"
#include "harness/base/test_folder.h"

namespace ktstr {
namespace {

using Code = std::vector<uint8_t>;

/* As compiled by gcc 12; the base is rbx, CPUX86State. */
const Code kErrorCode = {0x44, 0x89, 0xab, 0xe0, 0x33, 0x00, 0x00};
const Code kVector = {0x89, 0xb3, 0x10, 0xd7, 0xff, 0xff};
const Code kIsInt = {0xc7, 0x83, 0xe4, 0x33, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};
const Code kNextEip = {0x48, 0xc7, 0x83, 0xe8, 0x33, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff};
const Code kDeliver = {0xba, 0x01, 0x00, 0x00, 0x00, 0x48, 0x89,
		       0xdf, 0xe8, 0x77, 0xa6, 0x06, 0x00};
const Code kLoopExit = {0x48, 0x89, 0xef, 0xe8, 0xf1, 0x90, 0xd0, 0xff};
const Code kPadding(100, 0x90);

Code joined(std::initializer_list<Code> parts)
{
	Code code;

	for (const Code &part : parts)
		code.insert(code.end(), part.begin(), part.end());
	return code;
}

std::optional<InstructionPlace> find(const Code &code)
{
	return find_vector_store(std::as_bytes(std::span(code)));
}

const Code kRun = joined({kPadding, kErrorCode, kVector, kIsInt, kNextEip, kDeliver, kPadding});

TEST(MendedQemu, FindsTheStoreOfTheVector)
{
	std::optional<InstructionPlace> place = find(kRun);

	ASSERT_TRUE(place);
	EXPECT_EQ(place->offset, kPadding.size() + kErrorCode.size());
	EXPECT_EQ(place->size, kVector.size());
}

TEST(MendedQemu, FindsItInAnotherOrderAndThroughAnotherRegister)
{
	const Code high = {0x41, 0x89, 0xac, 0x24, 0xd0, 0x02, 0x00, 0x00}; /* needs a SIB byte */
	const Code vector = {0x41, 0x89, 0xad, 0xd0, 0x02, 0x00, 0x00};
	std::optional<InstructionPlace> place =
		find(joined({kPadding, kIsInt, kNextEip, kErrorCode, vector, kDeliver, kPadding}));

	ASSERT_TRUE(place);
	EXPECT_EQ(place->offset,
		  kPadding.size() + kIsInt.size() + kNextEip.size() + kErrorCode.size());
	EXPECT_EQ(place->size, vector.size());
	EXPECT_FALSE(find(joined({kPadding, kErrorCode, high, kIsInt, kNextEip, kDeliver})));
}

TEST(MendedQemu, LeavesTheInjectionOfAnException)
{
	const Code exception =
		joined({kPadding, kErrorCode, kVector, kIsInt, kNextEip, kLoopExit, kPadding});

	EXPECT_FALSE(find(exception));
	ASSERT_TRUE(find(joined({exception, kRun})));
	EXPECT_GT(find(joined({exception, kRun}))->offset, exception.size());
}

TEST(MendedQemu, RefusesWhatIsNotUnique)
{
	EXPECT_FALSE(find(joined({kRun, kRun})));
	EXPECT_FALSE(find(joined(
		{kPadding, kErrorCode, kVector, kVector, kIsInt, kNextEip, kDeliver, kPadding})));
	EXPECT_FALSE(find(joined({kPadding, kVector, kIsInt, kNextEip, kDeliver, kPadding})));
}

TEST(MendedQemu, TruncatedOrEmptyIsNotFound)
{
	EXPECT_FALSE(find({}));
	for (size_t size = 0; size + kPadding.size() + 4 < kRun.size(); size++)
		EXPECT_FALSE(find(Code(kRun.begin(), kRun.begin() + long(size)))) << size;
}

TEST(MendedQemu, CopiesTheProgramWithANoOp)
{
	test::TestFolder folder;
	std::string bytes(kRun.begin(), kRun.end());
	Result<UniqueFd> file = mended_qemu(folder.write("qemu", bytes));

	ASSERT_TRUE(file.ok()) << file.error().to_string();
	Result<std::string> copy = read_file("/proc/self/fd/" + std::to_string(file.value().get()));
	bytes.replace(kPadding.size() + kErrorCode.size(), kVector.size(),
		      std::string("\x66\x0f\x1f\x44\x00\x00", kVector.size()));
	EXPECT_EQ(copy.value(), bytes);
}

TEST(MendedQemu, NamesTheProgramThatItCannotMend)
{
	test::TestFolder folder;
	std::string path = folder.write("qemu", "#!/bin/sh\n");

	EXPECT_NE(mended_qemu(path).error().to_string().find(path), std::string::npos);
	EXPECT_EQ(mended_qemu("/nonexistent").error().code, ENOENT);
}

} /* namespace */
} /* namespace ktstr */
