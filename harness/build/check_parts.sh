# SPDX-License-Identifier: GPL-2.0
#
# The parts of `make check`, in the order of their names; KTSTR_CHECK="unit fuzz" selects some.
# check.sh sources this file and counts.

run="$root/run_ktstr.sh"

part_0_style()
{
	one "includes follow the layers" "$root/harness/build/layers.sh"
	one "sources are formatted" "$root/harness/build/format.sh" --check
	one "files and functions are short" "$root/harness/build/check_sizes.sh"
}

unit_programs()
{
	local output
	output=$("$root/harness/setup/build.sh" unit-programs) || return 1
	"$root/harness/build/run_unit.sh" "$output"/build/unit-*[a-z]
}

part_1_unit()
{
	counted "unit tests" unit_programs
}

fuzz_programs()
{
	local output
	output=$("$root/harness/setup/build.sh" fuzz-programs) || return 1
	"$root/harness/build/run_fuzz.sh" "${FUZZ_SECONDS:-4}" "$output"/build/fuzz-bin/*
}

part_2_fuzz()
{
	counted "fuzz smoke runs" fuzz_programs
}

exec_passes_on()
{
	local out
	out=$("$run" -x 'uname -r; exit 7')
	[ $? = 7 ] && [ "$out" = "$(basename "$(cached_kernel)")" ]
}

no_verdict_on_a_truncated_image()
{
	head -c 1000000 "$(cached_kernel)/vmlinuz" > "$work/truncated"
	"$run" -k "$work/truncated" > "$work/truncated.out" 2>&1
	[ $? = 1 ] && cat "$work/truncated.out" && ! grep -q '^ok ' "$work/truncated.out" &&
		grep -q "cut short" "$work/truncated.out"
}

listed()
{
	"$run" --list
}

# The README's case compiles and its scenario is valid.
readme_examples_hold()
{
	sed -n '/^    \/\* SPDX/,/^    } \/\* namespace/s/^    //p' "$root/README" > "$work/example.cpp"
	sed -n '/^    {$/,/^    }$/s/^    //p' "$root/README" > "$work/example.json"
	grep -q KTSTR_CASE "$work/example.cpp" &&
		g++ -std=c++20 -D_GNU_SOURCE -fsyntax-only -Wall -Wextra -Werror -I"$root" \
			"$work/example.cpp" &&
		"$run" --scenario "$work/example.json" --list | grep '^two-halves '
}

# The first diagnostic line has the cause.
broken_scheduler()
{
	"$run" -s /bin/false attach.any > "$work/broken"
	[ $? = 1 ] && cat "$work/broken" &&
		grep -A1 '^not ok 1 attach.any' "$work/broken" | grep -q '^# .*scheduler-died'
}

# Expects sixteen CPUs in two nodes with four last-level caches, and the node distances.
declared_machine_is_seen()
{
	"$run" -T 2:4:4:1 -x 'lscpu -e=CPU,NODE,CACHE; cat /sys/devices/system/node/node*/distance' |
		tee "$work/machine" &&
		[ "$(grep -cE '^ *[0-9]+ +[01] +([0-9]+:)+[0-3]$' "$work/machine")" = 16 ] &&
		[ "$(awk '/^ *[0-9].*:/ { print $2 }' "$work/machine" | sort -u | wc -l)" = 2 ] &&
		[ "$(awk -F: '/^ *[0-9].*:/ { print $NF }' "$work/machine" | sort -u | wc -l)" = 4 ] &&
		[ "$(tail -n 2 "$work/machine")" = "$(printf '10 20\n20 10')" ]
}

# Expects a usage error that names the field, before anything boots.
impossible_machines_are_refused()
{
	local machine field
	while read -r machine field; do
		timeout 60 "$run" -T "$machine" -x true > "$work/refused" 2>&1
		[ $? = 64 ] && grep -q "$field" "$work/refused" && continue
		echo "# $machine:"
		cat "$work/refused"
		return 1
	done << 'END'
0:1:1:1 NUMA
1:0:1:1 LLCS
2:3:1:1 LLCS
1:1:0:1 CORES
1:1:1:99999999999 THREADS
1:1:9999:1 CORES
1:1:4:1,memory=64 memory
1:1:4:1,offline=4 offline
2:2:2:1,distance=10+20/20+11 distance
1:1:4:1,nonsense=1 nonsense
END
}

# The emulated host has one CPU, and other hosts may have too few: ktstr must say so and run
# unpinned.
pinning_goes_on_without()
{
	"$run" --pin -T 1:1:64:1,offline=63 -x 'nproc' > "$work/pin" 2>&1 && cat "$work/pin" &&
		grep -q '^1$' "$work/pin" && grep -q 'pin: not pinned' "$work/pin"
}

