/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/probe.h"

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <time.h>

#include "init/sys.h"

namespace ktstr {

namespace {

[[noreturn]] void probe_main()
{
	const struct sched_param normal = {};
	const struct timespec nap = {0, 5 * 1000 * 1000};

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, "ktstr-probe");
	/* A kernel without sched_ext refuses this; the gate then ends before it uses the probe. */
	sched_setscheduler(0, kSchedExt, &normal);
	for (;;)
		nanosleep(&nap, nullptr);
}

} /* namespace */

bool sched_text_is_ext(std::string_view text)
{
	size_t at = text.find("ext.enabled");

	if (at == std::string_view::npos)
		return false;
	std::string_view line = text.substr(at, text.find('\n', at) - at);
	size_t digit = line.find_last_not_of(" \t");
	return line.find(':') != std::string_view::npos && line[digit] == '1';
}

Probe::Probe(Reaper &reaper)
{
	Result<Child *> child = reaper.spawn({}, probe_main);

	if (child)
		task_ = child.value();
}

Probe::~Probe()
{
	if (task_)
		task_->kill(SIGKILL);
}

bool Probe::decision_seen(const ScxSysfs &scx) const
{
	if (task_ &&
	    sched_text_is_ext(
		    read_text("/proc/" + std::to_string(task_->pid) + "/sched").value_or("")))
		return true;
	return scx.any_event();
}

} /* namespace ktstr */
