/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tracing: forwards trace_pipe, with the one event on that carries a scheduler's exit dump
 * (sched_ext_dump). Owned by PID 1's session; absent tracefs means no trace, not an error.
 */
#pragma once

#include <memory>

#include "init/streams.h"

namespace ktstr {

std::unique_ptr<Stream> start_tracing(Loop &loop, Records &records);

} /* namespace ktstr */
