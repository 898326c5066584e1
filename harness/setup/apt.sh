# SPDX-License-Identifier: GPL-2.0
#
# Fetches packages that the machine's release lacks, without touching its sources: each view has a
# private apt state in the cache. "home" sees this release and its backports; "far" also sees the
# next releases and unstable (never experimental). Address and keyring come from the machine's own
# configuration.

codename()
{
	(. /etc/os-release 2>/dev/null && echo "${VERSION_CODENAME:-sid}")
}

# Prints "address|suite|file" of the machine's source for its release.
own_source()
{
	apt-get indextargets --format '$(REPO_URI)|$(RELEASE)|$(SUITE)|$(SOURCESENTRY)' \
		'Created-By: Packages' 2>/dev/null |
		awk -F'|' -v release="$(codename)" '
			$1 ~ /debian\/?$/ && ($2 == release || $2 ~ /^(old)*stable$/ ||
			$2 == "testing" || $2 == "unstable" || $2 == "sid") {
				sub(/:[0-9]+$/, "", $4); print $1 "|" $3 "|" $4; exit }'
}

keyring_of() # keyring_of SOURCE-FILE
{
	local key
	key=$(sed -n 's/^Signed-By: *\(\/.*\)/\1/p; s/.*\[.*signed-by=\([^] ]*\).*/\1/p' "$1" \
		2>/dev/null | head -n 1)
	[ -n "$key" ] || key=/usr/share/keyrings/debian-archive-keyring.gpg
	[ -r "$key" ] && echo "[signed-by=$key] "
}

write_view() # write_view NAME SUITE...
{
	local view=$KTSTR_CACHE/apt/$1 own address file
	shift
	own=$(own_source)
	[ -n "$own" ] || die "apt has no Debian archive on this machine: give KTSTR_TREE and -k"
	address=${own%%|*} file=${own##*|}
	mkdir -p "$view/state/lists/partial" "$view/cache/archives/partial"
	printf "deb $(keyring_of "$file")$address %s main\n" "$@" > "$view/sources.list"
	cat > "$view/apt.conf" <<-END
		Dir::State "$view/state";
		Dir::Cache "$view/cache";
		Dir::Etc::SourceList "$view/sources.list";
		Dir::Etc::SourceParts "/dev/null";
		Dir::Etc::Preferences "/dev/null";
		Dir::Etc::PreferencesParts "/dev/null";
		Acquire::Languages "none";
		Acquire::Retries "3";
		APT::Sandbox::User "";
	END
}

suites() # suites VIEW
{
	local release suite
	release=$(codename)
	echo "$release $release-backports"
	[ "$1" = far ] || return
	suite=$(own_source | cut -d'|' -f2)
	[ "$suite" = stable ] || echo "stable stable-backports"
	echo "unstable"
}

private_apt() # private_apt VIEW COMMAND...
{
	local conf=$KTSTR_CACHE/apt/$1/apt.conf
	shift
	APT_CONFIG=$conf "$@"
}

# A release without backports (testing, unstable) makes the update fail in part; it succeeded if
# there are lists.
update_view()
{
	local view=$1
	say "reading the archive's package lists ($view)"
	write_view "$view" $(suites "$view")
	private_apt "$view" apt-get -qq update >&2
	ls "$KTSTR_CACHE/apt/$view/state/lists/"*Packages* > /dev/null 2>&1
}

# fresh_view VIEW [anyway]: updates lists older than 12 hours; "anyway": older than 10 minutes, as the
# set-up of the same run may just have read them.
fresh_view()
{
	local stamp=$KTSTR_CACHE/apt/$1/updated minutes=720
	[ -z "${2:-}" ] || minutes=10
	[ -z "$(find "$stamp" -mmin "-$minutes" 2>/dev/null)" ] || return 0
	again update_view "$1" || return 1
	touch "$stamp"
}

# newest VIEW PATTERN: prints "name version" of all packages whose whole name matches, newest last.
newest()
{
	local names
	names=$(private_apt "$1" apt-cache search --names-only "^($2)\$" | awk '{ print $1 }')
	[ -n "$names" ] || return 1
	private_apt "$1" apt-cache madison $names | awk -F' *[|] *' '
		$3 ~ / Packages$/ { sub(/^ */, "", $1); print $1, $2 }' | sort -u -k2,2V -k1,1V
}

# download VIEW FOLDER NAME=VERSION...
download()
{
	local view=$1 folder=$2
	shift 2
	say "downloading $*"
	(cd "$folder" && again private_apt "$view" apt-get -qq download "$@" >&2)
}

# unpack FOLDER PLACE: unpacks every package in FOLDER to PLACE, without running its scripts.
unpack()
{
	local deb
	for deb in "$1"/*.deb; do
		dpkg-deb -x "$deb" "$2" || return 1
		rm -f "$deb"
	done
}
