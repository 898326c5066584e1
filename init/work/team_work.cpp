/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/team_work.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <climits>

#include "harness/scenario/rules/scenario_needs.h"
#include "init/work/futex.h"

namespace ktstr {

namespace {

Result<WorkPipe> make_work_pipe()
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) < 0)
		return errno_error("pipe between workers");
	return WorkPipe{UniqueFd(fds[0]), UniqueFd(fds[1])};
}

Result<void> check_devices(const Work &work, const WorkDevices &devices)
{
	for (const std::string &device : work_needs(work).devices) {
		if (!*devices.find(device))
			return format_error("no device for the worker", device);
	}
	return {};
}

} /* namespace */

Result<std::unique_ptr<TeamWork>> TeamWork::create(const Work &work, unsigned workers,
						   uint64_t seed, const WorkDevices &devices)
{
	KTSTR_TRY(check_devices(work, devices));
	ReportMemory reports = KTSTR_TRY(ReportMemory::create(workers));
	void *page = mmap(nullptr, sizeof(std::atomic<uint32_t>), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED)
		return errno_error("map the workers' barrier");
	std::unique_ptr<TeamWork> team(new TeamWork(work, seed, devices, std::move(reports),
						    static_cast<std::atomic<uint32_t> *>(page)));
	if (traits_of(work).pipes)
		for (unsigned i = 0; i < workers; i++)
			team->pipes_.push_back(KTSTR_TRY(make_work_pipe()));
	return team;
}

TeamWork::~TeamWork()
{
	munmap(started_, sizeof(*started_));
}

const char *TeamWork::type() const
{
	return std::visit([](const auto &one) { return type_name(&one); }, work_);
}

void TeamWork::wait_for_start() const
{
	while (started_->load(std::memory_order_acquire) == 0)
		futex_wait(started_, 0);
}

void TeamWork::release() const
{
	started_->store(1, std::memory_order_release);
	futex_wake(started_, INT_MAX);
}

} /* namespace ktstr */
