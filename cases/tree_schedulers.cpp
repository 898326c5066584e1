/* SPDX-License-Identifier: GPL-2.0 */
/* The schedulers that the kernel tree brings along attach, carry a load, and detach. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

void carries_load(Guest &guest)
{
	guest.spin(2 * guest.cpus());
	guest.sleep_ms(1000);
	std::string state = guest.scx_state();

	guest.expect("stays-enabled", state == "enabled", "state: " + state);
}

} /* namespace */

KTSTR_CASE(tree_simple) = {
	.name = "tree.scx_simple",
	.description = "the global vtime scheduler: attaches, carries a load, detaches",
	.scheduler = {.kind = CaseScheduler::tree, .program = "scx_simple", .expected_ops = "simple"},
	.body = carries_load,
};

KTSTR_CASE(tree_qmap) = {
	.name = "tree.scx_qmap",
	.description = "the five weighted queues of scx_qmap: attaches, carries a load, detaches",
	.scheduler = {.kind = CaseScheduler::tree, .program = "scx_qmap", .expected_ops = "qmap"},
	.needs_kfuncs = {"scx_bpf_task_cid"},
	.body = carries_load,
};

KTSTR_CASE(tree_central) = {
	.name = "tree.scx_central",
	.description = "one CPU deciding for all: attaches, carries a load, detaches",
	.scheduler = {.kind = CaseScheduler::tree, .program = "scx_central", .expected_ops = "central"},
	.needs_kfuncs = {"scx_bpf_kick_cpu"},
	.body = carries_load,
};

KTSTR_CASE(tree_flatcg) = {
	.name = "tree.scx_flatcg",
	.description = "the flattened cgroup hierarchy: attaches, carries a load, detaches",
	.scheduler = {.kind = CaseScheduler::tree, .program = "scx_flatcg", .expected_ops = "flatcg"},
	.body = carries_load,
};

KTSTR_CASE(tree_pair) = {
	.name = "tree.scx_pair",
	.description = "CPUs paired by cgroup: attaches, carries a load, detaches",
	/* Before it attaches, it makes 4096 maps, one for each cgroup there may be. */
	.scheduler = {.kind = CaseScheduler::tree,
		      .program = "scx_pair",
		      .expected_ops = "pair",
		      .attach_ms = 30000},
	.needs_kfuncs = {"scx_bpf_kick_cpu"},
	.body = carries_load,
};

KTSTR_CASE(tree_userland) = {
	.name = "tree.scx_userland",
	.description = "scheduling decisions in user space: attaches, carries a load, detaches",
	.scheduler = {.kind = CaseScheduler::tree, .program = "scx_userland", .expected_ops = "userland"},
	.needs_kfuncs = {"scx_bpf_kick_cpu"},
	.body = carries_load,
};

KTSTR_CASE(tree_cpu0) = {
	.name = "tree.scx_cpu0",
	.description = "everything on the first CPU: attaches, carries a load, detaches",
	.scheduler = {.kind = CaseScheduler::tree, .program = "scx_cpu0", .expected_ops = "cpu0"},
	.body = carries_load,
};

KTSTR_CASE(tree_sdt) = {
	.name = "tree.scx_sdt",
	.description = "per-task data in a BPF arena: attaches, carries a load, detaches",
	.scheduler = {.kind = CaseScheduler::tree, .program = "scx_sdt", .expected_ops = "sdt"},
	.body = carries_load,
};

} /* namespace ktstr */
