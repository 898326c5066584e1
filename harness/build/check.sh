#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# check.sh: runs all of the project's own tests, in or outside a kernel tree: set-up, unit tests
# (plain and with sanitizers), fuzz smoke runs, the suite on real kernels, the in-tree route. The
# last line adds up the counts of all parts; a part that could not run counts as failed. The lines
# above it repeat the failures.
set -u

root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/harness/setup/common.sh"
. "$root/harness/setup/kernels.sh"

passed=0 failed=0 skipped=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
: > "$work/failures"
: > "$work/times"

add()
{
	passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

failure() # failure TEXT...
{
	echo "$*" >> "$work/failures"
}

# counted NAME COMMAND...: runs a part that prints "ktstr-counts P F S", and failures as "not ok".
counted()
{
	local name=$1 counts
	shift
	say "check: $name"
	"$@" 2>&1 | tee "$work/out" | grep -v '^ktstr-counts '
	counts=$(sed -n 's/^ktstr-counts //p' "$work/out" | tail -n 1)
	grep -E '^not ok ' "$work/out" | while read -r line; do failure "$name: $line"; done
	if [ -n "$counts" ]; then
		add $counts
	else
		failure "$name: did not finish"
		add 0 1 0
	fi
}

# tap NAME WANTED-EXIT COMMAND...: runs the suite and counts from its TAP.
tap()
{
	local name=$1 wanted=$2 status ok bad skip
	shift 2
	say "check: $name"
	"$@" < /dev/null | tee "$work/tap"
	status=${PIPESTATUS[0]}
	skip=$(grep -Ec '^ok .* # SKIP' "$work/tap")
	ok=$(($(grep -Ec '^ok ' "$work/tap") - skip))
	bad=$(grep -Ec '^not ok ' "$work/tap")
	grep -E '^not ok ' "$work/tap" | while read -r line; do failure "$name: $line"; done
	if [ "$status" != "$wanted" ] && [ "$bad" = 0 ]; then
		failure "$name: exit $status instead of $wanted"
		bad=1
	fi
	if [ "$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' "$work/tap")" != $((ok + skip + bad)) ] && [ "$bad" = 0 ]; then
		failure "$name: not every planned case has a line"
		bad=1
	fi
	add "$ok" "$bad" "$skip"
}

# one NAME COMMAND...: runs a command that counts as one test.
one()
{
	local name=$1
	shift
	say "check: $name"
	if "$@" > "$work/out" 2>&1 < /dev/null; then
		echo "ok - $name"
		add 1 0 0
	else
		tail -n 40 "$work/out" | sed 's/^/# /'
		echo "not ok - $name"
		failure "$name"
		add 0 1 0
	fi
}

. "$root/harness/build/check_parts.sh"

"$root/harness/setup/setup.sh" --check < /dev/null || exit 1
for part in $(declare -F | awk '$3 ~ /^part_/ { print $3 }'); do
	[ -n "${KTSTR_CHECK:-}" ] && [[ " $KTSTR_CHECK " != *" ${part#part_*_} "* ]] && continue
	SECONDS=0
	$part
	echo "# ${part#part_*_}: $SECONDS s" | tee -a "$work/times"
done
cat "$work/times"
sed 's/^/# failed: /' "$work/failures"
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
