# SPDX-License-Identifier: GPL-2.0
#
# The boot benchmark and its guest. `make bench` runs it on the kernel, QEMU and emulated host that
# run_ktstr.sh finds; BENCH_ROUNDS and BENCH_VCPUS size it.

BENCH_DIR ?= $(WORK_DIR)/bench-boot
BENCH_ROUNDS ?= 5
BENCH_VCPUS ?= 2
BENCH_SOURCES := bench/boot_bench.cpp bench/measure.cpp bench/own_vmm.cpp

$(WORK_DIR)/bench-bin/bench_guest_init: bench/guest_init.cpp
	$(Q)mkdir -p $(@D)
	$(Q)$(KTSTR_CXX) $(KTSTR_CXXFLAGS) -static $< -o $@

$(WORK_DIR)/bench-bin/ktstr_bench: $(call object_files,host,$(HOST_PARTS) $(BENCH_SOURCES))
	$(call msg,LINK,,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CXX) $(PROGRAM_LDFLAGS) $(filter %.o,$^) $(LDFLAGS) $(KTSTR_HOST_LIBS) -o $@

bench-programs: $(WORK_DIR)/bench-bin/ktstr_bench $(WORK_DIR)/bench-bin/bench_guest_init

bench: all bench-programs
	$(Q)KTSTR_BENCH_DIR=$(abspath $(BENCH_DIR)) KTSTR_OUTPUT=$(abspath $(OUTPUT)) \
		KTSTR_PROGRAM=$(abspath $(WORK_DIR))/bench-bin/ktstr_bench \
		./run_ktstr.sh $(BENCH_ROUNDS) $(BENCH_VCPUS)
