# SPDX-License-Identifier: GPL-2.0
#
# What every part of the set-up uses. Sourced, never run. The cache is shared by all checkouts of a
# user: what is in it is complete, because it is put together beside its place and renamed into it.

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

# with_lock NAME COMMAND...: one at a time among all runs that share the cache. The lock goes with
# the process, so a killed run leaves none behind; children must not inherit it.
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

# staging NAME: prints a fresh folder on the cache's file system; remains of killed runs go.
staging()
{
	find "$KTSTR_CACHE/tmp" -mindepth 1 -maxdepth 1 -mmin +720 -exec rm -rf {} + 2>/dev/null
	mkdir -p "$KTSTR_CACHE/tmp" && mktemp -d "$KTSTR_CACHE/tmp/$1.XXXXXX"
}

# publish FOLDER PLACE: the whole folder appears under its name at once.
publish()
{
	mkdir -p "$(dirname "$2")"
	chmod 755 "$1" && mv -T "$1" "$2"
}

# again COMMAND...: archives fail now and then; three tries, the last one's status.
again()
{
	local try
	for try in 1 2 3; do
		"$@" && return 0
		[ $try = 3 ] || sleep $((try * 5))
	done
	return 1
}
