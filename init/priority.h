/* SPDX-License-Identifier: GPL-2.0 */
/* Priority for processes that must keep running whatever the guest does. Stateless; any process. */
#pragma once

namespace ktstr {

/**
 * Makes the caller a SCHED_FIFO task above all scenario workers, so a stalled BPF scheduler does
 * not stall it. Its children start as ordinary tasks.
 */
void take_init_priority();

} /* namespace ktstr */
