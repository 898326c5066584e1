/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Measurements: what the guest saw of a scenario's workers, cgroups and scheduler, window by
 * window: the only input of judge_checks(). A window is a stretch of the scenario in which nothing
 * was done to it: a step's hold, from its last op to its end; or one round of a hold that loops.
 * Plain data; a value. An optional without a value could not be measured, or not for this kind of
 * worker.
 */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ktstr {

/** One worker in one window. */
struct WorkerMeasurement {
	std::string cgroup;  /* as in the scenario; "": the runner's */
	uint32_t team = 0;   /* workers of one team came from one WorkSpec, and are equal */
	uint32_t number = 0; /* in its team */
	std::string type;    /* of its work: "Spin" */
	int32_t pid = 0;
	bool held_back = false; /* frozen in this window: it need not run, and must not */
	uint64_t iterations = 0;
	uint64_t cpu_ns = 0;			   /* of all its threads */
	std::optional<uint64_t> run_delay_ns = {}; /* on a runqueue, /proc/PID/task/TID/schedstat */
	std::optional<uint64_t> gap_ns = {}; /* longest time that it did not run and wanted to */
	std::optional<uint64_t> migrations = {}; /* it found itself on another CPU so often */
	std::vector<unsigned> cpus_used = {};
	uint64_t longest_wake_ns = 0;
	uint64_t cpu_samples = 0; /* it looked so often at where it was, */
	uint64_t outside = 0;	  /* and was so often on a CPU that its cgroup does not allow */
	uint64_t wakes = 0;	  /* wake-ups whose latency it measured, */
	std::vector<uint32_t> wake_ns = {}; /* and a uniform sample of them; saturates at 2^32-1 */
	std::optional<uint64_t> pages = {}; /* of its memory, resident, */
	std::optional<uint64_t> local_pages = {}; /* and of these on the node of its CPU */
};

/** One cgroup of the scenario in one window; from cpu.stat and cpu.pressure. */
struct CgroupMeasurement {
	std::string name;
	std::optional<double> pressure_percent = {}; /* "some", of the window's length */
	std::optional<uint64_t> periods = {};	     /* of cpu.max */
	std::optional<uint64_t> throttled = {};	     /* of these */
};

/** One look at where the runnable workers are. */
struct RunnableSample {
	uint32_t cpus = 0;     /* that at least one of the workers may use */
	uint32_t runnable = 0; /* workers that run or wait for a CPU */
	uint32_t most = 0;     /* of them on one CPU */
};

struct EventCount {
	std::string name; /* "SCX_EV_SELECT_CPU_FALLBACK" */
	uint64_t count = 0;
};

struct Window {
	std::string where; /* "step 2 (swap)", "step 3 (churn), round 4" */
	uint64_t length_ns = 0;
	std::vector<WorkerMeasurement> workers = {};
	std::vector<CgroupMeasurement> cgroups = {};
	std::vector<RunnableSample> runnable = {};
	std::optional<std::vector<EventCount>> events =
		{}; /* more of them; nothing: no scheduler */
};

/** A program of the scenario that has ended, or was killed. */
struct ProgramRun {
	uint32_t payload = 0; /* Payload::number */
	std::string where = {};
	std::string cgroup = {};
	std::optional<int32_t> exit_code = {}; /* 128+n after signal n; nothing: it was killed */
	std::string output = {}; /* what it wrote to standard output, where that has metrics */
};

/** The guest's own check: all ops of the scenario were done. */
constexpr char kScenarioCheck[] = "scenario";

struct Measurements {
	std::vector<Window> windows = {};
	std::vector<ProgramRun> programs = {};
	bool no_workers =
		false; /* the scenario starts none: nothing is asked of them; the host knows */
	std::optional<bool> still_attached = {}; /* nothing: no scheduler was wanted */
	std::optional<std::vector<std::string>> left_cgroups =
		{}; /* after teardown; nothing: not looked */
};

} /* namespace ktstr */
