# SPDX-License-Identifier: GPL-2.0
#
# Functions for all set-up scripts. Sourced, never run. All checkouts of a user share the cache. Its
# entries are always complete: each is assembled elsewhere and renamed into place.

KTSTR_CACHE=${KTSTR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ktstr}

say()
{
	echo "ktstr: $*" >&2
}

die()
{
	say "$@"
	exit 1
}

# with_lock NAME COMMAND...: runs the command under a lock that all users of the cache share. The
# lock ends with the process, so a killed run leaves none behind; children must not inherit it.
with_lock()
{
	local name=$1
	shift
	mkdir -p "$KTSTR_CACHE/locks" || die "cannot write to $KTSTR_CACHE"
	(
		flock -n 9 || { say "waiting for another run ($name)"; flock 9; }
		"$@" 9>&-
	) 9>"$KTSTR_CACHE/locks/$name"
}

# staging NAME: prints a fresh folder on the cache's file system; removes leftovers of killed runs.
staging()
{
	find "$KTSTR_CACHE/tmp" -mindepth 1 -maxdepth 1 -mmin +720 -exec rm -rf {} + 2>/dev/null
	mkdir -p "$KTSTR_CACHE/tmp" && mktemp -d "$KTSTR_CACHE/tmp/$1.XXXXXX"
}

# publish FOLDER PLACE: renames FOLDER to PLACE, so that it appears there all at once.
publish()
{
	mkdir -p "$(dirname "$2")"
	chmod 755 "$1" && mv -T "$1" "$2"
}

# again COMMAND...: tries up to three times, as archives fail now and then.
again()
{
	local try
	for try in 1 2 3; do
		"$@" && return 0
		[ $try = 3 ] || sleep $((try * 5))
	done
	return 1
}

# ccache supplies what was compiled before from the same text with the same flags: make would
# rebuild everything in a fresh clone at the same path.
use_ccache()
{
	local folder=$KTSTR_CACHE/ccache

	command -v ccache > /dev/null && mkdir -p "$folder/tmp" 2> /dev/null && [ -w "$folder/tmp" ] ||
		return 0
	export KTSTR_COMPILER_LAUNCHER=ccache CCACHE_DIR=$folder CCACHE_MAXSIZE=4G \
		CCACHE_SLOPPINESS=pch_defines,time_macros
}
