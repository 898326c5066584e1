# SPDX-License-Identifier: GPL-2.0
#
# Unpacks QEMU 10 or newer for the emulated host into the cache, with the libraries that the machine
# lacks. Installs and upgrades nothing on the system.

system_qemu() # prints / if the system's own is new enough
{
	local version
	version=$(qemu-system-x86_64 --version 2>/dev/null | sed -n 's/.*version \([0-9]*\).*/\1/p')
	[ "${version:-0}" -ge 10 ] && echo /
}

cached_qemu()
{
	ls -d "$KTSTR_CACHE"/qemu/*/usr/bin/qemu-system-x86_64 2>/dev/null | sort -V | tail -n 1 |
		sed 's|/usr/bin/qemu-system-x86_64$||'
}

# Prints QEMU's packages and the dependencies that the machine lacks. Lines with a version in
# brackets would be upgrades: the installed version will do.
qemu_packages() # qemu_packages VERSION
{
	private_apt home apt-get -s --no-install-recommends install "qemu-system-x86=$1" \
		"qemu-system-common=$1" "qemu-system-data=$1" $(newest home seabios | tail -n 1 |
			awk '{ print $1 "=" $2 }') 2>/dev/null |
		awk '$1 == "Inst" && $3 ~ /^\(/ { print $2 "=" substr($3, 2) }'
}

fetch_qemu()
{
	local version work place
	version=$(newest home qemu-system-x86 | tail -n 1 | awk '{ print $2 }')
	[ -n "$version" ] && dpkg --compare-versions "$version" ge 1:10 || return 1
	place=$KTSTR_CACHE/qemu/${version#*:}
	[ -d "$place" ] && return 0
	work=$(staging qemu) || return 1
	mkdir "$work/tree"
	download home "$work" $(qemu_packages "$version") && unpack "$work" "$work/tree" &&
		[ -x "$work/tree/usr/bin/qemu-system-x86_64" ] && publish "$work/tree" "$place"
	rm -rf "$work"
	[ -d "$place" ]
}

need_qemu()
{
	[ -n "$(system_qemu)" ] && return 0
	[ -z "${KTSTR_REFRESH:-}" ] && [ -n "$(cached_qemu)" ] && return 0
	fresh_view home && fetch_qemu && return 0
	fresh_view home anyway && fetch_qemu && return 0
	[ -n "$(cached_qemu)" ]
}
