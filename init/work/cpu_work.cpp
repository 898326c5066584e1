/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/cpu_work.h"

#include <sched.h>
#include <sys/mman.h>
#include <unistd.h>

#include "init/sys.h"
#include "init/work/compute.h"
#include "init/work/cpus.h"

namespace ktstr {

namespace {

[[noreturn]] void multiply_for_ever(Worker &worker, uint64_t rounds)
{
	uint64_t value = 1;

	for (;;) {
		value = multiply_chain(value, rounds);
		worker.iteration();
	}
}

std::vector<std::vector<unsigned>> own_smt_cores()
{
	std::vector<unsigned> cpus = allowed_cpus(0);
	std::vector<std::string> lists;

	for (unsigned cpu : cpus)
		lists.push_back(read_line("/sys/devices/system/cpu/cpu" + std::to_string(cpu) +
					  "/topology/thread_siblings_list"));
	return smt_cores(cpus, lists);
}

/* Repeats @step for @us. */
template <typename Step>
void repeat_for(uint32_t us, Step &&step)
{
	uint64_t end = work_clock_ns() + uint64_t(us) * 1000;

	do
		step();
	while (work_clock_ns() < end);
}

[[noreturn]] void burn_and_sleep(Worker &worker, uint64_t busy_ns, uint64_t sleep_ns)
{
	for (;;) {
		worker.burn_ns(busy_ns);
		worker.sleep_until(work_clock_ns() + sleep_ns);
		worker.iteration();
	}
}

/* A file in memory: writes go through the kernel and leave nothing behind. */
UniqueFd make_scratch_file(const Worker &worker)
{
	UniqueFd fd(memfd_create("ktstr-work", MFD_CLOEXEC));

	if (!fd.valid())
		worker.fail("make a file in memory");
	return fd;
}

void write_block(const Worker &worker, int fd)
{
	static const char block[4096] = {};

	if (pwrite(fd, block, sizeof(block), 0) != ssize_t(sizeof(block)))
		worker.fail("write to a file in memory");
}

void do_phase(Worker &worker, const Sequence::Phase &phase, int scratch)
{
	using Kind = Sequence::Phase::Kind;

	switch (phase.kind) {
	case Kind::spin:
		return worker.burn_us(phase.us);
	case Kind::sleep:
		return worker.sleep_until(work_clock_ns() + uint64_t(phase.us) * 1000);
	case Kind::yield:
		return repeat_for(phase.us, [] { sched_yield(); });
	case Kind::write:
		return repeat_for(phase.us, [&] { write_block(worker, scratch); });
	}
}

} /* namespace */

void do_work(Worker &worker, const Spin &work)
{
	for (;;) {
		worker.burn_us(work.chunk_us);
		worker.iteration();
	}
}

void do_work(Worker &worker, const Yield &)
{
	for (;;) {
		sched_yield();
		worker.iteration();
	}
}

void do_work(Worker &worker, const Mixed &work)
{
	for (;;) {
		worker.burn_us(work.burst_us);
		sched_yield();
		worker.iteration();
	}
}

void do_work(Worker &worker, const AluHot &work)
{
	multiply_for_ever(worker, work.rounds);
}

void do_work(Worker &worker, const SmtSiblingSpin &work)
{
	std::vector<std::vector<unsigned>> cores = own_smt_cores();
	/* Each worker takes the next core; without SMT nothing is bound. */
	auto spin = [&](Worker &own) {
		if (!cores.empty()) {
			unsigned cpu = cores[own.number() % cores.size()][own.thread()];

			/* EINVAL: the cgroup has just lost that CPU. */
			if (!bind_to_cpus(0, {cpu}) && errno != EINVAL)
				own.fail("bind a thread to an SMT sibling");
		}
		multiply_for_ever(own, work.rounds);
	};

	run_threads(worker, {spin, spin});
}

void do_work(Worker &worker, const IpcVariance &work)
{
	/* About 10 us each, so that reading the clock does not count. */
	constexpr uint64_t kAdditions = 4096, kLoads = 1024;
	PointerChase chase(size_t(work.chase_kib) * 1024,
			   [&worker](uint64_t bound) { return worker.random(bound); });

	for (;;) {
		repeat_for(work.high_us, [] { add_independent(1, kAdditions); });
		repeat_for(work.low_us, [&chase] { chase.follow(kLoads); });
		worker.iteration();
	}
}

void do_work(Worker &worker, const Bursty &work)
{
	burn_and_sleep(worker, work.busy_ms * uint64_t(1000000), work.sleep_ms * uint64_t(1000000));
}

void do_work(Worker &worker, const IdleChurn &work)
{
	burn_and_sleep(worker, work.busy_us * uint64_t(1000), work.sleep_us * uint64_t(1000));
}

void do_work(Worker &worker, const Sequence &work)
{
	UniqueFd scratch = make_scratch_file(worker);

	for (;;) {
		for (const Sequence::Phase &phase : work.phases)
			do_phase(worker, phase, scratch.get());
		worker.iteration();
	}
}

} /* namespace ktstr */
