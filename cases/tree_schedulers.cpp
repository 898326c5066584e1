/* SPDX-License-Identifier: GPL-2.0 */
/* The schedulers that the kernel tree brings along attach and carry a load. */
#include "cases/load.h"
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

void carries_load(Guest &guest)
{
	start_load(guest, 2 * guest.cpus());
	guest.sleep_ms(1000);
	check_load(guest);
	std::string state = guest.scx_state();

	guest.expect("stays-enabled", state == "enabled", "state: " + state);
}

} /* namespace */

KTSTR_CASE(tree_simple) = {
	.name = "tree.scx_simple",
	.description = "the global vtime scheduler: attaches and carries a load",
	.scheduler = {.kind = CaseScheduler::tree,
		      .program = "scx_simple",
		      .expected_ops = "simple"},
	.body = carries_load,
};

KTSTR_CASE(tree_qmap) = {
	.name = "tree.scx_qmap",
	.description = "the five weighted queues of scx_qmap: attaches and carries a load",
	.scheduler = {.kind = CaseScheduler::tree, .program = "scx_qmap", .expected_ops = "qmap"},
	.needs_kfuncs = {"scx_bpf_task_cid"},
	.body = carries_load,
};

KTSTR_CASE(tree_central) = {
	.name = "tree.scx_central",
	.description = "one CPU deciding for all: attaches and carries a load",
	.scheduler = {.kind = CaseScheduler::tree,
		      .program = "scx_central",
		      .expected_ops = "central"},
	.needs_kfuncs = {"scx_bpf_kick_cpu"},
	.body = carries_load,
};

KTSTR_CASE(tree_flatcg) = {
	.name = "tree.scx_flatcg",
	.description = "the flattened cgroup hierarchy: attaches and carries a load",
	.scheduler = {.kind = CaseScheduler::tree,
		      .program = "scx_flatcg",
		      .expected_ops = "flatcg"},
	.needs_options = {"CONFIG_CGROUP_SCHED", "CONFIG_EXT_GROUP_SCHED"},
	.body = carries_load,
};

KTSTR_CASE(tree_pair) = {
	.name = "tree.scx_pair",
	.description = "CPUs paired by cgroup: attaches and carries a load",
	/* Before it attaches, it makes 4096 maps, one for each cgroup there may be. */
	.scheduler = {.kind = CaseScheduler::tree,
		      .program = "scx_pair",
		      .expected_ops = "pair",
		      .attach_ms = 30000},
	.needs_options = {"CONFIG_CGROUP_SCHED", "CONFIG_EXT_GROUP_SCHED"},
	.needs_kfuncs = {"scx_bpf_kick_cpu"},
	.body = carries_load,
};

KTSTR_CASE(tree_userland) = {
	.name = "tree.scx_userland",
	.description = "scheduling decisions in user space: attaches and carries a load",
	.scheduler = {.kind = CaseScheduler::tree,
		      .program = "scx_userland",
		      .expected_ops = "userland"},
	.needs_kfuncs = {"scx_bpf_kick_cpu"},
	.body = carries_load,
};

KTSTR_CASE(tree_cpu0) = {
	.name = "tree.scx_cpu0",
	.description = "everything on the first CPU: attaches and carries a load",
	.scheduler = {.kind = CaseScheduler::tree, .program = "scx_cpu0", .expected_ops = "cpu0"},
	.body = carries_load,
};

KTSTR_CASE(tree_sdt) = {
	.name = "tree.scx_sdt",
	.description = "per-task data in a BPF arena: attaches and carries a load",
	.scheduler = {.kind = CaseScheduler::tree, .program = "scx_sdt", .expected_ops = "sdt"},
	.body = carries_load,
};

} /* namespace ktstr */
