/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/custom_work.h"

#include <cerrno>

#include "harness/scenario/custom_work.h"

namespace ktstr {

namespace {

class Adapter final : public CustomWorker {
public:
	explicit Adapter(Worker &worker) : worker_(worker) {}

	void iteration() override { worker_.iteration(); }
	void burn_us(uint32_t us) override { worker_.burn_us(us); }
	void sleep_us(uint32_t us) override { worker_.sleep_us(us); }
	uint64_t now_ns() override { return work_clock_ns(); }
	void woke(uint64_t due_ns) override { worker_.woke(due_ns); }
	uint64_t random(uint64_t bound) override { return worker_.random(bound); }
	unsigned number() override { return worker_.number(); }
	unsigned workers() override { return worker_.team().size(); }
	[[noreturn]] void fail(const char *what) override { worker_.fail(what); }

private:
	Worker &worker_;
};

} /* namespace */

void do_work(Worker &worker, const Custom &work)
{
	CustomWork run = find_custom_work(work.name);
	Adapter adapter(worker);

	if (!run) {
		errno = ENOENT;
		worker.fail(work.name.c_str());
	}
	run(adapter);
	errno = 0;
	worker.fail((work.name + " returned, which custom work must not").c_str());
}

} /* namespace ktstr */
