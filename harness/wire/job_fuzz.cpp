/* SPDX-License-Identifier: GPL-2.0 */
/* A job that parses must survive being written and parsed again unchanged. */
#include "harness/wire/job.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	using namespace ktstr;
	Result<Job> job = parse_job({reinterpret_cast<const char *>(data), size});
	if (!job)
		return 0;
	std::string text = serialise_job(job.value());
	Result<Job> again = parse_job(text);
	KTSTR_ASSERT(again.ok() && serialise_job(again.value()) == text);
	return 0;
}
