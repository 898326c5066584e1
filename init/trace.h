/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tracing: forwards trace_pipe, with the event enabled that carries a scheduler's exit dump
 * (sched_ext_dump). PID 1's session owns it. Without tracefs there is no trace, which is no error.
 */
#pragma once

#include <memory>

#include "init/streams.h"

namespace ktstr {

std::unique_ptr<Stream> start_tracing(Loop &loop, Records &records);

} /* namespace ktstr */
