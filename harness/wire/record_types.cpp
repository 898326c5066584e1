/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire/record_types.h"

#include <type_traits>

namespace ktstr {

namespace {

template <typename Head>
constexpr size_t kHeadSize = std::is_empty_v<Head> ? 0 : sizeof(Head);

#define KTSTR_RECORD_INFO(name, number, sender, use, head)                                         \
	{RecordType::name, #name, Sender::sender, RecordUse::use, kHeadSize<head>},
constexpr RecordTypeInfo kRecordTypes[] = {KTSTR_RECORD_TYPES(KTSTR_RECORD_INFO)};
#undef KTSTR_RECORD_INFO

} /* namespace */

const RecordTypeInfo *find_record_type(uint16_t type)
{
	for (const RecordTypeInfo &info : kRecordTypes) {
		if (uint16_t(info.type) == type)
			return &info;
	}
	return nullptr;
}

RecordUse record_use(RecordType type)
{
	const RecordTypeInfo *info = find_record_type(uint16_t(type));

	return info ? info->use : RecordUse::fact;
}

} /* namespace ktstr */
