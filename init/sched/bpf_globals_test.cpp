/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KTSTR_NO_BPF
#include "init/sched/bpf_globals.h"

#include <gtest/gtest.h>

#include <cstring>

#include "init/sched/builtins/skeleton.h"
#include "init/sched/scheduler_object.h"

#include "ktstr_faulty.bpf.skel.h"

namespace ktstr {
namespace {

/* Opening an object only parses it; nothing reaches the kernel before loading. */
class BpfGlobalsTest : public testing::Test {
protected:
	BpfGlobalsTest()
	{
		size_t size = 0;
		const void *bytes = ktstr_faulty__elf_bytes(&size);

		object_ = bpf_object__open_mem(bytes, size, nullptr);
	}
	~BpfGlobalsTest() override { bpf_object__close(object_); }

	bpf_object *object_ = nullptr;
};

TEST_F(BpfGlobalsTest, FindsVariablesByName)
{
	BpfGlobal knob = find_global(object_, "error_after_ms");
	ASSERT_TRUE(knob);
	EXPECT_EQ(knob.size, 8u);
	EXPECT_TRUE(knob.read_only);

	BpfGlobal state = find_global(object_, "attached_at");
	ASSERT_TRUE(state);
	EXPECT_FALSE(state.read_only);
	EXPECT_FALSE(find_global(object_, "error_after"));
	EXPECT_FALSE(find_global(object_, ""));
	EXPECT_FALSE(find_global(object_, ".rodata"));
}

TEST_F(BpfGlobalsTest, SetsWhatFits)
{
	BpfGlobal wide = find_global(object_, "error_after_ms");
	BpfGlobal narrow = find_global(object_, "loader_pid");

	ASSERT_EQ(narrow.size, 4u);
	EXPECT_TRUE(set_global(wide, UINT64_MAX));
	EXPECT_EQ(*static_cast<uint64_t *>(wide.address), UINT64_MAX);
	EXPECT_TRUE(set_global(narrow, 1234));
	EXPECT_EQ(*static_cast<int32_t *>(narrow.address), 1234);
	EXPECT_FALSE(set_global(narrow, 1ull << 32));
	EXPECT_EQ(*static_cast<int32_t *>(narrow.address), 1234);
	narrow.size = 3;
	EXPECT_FALSE(set_global(narrow, 1));
}

TEST_F(BpfGlobalsTest, FindsStructsAndTheirFields)
{
	BpfGlobal info = find_global_of_type(object_, "user_exit_info");
	ASSERT_TRUE(info);
	EXPECT_EQ(global_field(object_, info, "kind", 4), info.address);
	EXPECT_NE(global_field(object_, info, "reason", 128), nullptr);
	EXPECT_NE(global_field(object_, info, "msg", 1024), nullptr);
	EXPECT_EQ(global_field(object_, info, "nothing", 1), nullptr);
	/* More bytes than the struct has left. */
	EXPECT_EQ(global_field(object_, info, "msg", 1u << 20), nullptr);
	EXPECT_EQ(global_field(object_, info, "kind", UINT32_MAX), nullptr);

	EXPECT_FALSE(find_global_of_type(object_, "task_struct"));
	EXPECT_EQ(global_field(object_, find_global(object_, "loader_pid"), "kind", 1), nullptr);
	EXPECT_EQ(global_field(object_, BpfGlobal{}, "kind", 1), nullptr);
}

TEST_F(BpfGlobalsTest, ReadsArraysOfASection)
{
	const btf *types = bpf_object__btf(object_);
	int section = btf__find_by_name_kind(types, ".bss", BTF_KIND_DATASEC);
	ASSERT_GT(section, 0);
	std::vector<char> bytes(btf__type_by_id(types, section)->size, 0);

	/* The scheduler's only variable there; it has 64 bits. */
	uint64_t state = 77;
	ASSERT_GE(bytes.size(), sizeof(state));
	memcpy(bytes.data(), &state, sizeof(state));
	EXPECT_EQ(section_values(types, section, bytes, "attached_at"), std::vector<uint64_t>{77});
	EXPECT_TRUE(section_values(types, section, bytes, "attached").empty());
	EXPECT_TRUE(
		section_values(types, section, std::span(bytes).first(4), "attached_at").empty());
	EXPECT_TRUE(section_values(types, 0, bytes, "attached_at").empty());
	EXPECT_TRUE(section_values(types, UINT32_MAX, bytes, "attached_at").empty());
}

TEST(SchedulerObjectTest, KnobsAreItsConstants)
{
	size_t size = 0;
	const void *bytes = ktstr_faulty__elf_bytes(&size);
	Result<SchedulerObject> object = SchedulerObject::open_memory("faulty", bytes, size);

	ASSERT_TRUE(object.ok());
	EXPECT_TRUE(object.value().has_constant("stall_after_ms"));
	EXPECT_FALSE(object.value().has_constant("attached_at"));
	EXPECT_TRUE(object.value().set_constant("stall_after_ms", 5).ok());
	EXPECT_FALSE(object.value().set_constant("attached_at", 5).ok());
	EXPECT_FALSE(object.value().set_constant("no_such_knob", 5).ok());
	EXPECT_FALSE(object.value().set_constant("loader_pid", UINT64_MAX).ok());
	EXPECT_FALSE(object.value().exited());
}

TEST(SchedulerObjectTest, FieldsOfTheOpsCanBeSet)
{
	size_t size = 0;
	const void *bytes = ktstr_faulty__elf_bytes(&size);
	Result<SchedulerObject> object = SchedulerObject::open_memory("faulty", bytes, size);

	ASSERT_TRUE(object.ok());
	EXPECT_TRUE(object.value().set_ops_field("flags", "0x18").ok());
	EXPECT_TRUE(object.value().set_ops_field("timeout_ms", "5000").ok());
	EXPECT_TRUE(object.value().set_ops_field("name", "other").ok());
	EXPECT_FALSE(object.value().set_ops_field("name", std::string(200, 'x').c_str()).ok());
	EXPECT_FALSE(object.value().set_ops_field("timeout_ms", "4294967296").ok());
	EXPECT_FALSE(object.value().set_ops_field("timeout_ms", "5s").ok());
	EXPECT_FALSE(object.value().set_ops_field("timeout_ms", "").ok());
	EXPECT_FALSE(object.value().set_ops_field("enqueue", "1").ok());
	EXPECT_FALSE(object.value().set_ops_field("nothing", "1").ok());
	EXPECT_FALSE(object.value().set_ops_field("", "1").ok());
}

TEST(ScxValue, NumbersJoinedByBars)
{
	EXPECT_EQ(scx_value("17").value(), 17u);
	EXPECT_EQ(scx_value("0x10|1").value(), 17u);
	for (const char *bad :
	     {"", "|", "1|", "-1", "1x", "SCX_NO_SUCH_THING", "99999999999999999999"})
		EXPECT_FALSE(scx_value(bad).ok()) << bad;
}

TEST(SchedulerObjectTest, HostileObjectsAreErrors)
{
	size_t size = 0;
	const char *bytes = static_cast<const char *>(ktstr_faulty__elf_bytes(&size));

	EXPECT_FALSE(SchedulerObject::open_file("/nonexistent", "").ok());
	EXPECT_FALSE(SchedulerObject::open_memory("text", "no object", 9).ok());
	for (size_t part : {size / 8, size / 2, size - 1})
		EXPECT_FALSE(SchedulerObject::open_memory("cut", bytes, part).ok()) << part;
}

} /* namespace */
} /* namespace ktstr */
#endif
