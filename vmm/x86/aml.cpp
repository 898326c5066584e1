/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/aml.h"

#include <algorithm>

#include "vmm/base/result.h"

namespace ktstr::aml {

namespace {

/* ACPI 6.5 §20.3, AML byte stream byte values. */
enum : uint8_t {
	kZeroOp = 0x00,
	kOneOp = 0x01,
	kNameOp = 0x08,
	kBytePrefix = 0x0a,
	kWordPrefix = 0x0b,
	kDwordPrefix = 0x0c,
	kStringPrefix = 0x0d,
	kQwordPrefix = 0x0e,
	kScopeOp = 0x10,
	kBufferOp = 0x11,
	kPackageOp = 0x12,
	kExtOpPrefix = 0x5b,
	kDeviceOp = 0x82,
};

/* §6.4: descriptor tags; small ones include the length. */
enum : uint8_t {
	kTagIrq2 = 0x22,
	kTagIo = 0x47,
	kTagEnd = 0x79,
	kTagMemory32Fixed = 0x86,
	kTagDwordAddress = 0x87,
	kTagWordAddress = 0x88,
};

void append(Bytes &to, const Bytes &from)
{
	to.insert(to.end(), from.begin(), from.end());
}

/** @count bytes of @value, little endian. */
void append_le(Bytes &to, uint64_t value, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		to.push_back(uint8_t(value >> (8 * i)));
}

/** PkgLength (§20.2.4) of @body, then @body. The length includes its own bytes. */
Bytes with_length(const Bytes &body)
{
	Bytes out;
	size_t size = body.size();
	if (size + 1 < 0x40) {
		out.push_back(uint8_t(size + 1));
	} else {
		unsigned extra = size + 2 < 0x1000 ? 1 : size + 3 < 0x100000 ? 2 : 3;
		size += 1 + extra;
		out.push_back(uint8_t(extra << 6 | (size & 0xf)));
		append_le(out, size >> 4, extra);
	}
	append(out, body);
	return out;
}

Bytes path_bytes(std::string_view path)
{
	KTSTR_ASSERT(path.size() == 4 || (path.size() == 5 && path[0] == '\\'));
	return Bytes(path.begin(), path.end());
}

Bytes block(std::initializer_list<uint8_t> opcode, std::string_view path, const Terms &terms)
{
	Bytes body = path_bytes(path);
	for (const Bytes &term : terms)
		append(body, term);
	Bytes out(opcode);
	append(out, with_length(body));
	return out;
}

} /* namespace */

Bytes integer(uint64_t value)
{
	if (value == 0)
		return {kZeroOp};
	if (value == 1)
		return {kOneOp};
	Bytes out;
	unsigned count = value <= 0xff ? 1 : value <= 0xffff ? 2 : value <= 0xffffffff ? 4 : 8;
	out.push_back(count == 1   ? kBytePrefix
		      : count == 2 ? kWordPrefix
		      : count == 4 ? kDwordPrefix
				   : kQwordPrefix);
	append_le(out, value, count);
	return out;
}

Bytes string(std::string_view text)
{
	Bytes out(1 + text.size() + 1);
	out[0] = kStringPrefix;
	std::copy(text.begin(), text.end(), out.begin() + 1);
	return out;
}

Bytes eisa_id(std::string_view id)
{
	KTSTR_ASSERT(id.size() == 7);
	uint32_t packed = 0;
	for (int i = 0; i < 3; i++)
		packed = packed << 5 | (uint32_t(id[i] - 'A' + 1) & 0x1f);
	for (int i = 3; i < 7; i++) {
		bool digit = id[i] <= '9';
		packed = packed << 4 | uint32_t(id[i] - (digit ? '0' : 'A' - 10));
	}
	return integer(__builtin_bswap32(packed));
}

Bytes package(const Terms &elements)
{
	Bytes body = {uint8_t(elements.size())};
	for (const Bytes &element : elements)
		append(body, element);
	Bytes out = {kPackageOp};
	append(out, with_length(body));
	return out;
}

Bytes name(std::string_view path, const Bytes &value)
{
	Bytes out = {kNameOp};
	append(out, path_bytes(path));
	append(out, value);
	return out;
}

Bytes scope(std::string_view path, const Terms &terms)
{
	return block({kScopeOp}, path, terms);
}

Bytes device(std::string_view segment, const Terms &terms)
{
	return block({kExtOpPrefix, kDeviceOp}, segment, terms);
}

Bytes resource_template(const Terms &descriptors)
{
	Bytes resources;
	for (const Bytes &descriptor : descriptors)
		append(resources, descriptor);
	/* §6.4.2.9: a zero checksum means: do not verify. */
	resources.insert(resources.end(), {kTagEnd, 0});
	Bytes body = integer(resources.size());
	append(body, resources);
	Bytes out = {kBufferOp};
	append(out, with_length(body));
	return out;
}

Bytes io_ports(uint16_t base, uint8_t count)
{
	Bytes out = {kTagIo, 1}; /* decodes 16 bits */
	append_le(out, base, 2);
	append_le(out, base, 2);
	out.insert(out.end(), {1, count});
	return out;
}

Bytes irq(unsigned number)
{
	KTSTR_ASSERT(number < 16);
	Bytes out = {kTagIrq2};
	append_le(out, 1u << number, 2);
	return out;
}

Bytes bus_numbers(uint16_t first, uint16_t last)
{
	Bytes out = {kTagWordAddress, 13, 0, 2 /* bus */, 0x0c /* min and max fixed */, 0};
	append_le(out, 0, 2);
	append_le(out, first, 2);
	append_le(out, last, 2);
	append_le(out, 0, 2);
	append_le(out, last - first + 1u, 2);
	return out;
}

Bytes memory_window(uint32_t base, uint32_t size)
{
	Bytes out = {kTagDwordAddress,
		     23,
		     0,
		     0 /* memory */,
		     0x0c /* min and max fixed */,
		     1 /* read-write, not cacheable */};
	append_le(out, 0, 4);
	append_le(out, base, 4);
	append_le(out, base + (size - 1), 4);
	append_le(out, 0, 4);
	append_le(out, size, 4);
	return out;
}

Bytes fixed_memory(uint32_t base, uint32_t size)
{
	Bytes out = {kTagMemory32Fixed, 9, 0, 1 /* read-write */};
	append_le(out, base, 4);
	append_le(out, size, 4);
	return out;
}

} /* namespace ktstr::aml */
