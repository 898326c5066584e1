/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/acpi_bytes.h"

#include <cstring>

namespace ktstr::acpi {

Header make_header(const char *signature, uint8_t revision)
{
	Header header = {};

	memcpy(header.signature, signature, sizeof(header.signature));
	header.revision = revision;
	memcpy(header.oem_id, "KTSTR ", sizeof(header.oem_id));
	memcpy(header.oem_table_id, "KTSTRVMM", sizeof(header.oem_table_id));
	header.oem_revision = 1;
	memcpy(header.creator_id, "KTST", sizeof(header.creator_id));
	header.creator_revision = 1;
	return header;
}

uint8_t checksum(const uint8_t *bytes, size_t size)
{
	uint8_t sum = 0;

	for (size_t i = 0; i < size; i++)
		sum = uint8_t(sum + bytes[i]);
	return uint8_t(-sum);
}

Bytes seal(Bytes table)
{
	uint32_t length = uint32_t(table.size());

	memcpy(&table[offsetof(Header, length)], &length, sizeof(length));
	table[offsetof(Header, checksum)] = checksum(table.data(), table.size());
	return table;
}

} /* namespace ktstr::acpi */
