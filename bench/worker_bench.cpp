/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a worker's bookkeeping costs: an iteration, a wake latency sample, a turn of the loop that
 * burns CPU, each compared with the clock_gettime(2) that a measured program needs anyway. Prints
 * nanoseconds, as medians of rounds in which the parts take turns, and ratios. There is no pass or
 * fail. Runs on any Linux, on the host or in a guest:
 *
 *   worker_bench [ROUNDS]
 */
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "init/work/worker.h"

namespace ktstr {
namespace {

constexpr unsigned kRounds = 21;
constexpr unsigned kCalls = 20000; /* of each part in a round */

struct Part {
	const char *name;
	std::function<void()> call;
	std::vector<double> ns = {};

	double median()
	{
		std::sort(ns.begin(), ns.end());
		return ns[ns.size() / 2];
	}
};

double ns_per_call(const std::function<void()> &call)
{
	uint64_t begin = work_clock_ns();

	for (unsigned i = 0; i < kCalls; i++)
		call();
	return double(work_clock_ns() - begin) / kCalls;
}

void measure(unsigned rounds)
{
	Result<std::unique_ptr<TeamWork>> team = TeamWork::create(Spin{}, 1, 1, {});
	if (!team.ok()) {
		fprintf(stderr, "worker_bench: %s\n", team.error().to_string().c_str());
		exit(EXIT_FAILURE);
	}
	Worker worker(*team.value(), 0);
	uint64_t now = work_clock_ns();
	std::vector<Part> parts = {
		{"empty call",
		 [] {
			 __asm__ volatile("" ::: "memory");
		 }},
		{"clock_gettime", [&now] { now = work_clock_ns(); }},
		{"iteration", [&worker] { worker.iteration(); }},
		{"wake sample", [&worker, &now] { worker.woke(now); }},
		{"burn turn", [&worker] { worker.burn_ns(1); }},
	};

	for (unsigned round = 0; round < rounds; round++)
		for (Part &part : parts)
			part.ns.push_back(ns_per_call(part.call));
	double peer = parts[1].median();
	printf("%-14s %10s %18s\n", "", "ns", "to clock_gettime");
	for (Part &part : parts)
		printf("%-14s %10.1f %18.2f\n", part.name, part.median(), part.median() / peer);
}

} /* namespace */
} /* namespace ktstr */

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : int(ktstr::kRounds);

	if (argc > 2 || rounds < 1 || rounds > 10000) {
		fprintf(stderr, "usage: worker_bench [ROUNDS]\n");
		return 64;
	}
	ktstr::measure(unsigned(rounds));
}
