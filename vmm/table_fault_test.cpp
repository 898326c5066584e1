/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/table_fault.h"

#include <gtest/gtest.h>

#include <string>

namespace ktstr {

TEST(TableFault, NamesGoThereAndBack)
{
	for (TableFault fault : {TableFault::none, TableFault::apic_id, TableFault::slit_distance,
				 TableFault::hmat_bandwidth, TableFault::madt_cpu}) {
		auto parsed = parse_table_fault(to_string(fault));
		ASSERT_TRUE(parsed.ok());
		EXPECT_EQ(parsed.value(), fault);
	}
	std::string error = parse_table_fault("slit").error().to_string();
	EXPECT_NE(error.find("slit; known: none, apic-id, "), std::string::npos) << error;
	EXPECT_NE(error.find(", slit-distance, "), std::string::npos) << error;
	EXPECT_NE(error.find(", madt-cpu"), std::string::npos) << error;
	EXPECT_FALSE(parse_table_fault("").ok());
}

} /* namespace ktstr */
