#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run_fuzz.sh SECONDS PROGRAM...: does a smoke run of each fuzz target, as many at a time as there
# are CPUs. Keeps the input of a finding. Ends with "ktstr-counts PASSED FAILED SKIPPED"; each
# target counts as one.
set -u

seconds=$1 passed=0 failed=0
shift
work=$(mktemp -d) || exit 1

smoke() # smoke PROGRAM: leaves a folder of findings, a log and, on success, a file NAME.well
{
	local name
	name=$(basename "$1")
	mkdir -p "$work/$name"
	"$1" -max_total_time="$seconds" -rss_limit_mb=4096 -artifact_prefix="$work/$name/" \
		> "$work/$name.log" 2>&1 < /dev/null && : > "$work/$name.well"
}

for program in "$@"; do
	[ "$(jobs -rp | wc -l)" -lt "$(nproc)" ] || wait -n
	smoke "$program" &
done
wait

for program in "$@"; do
	name=$(basename "$program")
	if [ -e "$work/$name.well" ]; then
		echo "# fuzz $name: $(sed -n 's/^Done //p' "$work/$name.log" | tail -n 1)"
		passed=$((passed + 1))
		rm -rf "${work:?}/$name" "$work/$name.log" "$work/$name.well"
	else
		tail -n 40 "$work/$name.log"
		echo "not ok - fuzz $name; input and log: $work"
		failed=$((failed + 1))
	fi
done

rmdir "$work" 2>/dev/null
echo "ktstr-counts $passed $failed 0"
[ $failed = 0 ]
