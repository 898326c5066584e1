/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Leftovers: BPF programs, maps and links that a detached scheduler leaves in the kernel. PID 1's
 * session calls these, on its thread. Stateless.
 *
 * They see all BPF objects that have an ID (bpf_prog_get_next_id() and the like in
 * kernel/bpf/syscall.c), whoever holds them. They do not see types (BTF), nor whether each task
 * returned to its own class: /proc/PID/sched shows class ext only while a scheduler is enabled
 * (task_on_scx()), so that needs a look from outside the guest.
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
	std::string name = {}; /* a link has no name: number of its type */
};

/** All BPF objects in the kernel now. */
Result<std::vector<BpfObject>> list_bpf_objects();

/** The situation after a detach. */
struct AfterDetach {
	std::vector<BpfObject> objects;
	std::string state; /* /sys/kernel/sched_ext/state */
};

/** Objects in @after that are not in @before; IDs are not reused soon (idr_alloc_cyclic()). */
std::vector<BpfObject> new_objects(const std::vector<BpfObject> &before,
				   const std::vector<BpfObject> &after);

/** The check "nothing-left-after-detach". */
CheckReport judge_leftovers(const std::vector<BpfObject> &before, const AfterDetach &after);

} /* namespace ktstr */
