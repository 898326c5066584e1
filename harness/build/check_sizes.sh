#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# check_sizes.sh: prints files of more than 400 lines and functions of more than 60, and then exits
# with 1. Relies on the format that format.sh checks: a function starts at a line with only "{" and
# ends at the "}" below it. Nested code, lambdas included, counts as part of it.
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
