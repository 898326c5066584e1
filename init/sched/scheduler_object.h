/* SPDX-License-Identifier: GPL-2.0 */
/*
 * SchedulerObject: a BPF object with a sched_ext_ops, from open to detach. The scheduler process
 * owns it and uses it on its only thread. Every failure is a line on stderr, after the messages of
 * libbpf and the verifier's log: the scheduler log shows them in this order.
 */
#pragma once

#include <bpf/libbpf.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

/** What the kernel reported when it disabled the scheduler. */
struct ScxExit {
	uint64_t kind = 0; /* enum scx_exit_kind; 0: unknown */
	std::string reason;
	std::string message;
};

class SchedulerObject {
public:
	/**
	 * @ops: name of the struct_ops map to attach; empty: the only one that is not optional
	 * (SEC("?.struct_ops")). Errors: none, or several, by name.
	 */
	static Result<SchedulerObject> open_file(const char *path, std::string_view ops);
	/** @bytes must outlive the object. */
	static Result<SchedulerObject> open_memory(const char *name, const void *bytes,
						   size_t size);

	/** Sets constant @name. Call before loading. */
	Result<void> set_constant(const char *name, uint64_t value);
	bool has_constant(const char *name) const;
	/** Sets field @name of the ops: a number as for scx_value(), or text. Before loading. */
	Result<void> set_ops_field(const char *name, const char *value);

	Result<void> load();
	/**
	 * Injects a fault: the counters map stays in the kernel whatever happens to the scheduler.
	 */
	Result<void> leave_map();
	Result<void> attach();
	/** Asks the kernel to unregister the scheduler and waits for it. */
	void detach();

	/**
	 * Whether the kernel has disabled the scheduler. Only reads memory, so polling is cheap.
	 */
	bool exited() const;
	ScxExit exit_info() const;
	const char *ops_name() const;

private:
	struct Close {
		void operator()(bpf_object *object) const { bpf_object__close(object); }
		void operator()(bpf_link *link) const { bpf_link__destroy(link); }
	};

	explicit SchedulerObject(bpf_object *object) : object_(object) {}
	static Result<SchedulerObject> opened(bpf_object *object, const char *name,
					      std::string_view ops);
	Result<void> find_ops(std::string_view wanted);
	void pin_map(const char *name, const char *path);
	uint64_t exit_kind() const;

	std::unique_ptr<bpf_object, Close> object_;
	bpf_map *ops_ = nullptr;
	/* Declared after the object, so that links are destroyed first. */
	std::vector<std::unique_ptr<bpf_link, Close>> links_;
};

} /* namespace ktstr */
