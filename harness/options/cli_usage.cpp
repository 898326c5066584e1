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

/* "  -k, --kernel K", and what it means beside it. */
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
