/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Port numbers of the virtio-console. Plain data; any thread.
 */
#pragma once

#include <cstdint>

namespace ktstr {

enum class ConsolePort : uint32_t { interactive = 0, records = 1 };

} /* namespace ktstr */
