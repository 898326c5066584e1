/* SPDX-License-Identifier: GPL-2.0 */
/* Each built-in scheduler attaches, and the kernel schedules through its callbacks. */
#include <initializer_list>

#include "cases/load.h"
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

constexpr uint32_t kLoadMs = 500;

/* Oversubscribes the CPUs so that tasks queue, then checks that each callback ran. */
void callbacks_run(Guest &guest, std::initializer_list<const char *> callbacks)
{
	start_load(guest, 2 * guest.cpus());
	guest.sleep_ms(kLoadMs);
	check_load(guest);
	for (const char *callback : callbacks) {
		int64_t runs = guest.scheduler_counter(callback);

		guest.check({
			.name = "callback-runs",
			.status = runs < 0   ? CheckReport::no_data
				  : runs > 0 ? CheckReport::pass
					     : CheckReport::fail,
			.measured = double(runs),
			.bound = 1,
			.unit = "calls",
			.detail = callback,
		});
	}
	std::string state = guest.scx_state();
	guest.expect("stays-enabled", state == "enabled", "state: " + state);
}

void minimal_callbacks_run(Guest &guest)
{
	callbacks_run(guest, {"enqueue"});
}

void fifo_callbacks_run(Guest &guest)
{
	callbacks_run(guest, {"init", "select_cpu", "enqueue", "dispatch"});
}

void vtime_callbacks_run(Guest &guest)
{
	callbacks_run(guest, {"init", "enable", "select_cpu", "enqueue", "dispatch", "running",
			      "stopping"});
}

uint64_t scheduler_value(Guest &guest, const char *name)
{
	std::vector<uint64_t> values = guest.scheduler_values(name);

	return values.size() == 1 ? values[0] : UINT64_MAX;
}

/* Where the file does not have the option, a weak extern is 0. */
void reads_the_configuration(Guest &guest)
{
	constexpr std::string_view kOption = "\nCONFIG_HZ=";
	std::string path = "/boot/config-" + guest.read_file("/proc/sys/kernel/osrelease");
	std::string config = guest.read_text(path.c_str());
	size_t at = config.find(kOption);
	uint64_t hz = scheduler_value(guest, "config_hz");
	uint64_t absent = scheduler_value(guest, "config_absent");
	std::string wanted = "0";

	if (at != std::string::npos) {
		at += kOption.size();
		wanted = config.substr(at, config.find('\n', at) - at);
	}
	guest.expect("configuration-in-boot", !config.empty(), path);
	guest.expect("option-has-its-value", std::to_string(hz) == wanted,
		     "CONFIG_HZ is " + wanted + ", the scheduler saw " + std::to_string(hz));
	guest.expect("absent-option-is-0", absent == 0, "it saw " + std::to_string(absent));
}

/* Nothing else is in the ext class by now: the attach gate's probe is gone. */
void load_is_enqueued(Guest &guest)
{
	int64_t before = guest.scheduler_counter("enqueue");

	start_load(guest, 2 * guest.cpus());
	guest.sleep_ms(kLoadMs);
	check_load(guest);
	int64_t after = guest.scheduler_counter("enqueue");

	guest.check({
		.name = "load-is-enqueued",
		.status = before < 0 || after < 0			? CheckReport::no_data
			  : after - before >= int64_t(2 * guest.cpus()) ? CheckReport::pass
									: CheckReport::fail,
		.measured = double(after - before),
		.bound = double(2 * guest.cpus()),
		.unit = "calls",
	});
	std::string all = guest.read_file("/sys/kernel/sched_ext/switch_all");

	guest.expect("scheduler-is-partial", all == "0", "switch_all: " + all);
}

void counts_no_rejection(Guest &guest)
{
	start_load(guest, 2 * guest.cpus());
	guest.sleep_ms(kLoadMs);
	check_load(guest);
	std::string state = guest.scx_state();
	std::string rejected = guest.read_file("/sys/kernel/sched_ext/nr_rejected");

	guest.expect("stays-enabled", state == "enabled", "state: " + state);
	guest.expect("no-rejected-task", rejected == "0", "nr_rejected: " + rejected);
}

} /* namespace */

KTSTR_CASE(attach_minimal) = {
	.name = "attach.minimal",
	.description = "the smallest scheduler attaches, stays enabled under load, and its enqueue "
		       "callback runs",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_minimal",
		      .expected_ops = "ktstr_minimal"},
	.body = minimal_callbacks_run,
};

KTSTR_CASE(attach_fifo) = {
	.name = "attach.fifo",
	.description = "the global FIFO attaches, stays enabled under load, and its callbacks run",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_fifo",
		      .expected_ops = "ktstr_fifo"},
	.body = fifo_callbacks_run,
};

KTSTR_CASE(attach_vtime) = {
	.name = "attach.vtime",
	.description = "the weighted vtime scheduler attaches, stays enabled under load, and its "
		       "callbacks run",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_vtime",
		      .expected_ops = "ktstr_vtime"},
	.body = vtime_callbacks_run,
};

KTSTR_CASE(attach_kconfig) = {
	.name = "attach.kconfig",
	.description =
		"a scheduler with __kconfig externs attaches and sees their values, 0 for an "
		"option that is not there",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_kconfig",
		      .expected_ops = "ktstr_kconfig"},
	.body = reads_the_configuration,
};

KTSTR_CASE(attach_partial) = {
	.name = "attach.partial",
	.description = "under a scheduler that only takes SCHED_EXT tasks, the load is made of "
		       "such tasks and passes through its enqueue",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_minimal",
		      .arguments = {"--ops.flags=SCX_OPS_SWITCH_PARTIAL"},
		      .expected_ops = "ktstr_minimal"},
	.body = load_is_enqueued,
};

KTSTR_CASE(attach_any) = {
	.name = "attach.any",
	.description = "the scheduler under test stays attached and rejects no task while CPUs are "
		       "oversubscribed",
	.scheduler = {.kind = CaseScheduler::any, .program = "ktstr_fifo"},
	.body = counts_no_rejection,
};

KTSTR_CASE(attach_any_one_cpu) = {
	.name = "attach.any-one-cpu",
	.description =
		"the scheduler under test stays attached and rejects no task on a single busy CPU",
	.topology = {1, 1, 1, 1},
	.scheduler = {.kind = CaseScheduler::any, .program = "ktstr_vtime"},
	.body = counts_no_rejection,
};

} /* namespace ktstr */
