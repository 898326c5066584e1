/* SPDX-License-Identifier: GPL-2.0 */
/* The text of --help. */
#include <algorithm>
#include <cstring>
#include <string_view>

#include "harness/base/text.h"
#include "harness/options/option_table.h"

namespace ktstr {

namespace {

constexpr char kTopologyText[] =
	"\n"
	"SPEC: NUMA:LLCS:CORES:THREADS[,OPTION...]: NUMA nodes, LLCs of the whole machine, cores "
	"per\n"
	"LLC, threads per core. Lists describe uneven machines: 2:3+1:4+4+2+2:2 has nodes of 3 "
	"LLCs\n"
	"and 1, with 4, 4, 2 and 2 cores; 2+1:... adds a third, memory-only node. Options:\n"
	"  offline=N               leave the last N CPUs offline at boot\n"
	"  smt=off                 boot with nosmt\n"
	"  memory=MIB+MIB+...      memory of each node\n"
	"  distance=10+21/21+10    distances between nodes, row by row\n"
	"  latency=NS+.../...      HMAT latency to each node, a row for each node with CPUs; "
	"needs\n"
	"  bandwidth=MBPS+.../...  in the same form\n"
	"  cpu=intel|amd           vendor whose CPUID leaves describe it (default: the host's)\n"
	"  fault=NAME              put a wrong entry into the tables, which makes cases fail\n"
	"A preset's name can replace the four numbers:\n";

constexpr char kExitText[] =
	"\n"
	"exit: 0 all passed; 1 a case failed, or the run could not start (no such kernel,\n"
	"no such scheduler); 4 all cases skipped; 64 bad options or scenario file, or no such "
	"case\n"
	"with -x: the command's exit code\n"
	"with --bisect: 0 all passed, 1 the kernel failed, 125 cannot tell\n";

/* "  -k, --kernel K" with the help text beside it. */
std::string row_text(const OptionRow &row)
{
	constexpr size_t kColumn = 26;
	std::string line =
		row.letter ? std::string("  -") + row.letter + ", --" : std::string("      --");
	std::string text;

	line += row.name;
	if (row.value)
		line += std::string(" ") + row.value;
	for (std::string_view help : split(row.help, '\n')) {
		if (!help.empty())
			line.resize(std::max(line.size() + 1, kColumn), ' ');
		text += line + std::string(help) + "\n";
		line.clear();
	}
	return text;
}

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
	std::string text = "usage: ktstr [options] [CASE-GLOB...]\n";

	for (const OptionRow &row : option_rows())
		text += row.help ? row_text(row) : "";
	return text + kTopologyText + presets_text() + kExitText;
}

} /* namespace ktstr */
