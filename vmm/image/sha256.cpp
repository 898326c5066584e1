/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/image/sha256.h"

#include <sha2.h>

namespace ktstr {

std::string sha256_hex(std::span<const std::byte> bytes)
{
	SHA2_CTX context;
	SHA256Init(&context);
	SHA256Update(&context, reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size());
	char text[SHA256_DIGEST_STRING_LENGTH];
	SHA256End(&context, text);
	return text;
}

} /* namespace ktstr */
