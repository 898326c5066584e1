/* SPDX-License-Identifier: GPL-2.0 */
#include "bench/measure.h"

#include <poll.h>
#include <unistd.h>

#include <cinttypes>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <sstream>

#include "harness/base/child_process.h"

namespace ktstr {

namespace {

double now_ms()
{
	timespec t = {};
	clock_gettime(CLOCK_MONOTONIC, &t);
	return double(t.tv_sec) * 1e3 + double(t.tv_nsec) / 1e6;
}

std::string read_smaps(pid_t pid)
{
	std::ifstream file("/proc/" + std::to_string(pid) + "/smaps");
	return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/** The number after "bench @word ", once its line is complete; -1 before. */
double guest_figure(const std::string &console, const std::string &word)
{
	size_t at = console.find("bench " + word + " ");
	if (at == std::string::npos || console.find('\n', at) == std::string::npos)
		return -1;
	return double(strtoull(console.c_str() + at + word.size() + 7, nullptr, 10));
}

} /* namespace */

uint64_t pss_without(const std::string &smaps, const std::string &ram)
{
	std::istringstream lines(smaps);
	std::string line;
	bool counted = true;
	uint64_t total = 0, kib;

	while (std::getline(lines, line)) {
		uint64_t from, to;
		if (sscanf(line.c_str(), "%" SCNx64 "-%" SCNx64 " ", &from, &to) == 2)
			counted = line.find(ram) == std::string::npos;
		else if (counted && sscanf(line.c_str(), "Pss: %" SCNu64 " kB", &kib) == 1)
			total += kib;
	}
	return total;
}

std::string to_line(const BootTimes &t)
{
	char line[160];
	int n = snprintf(line, sizeof(line), "%f %f %f %f %f %f\n", t.start, t.kernel, t.to_init,
			 t.teardown, t.memory_over, t.cpus);
	return {line, size_t(n)};
}

Result<BootTimes> parse_boot_times(const std::string &line)
{
	BootTimes t = {};
	int end = -1;

	if (sscanf(line.c_str(), "%lf %lf %lf %lf %lf %lf %n", &t.start, &t.kernel, &t.to_init,
		   &t.teardown, &t.memory_over, &t.cpus, &end) != 6 ||
	    size_t(end) != line.size())
		return format_error("not the figures of a boot", line);
	return t;
}

Result<BootTimes> measure_boot(const std::vector<std::string> &argv, unsigned timeout_s)
{
	Pipe output = KTSTR_TRY(make_pipe());
	SpawnOptions options;
	options.argv = argv;
	options.stdout_fd = output.write.get();
	options.stderr_fd = STDERR_FILENO;

	const double began = now_ms();
	ChildProcess child = KTSTR_TRY(ChildProcess::spawn(options));
	output.write.reset();

	BootTimes times = {};
	std::string console;
	double left = 0;
	for (;;) {
		pollfd ready = {output.read.get(), POLLIN, 0};
		double remaining = began + timeout_s * 1e3 - now_ms();
		if (remaining <= 0 || poll(&ready, 1, int(remaining)) <= 0)
			return format_error("boot timed out", argv[0] + ": " + console);

		char buffer[4096];
		ssize_t n = read(output.read.get(), buffer, sizeof(buffer));
		if (n <= 0)
			break;
		console.append(buffer, size_t(n));
		const double clock = guest_figure(console, "init");
		if (clock >= 0 && times.to_init == 0) {
			times.to_init = now_ms() - began;
			times.kernel = clock / 1e6;
			times.memory_over = double(pss_without(read_smaps(child.pid()), "/memfd:"));
		}
		if (left == 0 && guest_figure(console, "leaving") >= 0)
			left = now_ms();
	}
	ChildProcess::Status status = child.reap();
	if (times.to_init == 0 || left == 0)
		return format_error("boot did not reach its end",
				    argv[0] + " ended with " + std::to_string(status.code) + ": " +
					    console);
	times.teardown = now_ms() - left;
	times.cpus = guest_figure(console, "cpus");
	times.start = times.to_init - times.kernel;
	return times;
}

} /* namespace ktstr */
