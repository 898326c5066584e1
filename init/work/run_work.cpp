/* SPDX-License-Identifier: GPL-2.0 */
#include <cerrno>

#include "init/work/cpu_work.h"

namespace ktstr
{

namespace
{

template <typename T>
[[noreturn]] void do_work(Worker &worker, const T &)
{
	errno = ENOSYS;
	worker.fail(worker.group().type());
}

} /* namespace */

void run_work(const WorkGroup &group, unsigned number)
{
	Worker worker(group, number);

	std::visit([&worker](const auto &work) { do_work(worker, work); }, group.work());
	__builtin_unreachable();
}

} /* namespace ktstr */
