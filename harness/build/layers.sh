#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# layers.sh: prints which room includes which, with the number of includes, and ends with 1 if an
# include runs against the layers. `make layers`; needs no kernel tree.
#
# A room is a folder that the table names, with those below it that it does not; "files" makes a
# room of single files (without .h and .cpp). Tests and fuzz targets belong to the room they are in.
#   ladder  rooms from the bottom up: each may include those on the rungs before its own
#   may     what a room may include beside its ladder; NAME/... is that room and all below it
#   tests   the same for its tests alone, as "*" for those of every room
# Includes that name no file here (skeletons, kselftest.h) are no arrows.
[ $# = 0 ] || { echo "layers.sh: takes no arguments" >&2; exit 64; }
cd "$(dirname "$0")/../.." || exit 1

rules()
{
	cat << 'END'
files	vmm/machine	vmm/machine
files	harness/top	harness/main harness/coordinator
files	init/top	init/main init/session init/job_run

ladder	vmm/base < vmm < vmm/devices vmm/image vmm/pci < vmm/x86 vmm/virtio < vmm/kvm < vmm/machine

ladder	harness/scenario/topology < harness/scenario < harness/scenario/rules < harness/scenario/json
may	harness/scenario/...	vmm/base
may	harness/wire		harness/scenario/topology vmm/base
may	harness/judge		harness/scenario/... vmm/base

ladder	vmm/... harness/scenario/... harness/wire harness/judge < harness/base < harness/options
ladder	< harness/kernel harness/hosts harness/placement
ladder	< harness/image < harness/plan harness/hosts/emulated < harness/session < harness/inspect
ladder	< harness/verdict < harness/report < harness/run < harness/actions < harness/top

ladder	init < init/work init/sched init/x86 < init/scenario init/body < init/top
may	init/...		harness/scenario/... harness/wire vmm/base
may	init/sched		progs
tests	init/x86		vmm/devices vmm/x86

may	cases			harness/scenario/... vmm/base
may	progs
may	bench			vmm/... harness/... init/work

tests	*			harness/base/test_folder
END
}

# Lines "file:line:include" of every quoted include.
includes()
{
	find vmm harness init cases progs bench -name '*.cpp' -o -name '*.h' -o -name '*.bpf.c' |
		sort | xargs grep -nHE '^[[:space:]]*#[[:space:]]*include[[:space:]]+"' |
		sed -E 's/^([^:]*):([0-9]+):[^"]*"([^"]*)".*/\1:\2:\3/'
}

{ rules; echo; includes; } | awk -f harness/build/layers.awk
