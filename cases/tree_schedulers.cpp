/* SPDX-License-Identifier: GPL-2.0 */
/* The schedulers in the kernel tree attach and stay enabled under load. */
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
	.description = "scx_simple (global vtime) attaches and stays enabled under load",
	.scheduler = {.kind = CaseScheduler::tree,
		      .program = "scx_simple",
		      .expected_ops = "simple"},
	.body = carries_load,
};

KTSTR_CASE(tree_qmap) = {
	.name = "tree.scx_qmap",
	.description = "scx_qmap (five weighted queues) attaches and stays enabled under load",
	.scheduler = {.kind = CaseScheduler::tree, .program = "scx_qmap", .expected_ops = "qmap"},
	.needs_kfuncs = {"scx_bpf_task_cid"},
	.body = carries_load,
};

KTSTR_CASE(tree_central) = {
	.name = "tree.scx_central",
	.description =
		"scx_central (one CPU decides for all) attaches and stays enabled under load",
	.scheduler = {.kind = CaseScheduler::tree,
		      .program = "scx_central",
		      .expected_ops = "central"},
	.needs_kfuncs = {"scx_bpf_kick_cpu"},
	.body = carries_load,
};

KTSTR_CASE(tree_flatcg) = {
	.name = "tree.scx_flatcg",
	.description =
		"scx_flatcg (flattened cgroup hierarchy) attaches and stays enabled under load",
	.scheduler = {.kind = CaseScheduler::tree,
		      .program = "scx_flatcg",
		      .expected_ops = "flatcg"},
	.needs_options = {"CONFIG_CGROUP_SCHED", "CONFIG_EXT_GROUP_SCHED"},
	.body = carries_load,
};

KTSTR_CASE(tree_pair) = {
	.name = "tree.scx_pair",
	.description = "scx_pair (CPUs paired by cgroup) attaches and stays enabled under load",
	/* Before it attaches, it creates 4096 maps, one for each possible cgroup. */
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
	.description =
		"scx_userland (decisions in user space) attaches and stays enabled under load",
	.scheduler = {.kind = CaseScheduler::tree,
		      .program = "scx_userland",
		      .expected_ops = "userland"},
	.needs_kfuncs = {"scx_bpf_kick_cpu"},
	.body = carries_load,
};

KTSTR_CASE(tree_cpu0) = {
	.name = "tree.scx_cpu0",
	.description = "scx_cpu0 (everything on CPU 0) attaches and stays enabled under load",
	.scheduler = {.kind = CaseScheduler::tree, .program = "scx_cpu0", .expected_ops = "cpu0"},
	.body = carries_load,
};

KTSTR_CASE(tree_sdt) = {
	.name = "tree.scx_sdt",
	.description =
		"scx_sdt (per-task data in a BPF arena) attaches and stays enabled under load",
	.scheduler = {.kind = CaseScheduler::tree, .program = "scx_sdt", .expected_ops = "sdt"},
	.body = carries_load,
};

} /* namespace ktstr */
