#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run_unit.sh PROGRAM...: runs unit test programs and counts from GoogleTest's output. The last line
# is "ktstr-counts PASSED FAILED SKIPPED"; exits with 1 if a test or a program failed.
set -u

passed=0 failed=0 skipped=0
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

for program in "$@"; do
	echo "# $(basename "$program")"
	"$program" --gtest_color=no > "$log" 2>&1 < /dev/null
	status=$?
	ok=$(grep -c '^\[       OK \]' "$log")
	skip=$(grep -c '^\[  SKIPPED \] .*(.* ms)$' "$log")
	bad=$(grep -c '^\[  FAILED  \] .*(.* ms)$' "$log")
	# A crash or a sanitizer abort leaves no line for the test that was running.
	if [ $status != 0 ] && [ "$bad" = 0 ]; then
		bad=1
		echo "# ended with status $status"
	fi
	[ "$bad" = 0 ] || echo "not ok - $(basename "$program"): status $status" \
		$(sed -n 's/^\[  FAILED  \] \([^ ,]*\).* (.* ms)$/\1/p' "$log")
	[ "$bad" = 0 ] || grep -v '^\[       OK \]\|^\[ RUN      \]\|^\[---\|^$' "$log" | tail -n 60
	[ $((ok + skip + bad)) -gt 0 ] || { bad=1; echo "# no test ran"; }
	echo "# $ok passed, $bad failed, $skip skipped"
	passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
done

echo "ktstr-counts $passed $failed $skipped"
[ $failed = 0 ]
