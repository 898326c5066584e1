#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Formats every source in place, with the newest clang-format there is.
[ $# = 0 ] || { echo "format.sh: takes no arguments; it formats every source in place" >&2; exit 64; }
cd "$(dirname "$0")/../.." || exit 1
for tool in $(seq -f clang-format-%g 40 -1 14) clang-format; do
	command -v "$tool" > /dev/null || continue
	git ls-files '*.cpp' '*.h' '*.bpf.c' | xargs -r "$tool" -i
	exit
done
echo "ktstr: no clang-format" >&2
exit 1
