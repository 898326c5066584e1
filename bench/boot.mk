# SPDX-License-Identifier: GPL-2.0
#
# The boot benchmark and its guest. ktstr finds the kernel, QEMU and the emulated host.
#   make bench        all figures for one width; set BENCH_ROUNDS and BENCH_VCPUS
#   make bench-width  time to init by width; set BENCH_WIDTHS, BENCH_ROUNDS and BENCH_NUMA (nodes)

BENCH_DIR ?= $(WORK_DIR)/bench-boot
BENCH_VCPUS ?= 2
BENCH_WIDTHS ?= 1 8 32 64 128 252
BENCH_NUMA ?= 1
BENCH_SOURCES := $(call not_tests,$(filter-out bench/guest_init.cpp bench/worker_bench.cpp,$(call sources,bench)))
BENCH_PARTS := $(filter-out bench/boot_bench.cpp,$(BENCH_SOURCES))
BENCH_UNIT := $(filter %_test.cpp,$(call sources,bench))

$(WORK_DIR)/bench-bin/bench_guest_init: bench/guest_init.cpp
	$(Q)mkdir -p $(@D)
	$(Q)$(KTSTR_CXX) $(KTSTR_CXXFLAGS) -static $< -o $@

$(WORK_DIR)/bench-bin/ktstr_bench: $(call object_files,host,$(HOST_PARTS) $(BENCH_SOURCES))
	$(call msg,LINK,,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CXX) $(PROGRAM_LDFLAGS) $(filter %.o,$^) $(LDFLAGS) $(KTSTR_HOST_LIBS) -o $@

bench-programs: $(WORK_DIR)/bench-bin/ktstr_bench $(WORK_DIR)/bench-bin/bench_guest_init

# The benchmark's unit tests are part of the host's unit test programs.
$(WORK_DIR)/unit-host: $(call object_files,host,$(BENCH_PARTS) $(BENCH_UNIT))
$(WORK_DIR)/unit-host-asan: $(call object_files,asan,$(BENCH_PARTS) $(BENCH_UNIT))
$(call object_files,asan,$(BENCH_PARTS) $(BENCH_UNIT)): $(WORK_DIR)/asan/pch

RUN_BENCH := KTSTR_BENCH_DIR=$(abspath $(BENCH_DIR)) KTSTR_OUTPUT=$(abspath $(OUTPUT)) \
	     KTSTR_PROGRAM=$(abspath $(WORK_DIR))/bench-bin/ktstr_bench ./run_ktstr.sh

bench: all bench-programs
	$(Q)$(RUN_BENCH) $(or $(BENCH_ROUNDS),5) $(BENCH_VCPUS)

bench-width: all bench-programs
	$(Q)$(RUN_BENCH) widths "$(BENCH_WIDTHS)" $(or $(BENCH_ROUNDS),1) $(BENCH_NUMA)

.PHONY: bench-programs bench-width
