# SPDX-License-Identifier: GPL-2.0
#
# The parts of `make check`, in the order of their names; KTSTR_CHECK="unit fuzz" picks some. Sourced
# by check.sh, which counts.

run="$root/run_ktstr.sh"

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
	"$root/harness/build/run_fuzz.sh" "${FUZZ_SECONDS:-5}" "$output"/build/fuzz-bin/*
}

part_2_fuzz()
{
	counted "fuzz smoke runs" fuzz_programs
}

exec_passes_on()
{
	local out
	out=$("$run" -x 'uname -r; exit 7')
	[ $? = 7 ] && grep -qx "$(basename "$(cached_kernel)")" <<< "$out"
}

no_verdict_on_a_truncated_image()
{
	head -c 1000000 "$(cached_kernel)/vmlinuz" > "$work/truncated"
	"$run" -k "$work/truncated"
	[ $? = 1 ]
}

listed()
{
	"$run" --list
}

part_3_run()
{
	tap "the suite on the newest distro kernel" 0 "$run"
	one "exec passes on output and exit code" exec_passes_on
	one "a truncated image is a clear error" no_verdict_on_a_truncated_image
	one "the list boots nothing" listed
}

# Kernels that the archive holds no more are not failures of ours.
part_4_kernels()
{
	if "$root/harness/setup/setup.sh" --kernel 7.1 < /dev/null; then
		tap "the suite on a bare image, linux 7.1" 0 "$run" -k 7.1
	else
		add 0 0 1
	fi
	if "$root/harness/setup/setup.sh" --kernel 6.12 < /dev/null; then
		tap "linux 6.12 without sched_ext skips" 4 "$run" -k 6.12
	else
		add 0 0 1
	fi
}

part_5_tree()
{
	counted "the in-tree route" "$root/harness/build/check_tree.sh"
}
