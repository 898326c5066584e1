/* SPDX-License-Identifier: GPL-2.0 */
/*
 * SchedulerObject: a BPF object holding a sched_ext_ops, from opening to detaching. Owned by the
 * scheduler process and used by its one thread. Every failure is a sentence on stderr, after
 * libbpf's own messages and the verifier's log, because that is what the scheduler log shows.
 */
#pragma once

#include <bpf/libbpf.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

/** What the kernel said when it let go of the scheduler. */
struct SchedulerExit {
	uint64_t kind = 0; /* enum scx_exit_kind; 0: not known */
	std::string reason;
	std::string message;
};

class SchedulerObject {
public:
	static Result<SchedulerObject> open_file(const char *path);
	/** @bytes must outlive the object. */
	static Result<SchedulerObject> open_memory(const char *name, const void *bytes,
						   size_t size);

	/** Sets the constant @name before loading. */
	Result<void> set_constant(const char *name, uint64_t value);
	bool has_constant(const char *name) const;

	Result<void> load();
	/** A fault: its counters stay in the kernel, whatever becomes of it. */
	Result<void> leave_map();
	Result<void> attach();
	/** Asks the kernel to unregister, and waits until it has. */
	void detach();

	/** Whether the kernel has let go of it; looks at memory, cheap enough to poll. */
	bool exited() const;
	SchedulerExit exit_info() const;
	const char *ops_name() const;

private:
	struct Close {
		void operator()(bpf_object *object) const { bpf_object__close(object); }
		void operator()(bpf_link *link) const { bpf_link__destroy(link); }
	};

	explicit SchedulerObject(bpf_object *object) : object_(object) {}
	static Result<SchedulerObject> opened(bpf_object *object, const char *name);
	Result<void> find_ops();
	void pin_map(const char *name, const char *path);
	uint64_t exit_kind() const;

	std::unique_ptr<bpf_object, Close> object_;
	bpf_map *ops_ = nullptr;
	/* After the object: links go first. */
	std::vector<std::unique_ptr<bpf_link, Close>> links_;
};

} /* namespace ktstr */
