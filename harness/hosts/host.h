/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Host: where sessions (one VM each) run: this machine, or a software-emulated Linux with KVM. A
 * Host runs one command at a time. The coordinator has one Host per job slot. One thread uses it,
 * except for cancel(), which any thread may call.
 */
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

struct Command {
	std::vector<std::string> argv;	    /* argv[0]: a path that is valid on the host */
	std::chrono::milliseconds deadline; /* kills the command; generous, a backstop */
	bool interactive = false;	    /* forward standard input and terminal size */
};

/** Receives output while the command runs, on the thread in Host::run(). */
class CommandOutput {
public:
	virtual ~CommandOutput() = default;
	virtual void out(std::span<const std::byte> bytes) = 0;
	virtual void err(std::span<const std::byte> bytes) = 0;
};

struct CommandResult {
	enum Kind {
		exited,	   /* code */
		signalled, /* code: signal */
		overdue,   /* deadline passed, command was killed */
		cancelled, /* cancel() */
		host_lost, /* the host itself died or froze; says nothing about the command */
		not_started,
	};
	Kind kind = not_started;
	int code = 0;
	std::string detail;
};

class Host {
public:
	virtual ~Host() = default;
	virtual const char *kind() const = 0; /* "kvm", "tcg" */
	/**
	 * Does up front what the first run() would otherwise do. cancel() interrupts it. Same
	 * thread as run().
	 */
	virtual Result<void> start() { return {}; }
	virtual CommandResult run(const Command &command, CommandOutput &output) = 0;
	/** Kills the running command and makes further runs return cancelled. Any thread. */
	virtual void cancel() = 0;
};

/** Makes hosts of one kind; any thread. */
using HostFactory = std::function<Result<std::unique_ptr<Host>>()>;

/**
 * A directory that sessions need; an emulated host mounts it at the same path. A read-only one is
 * cached inside: files that a session has seen must not change while the host lives.
 */
struct SharedFolder {
	std::string path;
	bool writable = false;
};

/** Runs sessions as child processes. */
std::unique_ptr<Host> make_local_host();

struct EmulatedHostConfig {
	std::string qemu_dir;	 /* unpacked QEMU: usr/bin, usr/lib, usr/share */
	std::string kernel;	 /* distro vmlinuz */
	std::string modules_dir; /* lib/modules/VERSION of that kernel, with kvm-amd and 9p */
	std::string agent;	 /* static ktstr binary; becomes /init */
	uint64_t memory_mib = 4096;
	std::vector<SharedFolder> folders;
	std::string log_dir; /* for the output of QEMU and of the outer kernel */
};

/**
 * One emulated host: one emulated CPU, TCG with thread=single. Not booted yet: start() or the first
 * run() boots it and waits for its agent. If it dies or its heartbeat stops, run() returns
 * host_lost, and the next run() boots a fresh one.
 */
Result<std::unique_ptr<Host>> make_emulated_host(const EmulatedHostConfig &config);

/** Number of emulated hosts that this process has lost. */
unsigned emulated_hosts_lost();

/** PID 1 of an emulated host; never returns. main() calls it if getpid() is 1. */
[[noreturn]] void emulated_host_agent();

} /* namespace ktstr */
