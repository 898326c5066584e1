#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Starts ktstr. From a build in a kernel tree or an installed copy it uses what is there and never
# installs or downloads; from a checkout alone it first sets up what is missing and builds. Options
# are the program's (--help). ktstr finds kernel and QEMU; this finds ktstr.
set -u

here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
no_install="" bisect=""

say()
{
	echo "ktstr: $*" >&2
}

# Under git bisect run, anything but a verdict on the kernel must skip the commit (125).
leave() # leave CODE
{
	exit "${bisect:-$1}"
}

skip_all()
{
	echo "TAP version 13"
	echo "1..0 # SKIP $1"
	leave 4
}

# The two flags that count before there is a ktstr to ask. As words: which options take a value is
# known to ktstr alone (harness/options/option_table.cpp), which also has the same rule for --bisect.
read_flags()
{
	local word
	for word in "$@"; do
		case $word in
		--no-install) no_install=--no-install ;;
		--bisect) bisect=125 ;;
		--) return ;;
		esac
	done
}

# A checkout alone: set up, then build into the cache, quietly unless it fails. A distro kernel that
# the options name is got by its version; options that are wrong are refused below, by ktstr itself.
set_up_and_build()
{
	local version
	"$here/harness/setup/setup.sh" $no_install < /dev/null || leave 1
	bin=$("$here/harness/setup/build.sh" < /dev/null) || leave 1
	version=$("$bin/ktstr" --ask-version "$@" 2> /dev/null)
	[ -z "$version" ] ||
		"$here/harness/setup/setup.sh" $no_install --kernel "$version" < /dev/null || leave 1
}

# A pipe or file that the set-up opens must not pass for standard output because that is closed.
{ true 3<&0; } 2> /dev/null || exec < /dev/null
{ true 3>&1; } 2> /dev/null || exec > /dev/null
true 3>&2 || exec 2> /dev/null

read_flags "$@"
if [ -x "${KTSTR_OUTPUT:-$here}/ktstr" ]; then
	bin=${KTSTR_OUTPUT:-$here}
elif [ -x "$here/ktstr" ]; then
	bin=$here
elif [ -e "$here/../lib.mk" ]; then
	skip_all "not built: make -C tools/testing/selftests TARGETS=ktstr"
elif [ -d "$here/harness/setup" ]; then
	set_up_and_build "$@"
else
	say "neither a checkout nor an installed copy: $here"
	leave 1
fi

export KTSTR_INIT=$bin/ktstr_init KTSTR_HERE=$here
[ -d "$bin/sched_ext/bin" ] && export KTSTR_TREE_SCHEDULERS=$bin/sched_ext/bin
export KTSTR_LAUNCHER=${KTSTR_LAUNCHER:-$here/run_ktstr.sh}
# The benchmark starts the same way (bench/boot.mk).
exec "${KTSTR_PROGRAM:-$bin/ktstr}" "$@"
