#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# check.sh: all of the project's own tests, from a checkout alone or in a tree: set-up, unit tests
# (plain and under sanitizers), fuzz smoke runs, the suite on real kernels, the in-tree route. The
# closing line adds up what each part counted itself; a part that could not run counts as failed.
set -u

root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/harness/setup/common.sh"
. "$root/harness/setup/kernels.sh"

passed=0 failed=0 skipped=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

add()
{
	passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

# counted NAME COMMAND...: a part that prints "ktstr-counts P F S".
counted()
{
	local name=$1 counts
	shift
	say "check: $name"
	"$@" > "$work/out" 2>&1
	counts=$(sed -n 's/^ktstr-counts //p' "$work/out" | tail -n 1)
	grep -v '^ktstr-counts ' "$work/out"
	if [ -n "$counts" ]; then
		add $counts
	else
		echo "# $name did not run to its end"
		add 0 1 0
	fi
}

# tap NAME WANTED-EXIT COMMAND...: a run of the suite, counted from its TAP.
tap()
{
	local name=$1 wanted=$2 status ok bad skip
	shift 2
	say "check: $name"
	"$@" < /dev/null | sed 's/^# # /# /; s/^# \(ok\|not ok\|1\.\.\)/\1/' > "$work/tap"
	status=${PIPESTATUS[0]}
	cat "$work/tap"
	skip=$(grep -Ec '^ok .* # SKIP' "$work/tap")
	ok=$(($(grep -Ec '^ok ' "$work/tap") - skip))
	bad=$(grep -Ec '^not ok ' "$work/tap")
	if [ "$status" != "$wanted" ]; then
		echo "# $name: exit $status instead of $wanted"
		[ "$bad" -gt 0 ] || bad=1
	fi
	grep -q '^1\.\.' "$work/tap" || { echo "# $name: no plan line"; bad=$((bad + 1)); }
	add "$ok" "$bad" "$skip"
}

# one NAME COMMAND...: a check that is one test.
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
		add 0 1 0
	fi
}

. "$root/harness/build/check_parts.sh"

"$root/harness/setup/setup.sh" --check < /dev/null || exit 1
for part in $(declare -F | awk '$3 ~ /^part_/ { print $3 }'); do
	[ -n "${KTSTR_CHECK:-}" ] && [[ " $KTSTR_CHECK " != *" ${part#part_*_} "* ]] && continue
	$part
done
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
