/* SPDX-License-Identifier: GPL-2.0 */
/* SHA-256 over libmd. Stateless; any thread. */
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace ktstr {

/** Lower-case hex, 64 characters. */
std::string sha256_hex(std::span<const std::byte> bytes);

} /* namespace ktstr */
