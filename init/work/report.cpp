/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/report.h"

#include <sys/mman.h>

#include <utility>

namespace ktstr {

void CpuBits::store(const std::vector<unsigned> &cpus)
{
	uint64_t values[kMaxCpus / 64] = {};

	for (unsigned cpu : cpus)
		if (cpu < kMaxCpus)
			values[cpu / 64] |= uint64_t(1) << cpu % 64;
	for (unsigned i = 0; i < kMaxCpus / 64; i++)
		words[i].store(values[i], std::memory_order_relaxed);
}

std::vector<unsigned> CpuBits::cpus() const
{
	std::vector<unsigned> set;

	for (unsigned cpu = 0; cpu < kMaxCpus; cpu++)
		if (test(cpu))
			set.push_back(cpu);
	return set;
}

Result<ReportMemory> ReportMemory::create(unsigned workers)
{
	void *memory = mmap(nullptr, workers * sizeof(WorkerReport), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return errno_error("map the workers' reports", std::to_string(workers));
	return ReportMemory(static_cast<WorkerReport *>(memory), workers);
}

ReportMemory::ReportMemory(ReportMemory &&other) noexcept
	: reports_(std::exchange(other.reports_, nullptr)),
	  workers_(std::exchange(other.workers_, 0))
{}

ReportMemory &ReportMemory::operator=(ReportMemory &&other) noexcept
{
	std::swap(reports_, other.reports_);
	std::swap(workers_, other.workers_);
	return *this;
}

ReportMemory::~ReportMemory()
{
	if (reports_)
		munmap(reports_, workers_ * sizeof(WorkerReport));
}

} /* namespace ktstr */