# Zombies that PID 1 has yet to reap do not count: the run cannot speed that up.
in_session() # in_session ID: prints the processes of that session
{
	local file stat
	for file in /proc/[0-9]*/stat; do
		stat=$(cat "$file" 2>/dev/null) || continue
		set -- "$1" ${stat##*) }
		[ "$5" != "$1" ] || [ "$2 $3" = "Z 1" ] || echo "$stat"
	done
}

# Expects a line for every planned case within a second of the signal (plus some slack for a busy
# machine), and no process of the run left.
ends_on_a_signal()
{
	local pid planned begin took left
	setsid "$run" > "$work/killed" 2>&1 < /dev/null &
	pid=$!
	for ((i = 0; i < 1200; i++)); do
		grep -q '^ok 1 ' "$work/killed" && break
		sleep 0.1
	done
	begin=$(date +%s%N)
	kill -TERM "$pid"
	wait "$pid"
	took=$((($(date +%s%N) - begin) / 1000000))
	left=$(in_session "$pid")
	planned=$(sed -n 's/^1\.\.\([0-9]*\)$/\1/p' "$work/killed")
	cat "$work/killed"
	echo "# $took ms, $planned planned; left: ${left:-nothing}"
	[ "$took" -lt 1500 ] && [ "${planned:-0}" -gt 1 ] &&
		[ "$(grep -Ec '^(not )?ok ' "$work/killed")" = "$planned" ] && [ -z "$left" ]
}

# Else boots hang now and then: harness/hosts/emulated/mended_qemu.h.
qemu_is_mended()
{
	"$run" --doctor | grep -E '^ok +emulated host: .*; QEMU is mended$'
}

part_3_run()
{
	local output
	one "the emulated host's QEMU is mended" qemu_is_mended
	tap "the suite on the newest distro kernel" 0 "$run"
	one "exec passes on output and exit code" exec_passes_on
	one "a truncated image is a clear error" no_verdict_on_a_truncated_image
	one "the list boots nothing" listed
	one "the README's examples hold" readme_examples_hold
	one "SIGTERM prints all lines and leaves nothing" ends_on_a_signal
	one "a scheduler that dies is named" broken_scheduler
	one "the guest sees the declared machine" declared_machine_is_seen
	one "impossible machines are refused by field" impossible_machines_are_refused
	one "--pin says what it cannot do, and goes on" pinning_goes_on_without
	output=$("$root/harness/setup/build.sh")
	# All scenarios that take any scheduler have run under ours, so a few are enough here.
	tap "under scx_simple" 0 "$run" -s "$output/sched_ext/bin/scx_simple" 'attach.any*' \
		'steady.two-groups' 'cgroup.move*'
	tap "under a bare object" 0 "$run" -s "$output/build/bpf/ktstr_fifo.bpf.o" 'attach.any*'
}

only_named_skips()
{
	! grep -E '^ok .* # SKIP' "$work/tap" |
		grep -vE '# SKIP (feature|config)-missing:[A-Za-z0-9_.:-]+( # time=[0-9]+ms)?$'
}

# The archive only has the image of older kernels. If it has none, use the newest kernel's image.
bare_image()
{
	local kernel
	for kernel in 7.1 7.0; do
		"$root/harness/setup/setup.sh" --kernel $kernel < /dev/null >&2 || continue
		kernel=$(cached_kernel $kernel) && [ ! -e "$kernel/config" ] &&
			echo "$kernel/vmlinuz" && return
	done
	cp "$(cached_kernel)/vmlinuz" "$work/vmlinuz" && echo "$work/vmlinuz"
}

without_sched_ext()
{
	local out
	out=$("$run" -k 6.12)
	[ $? = 4 ] && [ "$(grep '^1\.\.' <<< "$out")" = "1..0 # SKIP config-missing:CONFIG_SCHED_CLASS_EXT" ]
}

part_4_kernels()
{
	# A few cases of each kind; all would double the time.
	tap "the suite on a bare image" 0 "$run" -k "$(bare_image)" 'attach*' 'boot*' 'kernel*' \
		'scheduler*' 'tree*' 'steady.two*' 'cgroup.move-step*' 'hotplug*' 'topology.smt-2*' \
		'topology.numa2-4*' 'topology.uneven*' 'topology-fault.slit*'
	one "the bare image's skips name a feature" only_named_skips
	# If the archive no longer has the kernel, skip the test.
	if "$root/harness/setup/setup.sh" --kernel 6.12 < /dev/null; then
		one "a kernel without sched_ext skips all" without_sched_ext
	else
		add 0 0 1
	fi
}

part_5_tree()
{
	counted "the in-tree route" "$root/harness/build/check_tree.sh"
}
