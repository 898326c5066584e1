#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# format.sh [--check]: formats every source in place. With --check, changes nothing, prints what is
# misformatted and then exits with 1. Uses the clang-format that .clang-format is written for: other
# versions break lines differently.
formatter=clang-format-19
case $#:${1:-} in
0:) check= ;;
1:--check) check=1 ;;
*) echo "format.sh: the only option is --check" >&2; exit 64 ;;
esac
cd "$(dirname "$0")/../.." || exit 1
command -v $formatter > /dev/null ||
	{ echo "ktstr: no $formatter. Do: apt-get install $formatter" >&2; exit 1; }

sources()
{
	find vmm harness init cases progs bench \
		'(' -name '*.cpp' -o -name '*.h' -o -name '*.bpf.c' ')' -print0
}

[ -n "$check" ] || { sources | xargs -0r $formatter -i; exit; }

status=0
sources | xargs -0r $formatter --dry-run -Werror || status=1
# Checks what clang-format does not: overlong comments, casts between numbers.
sources | xargs -0r awk -f harness/build/style.awk || status=1
exit $status
