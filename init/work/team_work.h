/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TeamWork: what the workers of one WorkSpec share: their work, their reports, the barrier that
 * they start from, and the pipes of types that work in pairs. Created and owned by the executor;
 * workers are forked afterwards and inherit it at the same address.
 */
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/work.h"
#include "init/work/report.h"
#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/** Devices and files that work uses; empty if the machine has none. */
struct WorkDevices {
	std::map<std::string, std::string, std::less<>> found = {}; /* by GuestDevice::name */
	std::string cgroups = "/sys/fs/cgroup"; /* mount point of the cgroup2 hierarchy */

	/** "eth0", "/dev/vda"; for tests, other interfaces and files. "" if there is none. */
	const char *find(std::string_view device) const
	{
		auto entry = found.find(device);

		return entry == found.end() ? "" : entry->second.c_str();
	}
};

struct WorkPipe {
	UniqueFd reader;
	UniqueFd writer;
};

class TeamWork {
public:
	/** Errors: out of memory or descriptors; the type needs a device that is not there. */
	static Result<std::unique_ptr<TeamWork>> create(const Work &work, unsigned workers,
							uint64_t seed, const WorkDevices &devices);
	~TeamWork();

	const Work &work() const { return work_; }
	/** "Spin". */
	const char *type() const;
	unsigned size() const { return reports_.size(); }
	uint64_t seed() const { return seed_; }
	const WorkDevices &devices() const { return devices_; }
	WorkerReport &report(unsigned worker) const { return reports_[worker]; }

	/**
	 * Of PipeIo and CachePipe: one per worker, which reads from it; the partner of that worker
	 * writes to it.
	 */
	const WorkPipe &pipe(unsigned worker) const { return pipes_[worker]; }

	/** Blocks a worker until release(). */
	void wait_for_start() const;
	/** Starts all workers. */
	void release() const;

private:
	TeamWork(const Work &work, uint64_t seed, const WorkDevices &devices, ReportMemory reports,
		 std::atomic<uint32_t> *started)
		: work_(work), seed_(seed), devices_(devices), reports_(std::move(reports)),
		  started_(started)
	{}

	Work work_;
	uint64_t seed_;
	WorkDevices devices_;
	ReportMemory reports_;
	std::atomic<uint32_t> *started_; /* a futex, in shared memory */
	std::vector<WorkPipe> pipes_;
};

} /* namespace ktstr */
