/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/plan/scheduler_choice.h"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstring>

#include "harness/base/files.h"
#include "harness/image/command_programs.h"

namespace ktstr {

namespace {

bool is_bpf_object(const std::string &path)
{
	Elf64_Ehdr header;
	UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));

	return fd.valid() && pread(fd.get(), &header, sizeof(header), 0) == sizeof(header) &&
	       memcmp(header.e_ident, ELFMAG, SELFMAG) == 0 && header.e_type == ET_REL &&
	       header.e_machine == EM_BPF;
}

SchedulerChoice from_other(const OtherScheduler &other)
{
	SchedulerChoice choice;

	choice.program = other.path;
	choice.job.kind = other.object ? SchedulerKind::object : SchedulerKind::executable;
	choice.job.program = other.path;
	choice.job.arguments = other.arguments;
	if (other.attach_ms)
		choice.job.attach_ms = other.attach_ms;
	return choice;
}

} /* namespace */

Result<OtherScheduler> look_at_scheduler(const std::string &path,
					 const std::vector<std::string> &arguments)
{
	OtherScheduler other = {absolute_path(path), is_bpf_object(path), is_script(path),
				arguments};

	if (!file_exists(path))
		return Error{ENOENT, "scheduler", path};
	if (!other.object && access(path.c_str(), X_OK) < 0)
		return Error{0, "scheduler is neither executable nor a BPF object", path};
	return other;
}

SchedulerChoice choose_scheduler(const Case *test, const OtherScheduler &other,
				 const Settings &settings)
{
	SchedulerChoice choice;

	if (!test)
		return other.path.empty() ? choice : from_other(other);
	const CaseScheduler &wanted = test->scheduler;

	switch (wanted.kind) {
	case CaseScheduler::none:
		return choice;
	case CaseScheduler::any:
		if (!other.path.empty()) {
			choice = from_other(other);
			if (!other.attach_ms)
				choice.job.attach_ms = wanted.attach_ms;
			choice.job.hide_sysfs = wanted.hide_sysfs;
			return choice;
		}
		[[fallthrough]];
	case CaseScheduler::builtin:
		choice.job.kind = SchedulerKind::builtin;
		choice.job.program = wanted.program;
		break;
	case CaseScheduler::tree:
		choice.program = real_path(settings.tree_schedulers + "/" + wanted.program);
		choice.job.kind = SchedulerKind::executable;
		choice.job.program = choice.program;
		break;
	}
	choice.job.arguments.assign(wanted.arguments.begin(), wanted.arguments.end());
	choice.job.expected_ops = wanted.expected_ops;
	choice.job.attach_ms = wanted.attach_ms;
	choice.job.hide_sysfs = wanted.hide_sysfs;
	return choice;
}

} /* namespace ktstr */
