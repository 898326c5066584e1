/* SPDX-License-Identifier: GPL-2.0 */
#include "init/body/guest_body.h"

#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "init/body/link.h"
#include "init/child.h"
#include "init/proc_stats.h"
#include "init/sched/builtin.h"
#include "init/sched/scx_sysfs.h"
#include "init/sys.h"

namespace ktstr {

namespace {

/* CPU time in ticks, which comes from the scheduler's sum_exec_runtime. */
uint64_t cpu_ticks(pid_t pid)
{
	std::string path = "/proc/" + std::to_string(pid) + "/stat";
	std::optional<TaskStat> stat = parse_task_stat(read_line(path));

	return stat ? stat->user_ticks + stat->kernel_ticks : 0;
}

} /* namespace */

WireCheck wire_check(const CheckReport &report)
{
	WireCheck wire = {};

	switch (report.status) {
	case CheckReport::pass:
		wire.status = uint32_t(CheckStatus::pass);
		break;
	case CheckReport::fail:
		wire.status = uint32_t(CheckStatus::fail);
		break;
	case CheckReport::no_data:
		wire.status = uint32_t(CheckStatus::no_data);
		break;
	}
	wire.measured = report.measured;
	wire.bound = report.bound;
	memcpy(wire.unit, report.unit, std::min(strlen(report.unit), sizeof(wire.unit) - 1));
	return wire;
}

void GuestBody::send(RecordType type, std::string_view payload)
{
	/* PID 1 treats a body that cannot report as failed. */
	if (!link_send(link_, type, payload))
		_exit(EXIT_FAILURE);
}

void GuestBody::check(const CheckReport &report)
{
	WireCheck wire = wire_check(report);
	std::string payload(reinterpret_cast<const char *>(&wire), sizeof(wire));
	payload += report.name;
	payload += '\0';
	payload += report.detail;
	send(RecordType::check, payload);
}

void GuestBody::expect(const char *name, bool holds, std::string detail)
{
	check({.name = name,
	       .status = holds ? CheckReport::pass : CheckReport::fail,
	       .measured = double(holds),
	       .bound = 1,
	       .unit = "",
	       .detail = std::move(detail)});
}

void GuestBody::skip(const char *what)
{
	send(RecordType::skip, what);
	fflush(nullptr);
	_exit(EXIT_SUCCESS);
}

void GuestBody::stimulus(const std::string &text)
{
	send(RecordType::stimulus, text);
}

void GuestBody::sleep_ms(uint32_t ms)
{
	uint64_t ns = job_.time_scale.ns_of_ms(ms);
	struct timespec left = {time_t(ns / 1000000000), long(ns % 1000000000)};

	while (nanosleep(&left, &left) < 0 && errno == EINTR)
		;
}

unsigned GuestBody::spin(unsigned count)
{
	unsigned started = 0;

	for (; started < count; started++) {
		pid_t pid = fork();

		if (pid < 0)
			break;
		if (pid > 0) {
			spinners_.push_back(pid);
			continue;
		}
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			__asm__ volatile("" ::: "memory");
	}
	return started;
}

uint64_t GuestBody::spun_ms()
{
	uint64_t ticks = 0;

	for (pid_t pid : spinners_)
		ticks += cpu_ticks(pid);
	return ticks * 1000 / uint64_t(sysconf(_SC_CLK_TCK));
}

bool GuestBody::wait_for_file(const char *path, std::string_view value, uint32_t ms)
{
	constexpr useconds_t kRetryUs = 5000;
	uint64_t deadline = boot_time_ns() + job_.time_scale.ns_of_ms(ms);

	for (;;) {
		if (read_file(path) == value)
			return true;
		if (boot_time_ns() >= deadline)
			return false;
		usleep(kRetryUs);
	}
}

std::string GuestBody::read_file(const char *path)
{
	return read_line(path);
}

std::string GuestBody::read_text(const char *path)
{
	constexpr size_t kMaxText = 16u << 20;

	return ktstr::read_text(path, kMaxText).value_or("");
}

bool GuestBody::write_file(const char *path, std::string_view value)
{
	return write_text(path, value);
}

std::string GuestBody::scx_state()
{
	return ScxSysfs().state();
}

int64_t GuestBody::scx_event(std::string_view name)
{
	return ScxSysfs().event(name);
}

int64_t GuestBody::scheduler_counter(std::string_view name)
{
	return read_scheduler_counter(name);
}

std::vector<uint64_t> GuestBody::scheduler_values(std::string_view name)
{
	return read_scheduler_values(name);
}

int GuestBody::run(const char *const argv[], uint32_t timeout_ms)
{
	std::vector<std::string> words;

	for (const char *const *word = argv; *word; word++)
		words.emplace_back(*word);
	fflush(nullptr);
	pid_t pid = fork();
	if (pid < 0)
		return -1;
	if (pid == 0) {
		setpgid(0, 0);
		exec_or_exit(words);
	}
	UniqueFd pidfd(int(syscall(SYS_pidfd_open, pid, 0)));
	uint64_t deadline = boot_time_ns() + job_.time_scale.ns_of_ms(timeout_ms);
	struct pollfd polled = {pidfd.get(), POLLIN, 0};
	for (uint64_t now = boot_time_ns(); now < deadline; now = boot_time_ns())
		if (poll(&polled, 1, int((deadline - now) / kNsPerMs) + 1) > 0)
			break;
	if (!(polled.revents & POLLIN))
		kill(-pid, SIGKILL);
	int status;
	if (waitpid(pid, &status, 0) < 0)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

unsigned GuestBody::cpus()
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) < 0 ? 1 : unsigned(CPU_COUNT(&set));
}

} /* namespace ktstr */
