/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Job: what the host asks of one guest. Written by the host as the file /ktstr/job in the
 * initramfs, read by init before anything else. Plain data, shared by both sides; no threads.
 *
 * Its text form is key-value text (key_value.h). Unknown keys are an error: the two sides come from
 * one build.
 */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/topology/topology.h"
#include "vmm/base/result.h"

namespace ktstr {

constexpr char kJobPath[] = "/ktstr/job";
/* Bytes; far beyond any command line, and room for the longest scenario, escaped. */
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
	uint32_t startup_ms = 1000; /* a death within it is "died at start-up" */
	uint32_t attach_ms = 10000; /* attach window, from the spawn */
	bool hide_sysfs = false;    /* cover /sys/kernel first: the sysfs-absent case */
};

struct Job {
	JobMode mode = JobMode::case_;
	std::string case_name;	     /* of a case */
	std::string scenario;	     /* of a case: a ScenarioCase as JSON, in place of its body */
	std::string command;	     /* exec: for /bin/sh -c where there is one */
	std::string directory = "/"; /* exec, shell: working directory */
	SchedulerJob scheduler;
	Topology topology;	     /* of the machine that the guest is in */
	bool cpus_come_late = false; /* the kernel was told to bring up the first alone */
	uint64_t seed = 0;
	uint32_t time_scale_percent = 100; /* stretches every guest-side window */
	std::vector<std::string> modules;  /* paths in the guest, in load order */
};

std::string serialise_job(const Job &job);
Result<Job> parse_job(std::string_view text);

} /* namespace ktstr */
