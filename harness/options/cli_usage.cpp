/* SPDX-License-Identifier: GPL-2.0 */
/* The text of --help. */
#include <cstring>

#include "harness/options/cli.h"

namespace ktstr {

namespace {

constexpr char kOptionsText[] =
	"usage: ktstr [options] [CASE-GLOB...]\n"
	"  -l, --list              cases: name, topology, scheduler, description; boots nothing\n"
	"  -v, --verbose           with -l: also each case's scenario, as JSON\n"
	"      --scenario FILE     the only case is the scenario in FILE (JSON, in the form that\n"
	"                          -l -v shows); with -l it is shown and checked\n"
	"      --scenario-schema   print the JSON Schema of such files\n"
	"  -k, --kernel K          bzImage | vmlinux | build directory | tree | host |\n"
	"                          distro | VERSION\n"
	"  -T, --topology SPEC     the guest's CPUs and memory, see below; for -x and --shell\n"
	"                          1:1:2:1 if not given; cases about a machine of their own run "
	"on\n"
	"                          another only where named in full; cases whose scenario cannot\n"
	"                          be there are left out, and are an error where named in full\n"
	"  -s, --scheduler S       executable, script or .bpf.o; its arguments after --\n"
	"                          (a bare .bpf.o: one sched_ext_ops struct_ops map)\n"
	"  -x, --exec CMD          boot, run CMD as root in the guest, pass on its output, end "
	"with\n"
	"                          its exit code; with -s once the scheduler is attached, and\n"
	"                          an attach that fails ends with 1 and the reason\n"
	"  -i, --include PATH      host file or folder to have in the guest at the same path,\n"
	"                          with the shared libraries it needs (repeatable)\n"
	"      --shell             interactive shell in the guest\n"
	"  -j, --jobs N            VMs at a time (default: what CPUs and memory allow)\n"
	"      --host auto|kvm|tcg where the VMs run; auto: kvm if it really works, else tcg, "
	"else\n"
	"                          all skip with the reason\n"
	"      --pin               vCPUs and memory each in a place of their own: host CPUs whose\n"
	"                          caches and siblings are as in the guest, reserved by LLC,\n"
	"                          huge pages, NUMA nodes; says what there are no means for\n"
	"      --memory MIB        of each guest whose topology does not say it with memory=; "
	"cases\n"
	"                          with a machine that needs more get what it needs\n"
	"      --timeout S         for each case, or for -x and --shell (default there: none)\n"
	"      --repeat N          run each case N times, with a seed of its own each\n"
	"      --retry N           run a failed case again; passing then is flaky, and not ok\n"
	"      --seed S            of the first round\n"
	"      --keep-going        after a failure run the rest (the default)\n"
	"      --fail-fast         after a failure begin no other case\n"
	"      --slow              run the slow cases too; one that is named in full runs without\n"
	"      --format tap|ktap|json\n"
	"      --junit FILE        write a JUnit document as well\n"
	"      --out DIR           artifacts (default: a new folder in $TMPDIR)\n"
	"      --allow FILE        regexes of kernel messages that are no crash\n"
	"      --check-config [K]  the kernel-config verdict alone\n"
	"      --doctor            what this machine can run, what is missing, and the command\n"
	"                          that mends each\n"
	"      --bisect            exit codes for git bisect run\n"
	"      --no-install        never install or download (run_ktstr.sh)\n"
	"  -h, --help              this text\n";

constexpr char kTopologyText[] =
	"\n"
	"SPEC: NUMA:LLCS:CORES:THREADS[,OPTION...]; LLCs of the whole machine, cores of each LLC,\n"
	"threads of each core. Lists are for uneven ones: 2:3+1:4+4+2+2:2 has nodes with 3 LLCs "
	"and 1,\n"
	"with 4, 4, 2 and 2 cores; 2+1:... has a third node with memory alone. Options:\n"
	"  offline=N               the last N CPUs are there, but not brought up at boot\n"
	"  smt=off                 booted with nosmt\n"
	"  memory=MIB+MIB+...      of each node\n"
	"  distance=10+21/21+10    between nodes, row by row\n"
	"  latency=NS+.../...      to each node, a row for each node with CPUs; together with\n"
	"  bandwidth=MBPS+.../...  the same way\n"
	"  cpu=intel|amd           whose CPUID leaves describe it (default: the host's)\n"
	"  fault=NAME              an entry of the tables is wrong, and cases fail\n"
	"In place of the four numbers, a preset's name:\n";

constexpr char kExitText[] =
	"\n"
	"exit: 0 all passed, 1 something failed, 4 nothing ran (all skipped), 64 usage\n"
	"with --bisect: 0 all passed, 1 the kernel failed, 125 it cannot be told\n";

std::string presets_text()
{
	constexpr size_t kWidth = 92;
	std::string text, line = " ";

	for (const TopologyPreset &preset : topology_presets()) {
		if (line.size() + strlen(preset.name) >= kWidth) {
			text += line + "\n";
			line = " ";
		}
		line += std::string(" ") + preset.name;
	}
	return text + line + "\n";
}

} /* namespace */

std::string usage_text()
{
	return std::string(kOptionsText) + kTopologyText + presets_text() + kExitText;
}

} /* namespace ktstr */
