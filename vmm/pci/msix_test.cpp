/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/pci/msix.h"

#include <gtest/gtest.h>

#include <vector>

namespace ktstr {
namespace {

class Recorder : public MsiRouter {
public:
	Result<uint32_t> allocate() override { return next++; }
	void route(uint32_t vector, const MsiMessage &message) override
	{
		routes.push_back({vector, message});
	}
	void signal(uint32_t vector) override { signals.push_back(vector); }

	uint32_t next = 7;
	std::vector<std::pair<uint32_t, MsiMessage>> routes;
	std::vector<uint32_t> signals;
};

class MsixTest : public testing::Test {
protected:
	void SetUp() override { ASSERT_TRUE(msix.allocate().ok()); }

	template <typename T>
	void put(uint64_t offset, T value)
	{
		msix.write_table(offset, std::as_bytes(std::span(&value, 1)));
	}
	template <typename T>
	T get(uint64_t offset)
	{
		T value;
		msix.read_table(offset, std::as_writable_bytes(std::span(&value, 1)));
		return value;
	}
	uint64_t pending()
	{
		uint64_t value;
		msix.read_pending(0, std::as_writable_bytes(std::span(&value, 1)));
		return value;
	}
	void program(unsigned vector, uint32_t data)
	{
		put<uint32_t>(16 * vector, 0xfee01000);
		put<uint32_t>(16 * vector + 4, 0);
		put<uint32_t>(16 * vector + 8, data);
	}

	Recorder router;
	Msix msix{router, 2};
};

TEST_F(MsixTest, StartsMaskedAndOff)
{
	EXPECT_EQ(get<uint32_t>(12), 1u);
	msix.signal(0);
	EXPECT_TRUE(router.signals.empty());
	EXPECT_EQ(pending(), 0u);
	EXPECT_FALSE(msix.enabled());
}

TEST_F(MsixTest, RoutesOnceWhenUnmasked)
{
	msix.set_control(0x8000);
	program(1, 0x41);
	EXPECT_TRUE(router.routes.empty());
	put<uint32_t>(16 + 12, 0);
	ASSERT_EQ(router.routes.size(), 1u);
	EXPECT_EQ(router.routes[0].first, 8u);
	EXPECT_EQ(router.routes[0].second.address, 0xfee01000u);
	EXPECT_EQ(router.routes[0].second.data, 0x41u);
	put<uint32_t>(16 + 12, 1);
	put<uint32_t>(16 + 12, 0);
	EXPECT_EQ(router.routes.size(), 1u);
	msix.signal(1);
	EXPECT_EQ(router.signals, std::vector<uint32_t>{8});
}

TEST_F(MsixTest, PendingUntilUnmasked)
{
	msix.set_control(0x8000);
	program(0, 0x40);
	msix.signal(0);
	msix.signal(0);
	EXPECT_EQ(pending(), 1u);
	EXPECT_TRUE(router.signals.empty());
	put<uint32_t>(12, 0);
	EXPECT_EQ(router.signals, std::vector<uint32_t>{7});
	EXPECT_EQ(pending(), 0u);
}

TEST_F(MsixTest, FunctionMaskHoldsEveryVector)
{
	msix.set_control(0xc000);
	program(0, 0x40);
	put<uint32_t>(12, 0);
	msix.signal(0);
	EXPECT_EQ(pending(), 1u);
	msix.set_control(0x8000);
	EXPECT_EQ(router.signals.size(), 1u);
	ASSERT_EQ(router.routes.size(), 1u);
}

TEST_F(MsixTest, NewMessageIsRoutedAgain)
{
	msix.set_control(0x8000);
	program(0, 0x40);
	put<uint32_t>(12, 0);
	put<uint32_t>(12, 1);
	program(0, 0x50);
	EXPECT_EQ(router.routes.size(), 1u);
	put<uint32_t>(12, 0);
	ASSERT_EQ(router.routes.size(), 2u);
	EXPECT_EQ(router.routes[1].second.data, 0x50u);
}

TEST_F(MsixTest, OddAccesses)
{
	program(0, 0x40);
	put<uint8_t>(8, 0xff);
	put<uint16_t>(8, 0xffff);
	put<uint32_t>(6, 0xffffffff);
	put<uint64_t>(12, ~0ull);
	put<uint32_t>(32, 1);
	put<uint64_t>(1000, 1);
	EXPECT_EQ(get<uint32_t>(8), 0x40u);
	EXPECT_EQ(get<uint8_t>(3), 0xfe);
	EXPECT_EQ(get<uint64_t>(30), 0u);
	put<uint64_t>(8, 0xfffffffe00000044);
	EXPECT_EQ(get<uint64_t>(8), 0x44u); /* reserved bits of vector control stay 0 */
	msix.signal(2);
	msix.signal(0xffff);
}

} /* namespace */
} /* namespace ktstr */
