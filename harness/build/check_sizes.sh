#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# check_sizes.sh: names files of more than 400 lines, and functions of more than 60, and then ends
# with 1. It reads functions by the format that format.sh checks: one begins at a line that is "{"
# alone and ends at "}" under it; what is nested in it, lambdas too, counts with it.
[ $# = 0 ] || { echo "check_sizes.sh: takes no arguments" >&2; exit 64; }
cd "$(dirname "$0")/../.." || exit 1

find vmm harness init cases progs bench run_ktstr.sh \
	'(' -name '*.cpp' -o -name '*.h' -o -name '*.bpf.c' -o -name '*.sh' -o -name '*.awk' ')' -print0 |
	sort -z | xargs -0r awk -v most_lines=400 -v most_in_function=60 '
	function complain(text)
	{
		print text
		bad = 1
	}
	function end_of_file()
	{
		if (lines > most_lines)
			complain(file ": " lines " lines, at most " most_lines)
	}
	FNR == 1 {
		end_of_file()
		file = FILENAME
		start = 0
	}
	{
		lines = FNR
		match($0, /^\t*/)
		if (!start && /^\t*\{$/) {
			start = FNR
			depth = RLENGTH
		} else if (start && RLENGTH == depth && substr($0, depth + 1, 1) == "}") {
			if (FNR - start + 1 > most_in_function)
				complain(file ":" start ": a function of " FNR - start + 1 \
					 " lines, at most " most_in_function)
			start = 0
		}
	}
	END {
		end_of_file()
		exit bad
	}' || exit 1
