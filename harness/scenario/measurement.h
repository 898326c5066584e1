/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Measurements: what the guest saw of a scenario's workers, cgroups and scheduler in each window;
 * the only input of judge_checks(). A window is a stretch of the scenario without ops: a step's
 * hold, from its last op to its end, or one round of a looping hold. Plain data; a value. An empty
 * optional could not be measured, or not for this kind of worker.
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
	uint32_t team = 0;   /* a team's workers come from one WorkSpec and are equal */
	uint32_t number = 0; /* in its team */
	std::string type;    /* of its work: "Spin" */
	int32_t pid = 0;
	bool held_back = false; /* frozen in this window, so it must not run */
	uint64_t iterations = 0;
	uint64_t cpu_ns = 0;			   /* of all its threads */
	std::optional<uint64_t> run_delay_ns = {}; /* on a runqueue, /proc/PID/task/TID/schedstat */
	std::optional<uint64_t> gap_ns = {}; /* longest time that it was runnable but did not run */
	std::optional<uint64_t> migrations = {}; /* how often it found itself on another CPU */
	std::vector<unsigned> cpus_used = {};
	uint64_t longest_wake_ns = 0;
	uint64_t cpu_samples = 0; /* how often it looked at its CPU */
	uint64_t outside = 0;	  /* looks that found a CPU that its cgroup does not allow */
	uint64_t wakes = 0;	  /* wake-ups whose latency it measured */
	std::vector<uint32_t> wake_ns = {}; /* a uniform sample of these; saturates at 2^32-1 */
	std::optional<uint64_t> pages = {}; /* resident pages of its memory */
	std::optional<uint64_t> local_pages = {}; /* those on the node of its CPU */
};

/** One cgroup of the scenario in one window; from cpu.stat and cpu.pressure. */
struct CgroupMeasurement {
	std::string name;
	std::optional<double> pressure_percent = {}; /* "some", as a share of the window */
	std::optional<uint64_t> periods = {};	     /* of cpu.max */
	std::optional<uint64_t> throttled = {};	     /* throttled periods */
};

/** One look at where the runnable workers are. */
struct RunnableSample {
	uint32_t cpus = 0;     /* CPUs that at least one worker may use */
	uint32_t runnable = 0; /* workers that run or wait for a CPU */
	uint32_t most = 0;     /* the most of these on one CPU */
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
		{}; /* events in this window; nothing: no scheduler */
};

/** A program of the scenario that has ended or was killed. */
struct ProgramRun {
	uint32_t payload = 0; /* Payload::number */
	std::string where = {};
	std::string cgroup = {};
	std::optional<int32_t> exit_code = {}; /* 128+n after signal n; nothing: it was killed */
	std::string output = {};	       /* its standard output, if that has metrics */
};

/** The guest's own check: all ops of the scenario succeeded. */
constexpr char kScenarioCheck[] = "scenario";

struct Measurements {
	std::vector<Window> windows = {};
	std::vector<ProgramRun> programs = {};
	bool no_workers =
		false; /* set by the host: the scenario starts none, so skip checks of workers */
	std::optional<bool> still_attached = {}; /* nothing: no scheduler was wanted */
	std::optional<std::vector<std::string>> left_cgroups =
		{}; /* after teardown; nothing: not checked */
};

} /* namespace ktstr */
