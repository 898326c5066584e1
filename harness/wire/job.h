/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Job: what the host asks of one guest. The host writes it to /ktstr/job in the initramfs; init
 * reads it before anything else. Plain data, shared by both sides; no threads.
 *
 * Its text form is key-value text (key_value.h). Unknown keys are an error: the two sides come from
 * one build.
 */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/time_scale.h"
#include "harness/scenario/topology/topology.h"
#include "vmm/base/result.h"

namespace ktstr {

constexpr char kJobPath[] = "/ktstr/job";
/* Bytes; much more than any command line, and enough for the longest scenario, escaped. */
constexpr size_t kMaxJobText = 4u << 20;

enum class JobMode { case_, exec, shell };

enum class SchedulerKind {
	none,
	builtin,    /* from progs/, by name: "ktstr_fifo" */
	executable, /* path in the guest, with arguments */
	object,	    /* a bare .bpf.o: path in the guest */
};

struct SchedulerJob {
	SchedulerKind kind = SchedulerKind::none;
	std::string program; /* builtin name, or path in the guest */
	std::vector<std::string> arguments;
	std::string expected_ops;   /* root/ops must equal it; empty: any */
	uint32_t startup_ms = 1000; /* an earlier death is "died at start-up" */
	uint32_t attach_ms = 10000; /* attach window, from the spawn */
	bool hide_sysfs = false;    /* cover /sys/kernel first: the sysfs-absent case */
};

struct Job {
	JobMode mode = JobMode::case_;
	std::string case_name;	     /* of a case */
	std::string scenario;	     /* of a case: a ScenarioCase as JSON, instead of its body */
	std::string command;	     /* exec: for /bin/sh -c if there is a shell */
	std::string directory = "/"; /* exec, shell: working directory */
	SchedulerJob scheduler;
	Topology topology;	     /* of the machine that the guest is in */
	bool cpus_come_late = false; /* the kernel was told to bring up only the first CPU */
	uint64_t seed = 0;
	TimeScale time_scale;		  /* of every wait, hold and bound in time */
	std::vector<std::string> modules; /* paths in the guest, in load order */
};

std::string serialise_job(const Job &job);
Result<Job> parse_job(std::string_view text);

} /* namespace ktstr */
