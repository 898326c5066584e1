/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/kvm/probe.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "vmm/kvm/ioctl.h"
#include "vmm/kvm/probe_guest.h"

namespace ktstr {

namespace {

constexpr int kApiVersion = 12; /* Documentation/virt/kvm/api.rst, KVM_GET_API_VERSION */
constexpr int kLimitMs = 5000;	/* a loaded, emulated host has taken 1.3 s */

/* The child's report; one write, well below PIPE_BUF. */
struct Answer {
	int code; /* errno; 0: nothing failed if there is no text */
	char text[200];
};

/** Reads /etc/group directly: getgrgid() would load NSS modules into a static program. */
std::string group_of(const char *path)
{
	std::string name = "kvm";
	struct stat status;
	FILE *groups = stat(path, &status) ? nullptr : fopen("/etc/group", "re");
	if (!groups)
		return name;
	while (const struct group *group = fgetgrent(groups))
		if (group->gr_gid == status.st_gid)
			name = group->gr_name;
	fclose(groups);
	return name;
}

std::string advice_for(KvmStatus status, const char *path)
{
	switch (status) {
	case KvmStatus::usable:
		return "";
	case KvmStatus::absent:
		return "sudo modprobe kvm_intel || sudo modprobe kvm_amd";
	case KvmStatus::denied:
		return "sudo usermod -aG " + group_of(path) + " \"$USER\" && exec su - \"$USER\"";
	case KvmStatus::busy:
		return "fuser -v " + std::string(path) + " /dev/vboxdrv /dev/vmmon";
	case KvmStatus::refused:
		return "docker run --device=" + std::string(path) +
		       " --security-opt seccomp=unconfined ...";
	case KvmStatus::unusable:
		return "run_ktstr.sh --host=tcg";
	}
	return "";
}

const char *sentence_for(KvmStatus status)
{
	switch (status) {
	case KvmStatus::usable:
		return "works";
	case KvmStatus::absent:
		return "KVM is absent: the module is not loaded, or virtualisation is disabled in "
		       "the firmware or not exposed to this machine";
	case KvmStatus::denied:
		return "this user may not open it";
	case KvmStatus::busy:
		return "another hypervisor is using the hardware";
	case KvmStatus::refused:
		return "container rules, seccomp or a security module deny access";
	case KvmStatus::unusable:
		return "it cannot run unmodified kernels";
	}
	return "";
}

/** @code: errno of the first step that failed; 0: every ioctl worked, the guest failed. */
KvmStatus classify(int code)
{
	switch (code) {
	case ENOENT:
	case ENOTDIR:
	case ENODEV:
	case ENXIO:
		return KvmStatus::absent;
	case EACCES:
		/* Node permissions do not stop root, so something else does. */
		return geteuid() == 0 ? KvmStatus::refused : KvmStatus::denied;
	case EBUSY:
		return KvmStatus::busy;
	case EPERM:
	case ENOSYS:
		return KvmStatus::refused;
	default:
		return KvmStatus::unusable;
	}
}

KvmProbe describe(KvmStatus status, const char *path, const std::string &cause)
{
	std::string detail = std::string(path) + ": " + sentence_for(status);
	if (!cause.empty())
		detail += " (" + cause + ")";
	return {status, detail, advice_for(status, path)};
}

KvmProbe from_error(const Error &error, const char *path)
{
	return describe(classify(error.code), path, error.to_string());
}

[[noreturn]] void run_child(const UniqueFd &kvm, const UniqueFd &out)
{
	Answer answer = {};
	Result<void> ran = run_probe_guest(kvm);
	if (!ran) {
		answer.code = ran.error().code;
		snprintf(answer.text, sizeof(answer.text), "%s", ran.error().to_string().c_str());
	}
	_exit(write(out.get(), &answer, sizeof(answer)) == sizeof(answer) ? 0 : 1);
}

KvmProbe judge_child(pid_t child, const UniqueFd &in, const char *path)
{
	Answer answer;
	struct pollfd wait = {in.get(), POLLIN, 0};
	int ready;
	do
		ready = poll(&wait, 1, kLimitMs);
	while (ready < 0 && errno == EINTR);
	bool answered = ready > 0 && read(in.get(), &answer, sizeof(answer)) == sizeof(answer);
	int status = 0;
	if (!answered && ready <= 0)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (!answered && ready <= 0)
		return describe(KvmStatus::unusable, path, "a few instructions take over 5 s");
	if (!answered)
		return describe(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS
					? KvmStatus::refused
					: KvmStatus::unusable,
				path, "the probe was killed");
	answer.text[sizeof(answer.text) - 1] = '\0';
	if (!answer.text[0])
		return describe(KvmStatus::usable, path, "");
	return describe(answer.code ? classify(answer.code) : KvmStatus::unusable, path,
			answer.text);
}

} /* namespace */

const char *to_string(KvmStatus status)
{
	switch (status) {
	case KvmStatus::usable:
		return "kvm-usable";
	case KvmStatus::absent:
		return "kvm-absent";
	case KvmStatus::denied:
		return "kvm-denied";
	case KvmStatus::busy:
		return "kvm-busy";
	case KvmStatus::refused:
		return "kvm-refused";
	case KvmStatus::unusable:
		return "kvm-unusable";
	}
	return "kvm-unusable";
}

KvmProbe probe_kvm(const char *path)
{
	UniqueFd kvm(open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK));
	if (!kvm.valid())
		return from_error(errno_error("open"), path);
	Result<int> version = KTSTR_KVM(kvm, KVM_GET_API_VERSION);
	if (!version)
		return from_error(version.error(), path);
	if (version.value() != kApiVersion)
		return describe(KvmStatus::unusable, path,
				"API version " + std::to_string(version.value()));
	int ends[2];
	if (pipe2(ends, O_CLOEXEC))
		return describe(KvmStatus::unusable, path, errno_error("pipe").to_string());
	UniqueFd in(ends[0]), out(ends[1]);
	pid_t child = fork();
	if (child < 0)
		return describe(KvmStatus::unusable, path, errno_error("fork").to_string());
	if (child == 0)
		run_child(kvm, out);
	out.reset();
	return judge_child(child, in, path);
}

} /* namespace ktstr */
