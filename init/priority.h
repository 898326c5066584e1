/* SPDX-License-Identifier: GPL-2.0 */
/* The priority of what must go on whatever the guest is made to do. Stateless; any process. */
#pragma once

namespace ktstr {

/**
 * The caller becomes a SCHED_FIFO task above all workers of scenarios; a BPF scheduler
 * that stalls does not stall it. Its children start as ordinary tasks.
 */
void take_init_priority();

} /* namespace ktstr */
