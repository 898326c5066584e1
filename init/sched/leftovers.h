/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Leftovers: what a scheduler that was sent away leaves in the kernel: BPF programs, maps and
 * links. Called by PID 1's session, on its thread; no state, bar what is returned.
 *
 * Seen are all BPF objects that have an id (bpf_prog_get_next_id() and its like in
 * kernel/bpf/syscall.c), whoever holds them. Not seen are types (BTF), and whether each task went
 * back to its own class: /proc/PID/sched tells of class ext only while a scheduler is on
 * (task_on_scx()), so that is for who looks from outside the guest.
 */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/guest.h"
#include "vmm/base/result.h"

namespace ktstr {

struct BpfObject {
	enum class Kind { program, map, link };

	Kind kind = Kind::program;
	uint32_t id = 0;
	std::string name = {}; /* of a link, which has none: its type's number */
};

/** All that are in the kernel now. */
Result<std::vector<BpfObject>> list_bpf_objects();

/** What is the case after a detach. */
struct AfterDetach {
	std::vector<BpfObject> objects;
	std::string state; /* /sys/kernel/sched_ext/state */
};

/** Of @after what was not there @before; ids are not given out again soon (idr_alloc_cyclic()). */
std::vector<BpfObject> new_objects(const std::vector<BpfObject> &before,
				   const std::vector<BpfObject> &after);

/** The check "nothing-left-after-detach". */
CheckReport judge_leftovers(const std::vector<BpfObject> &before, const AfterDetach &after);

} /* namespace ktstr */
