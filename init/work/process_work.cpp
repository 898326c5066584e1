/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/process_work.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "init/work/child_cgroups.h"

namespace ktstr {

namespace {

template <typename T>
T value_or_fail(const Worker &worker, Result<T> result)
{
	if (!result.ok()) {
		std::string text = result.error().what;

		errno = result.error().code;
		worker.fail((text + " " + result.error().detail).c_str());
	}
	return std::move(result).value();
}

ChildCgroups children_of_own_cgroup(const Worker &worker)
{
	ChildCgroups children =
		value_or_fail(worker, ChildCgroups::of_own_cgroup(worker.team().devices().cgroups));

	value_or_fail(worker, children.enable_cpu_controller());
	return children;
}

} /* namespace */

void do_work(Worker &worker, const ForkExit &)
{
	for (;;) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(0);
		if (pid < 0)
			worker.fail("fork");
		while (waitpid(pid, nullptr, 0) < 0)
			if (errno != EINTR)
				worker.fail("wait for a child");
		worker.iteration();
	}
}

void do_work(Worker &worker, const CgroupChurn &work)
{
	ChildCgroups children = children_of_own_cgroup(worker);
	uint64_t period = uint64_t(work.period_ms) * 1000000;

	for (;;) {
		uint64_t begin = work_clock_ns();

		for (unsigned i = 0; i < work.groups; i++)
			value_or_fail(worker, children.make(i));
		for (unsigned i = 0; i < work.groups; i++)
			value_or_fail(worker, children.remove(i));
		worker.iteration();
		uint64_t used = work_clock_ns() - begin;
		worker.sleep_us(uint32_t((period - std::min(used, period)) / 1000));
	}
}

void do_work(Worker &worker, const CgroupAttachStorm &work)
{
	ChildCgroups children = children_of_own_cgroup(worker);
	std::vector<UniqueFd> procs;

	for (unsigned i = 0; i < work.groups; i++) {
		value_or_fail(worker, children.make(i));
		value_or_fail(worker, children.make_threaded(i));
		procs.push_back(value_or_fail(worker, children.open_procs(i)));
	}
	for (size_t i = 0;; i++) {
		if (pwrite(procs[i % procs.size()].get(), "0", 1, 0) != 1)
			worker.fail("move to another cgroup");
		worker.iteration();
	}
}

} /* namespace ktstr */
