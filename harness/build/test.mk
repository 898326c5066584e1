# SPDX-License-Identifier: GPL-2.0
#
# The project's own tests. unit-*: all foo_test.cpp, one program for each side and sanitizer. fuzz:
# one program for each foo_fuzz.cpp. check.sh runs them; the suite's build needs nothing of this.
#
# clang builds instrumented code once for both sides and the fuzz targets. Precompiled standard
# headers halve the time; only the suite's own build can therefore detect a missing #include.

HOST_UNIT := $(filter %_test.cpp,$(call sources,vmm harness cases))
GUEST_UNIT := $(filter %_test.cpp,$(call sources,init))
FUZZ_SOURCES := $(filter %_fuzz.cpp,$(call sources,vmm harness init cases))
HOST_PARTS := $(filter-out harness/main.cpp,$(HOST_SOURCES))
GUEST_PARTS := $(filter-out init/main.cpp,$(GUEST_SOURCES))
# Tests that start threads run under TSan too.
HOST_THREADED := $(if $(HOST_UNIT),$(shell grep -lE 'std::j?thread' $(HOST_UNIT)))
# Cases are data, of which threads see nothing.
THREADED_PARTS := $(filter-out cases/%,$(HOST_PARTS))

CLANG_CXX := $(or $(CLANG_CXX),$(patsubst clang%,clang++%,$(notdir $(KTSTR_CLANG))))
PRECOMPILED := harness/build/precompiled.h
SANITIZED := -O1 -g1
ASAN := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
TSAN := -fsanitize=thread
# ASan unit tests and fuzz targets share these objects.
ASAN_FLAGS := $(SANITIZED) $(ASAN) -fsanitize=fuzzer-no-link
TSAN_FLAGS := $(SANITIZED) $(TSAN)

# $(call sanitized,name,flags): objects and the precompiled header of one sanitizer
define sanitized
# A package update may change these headers; the stamp depends on the installed packages.
$(WORK_DIR)/$(1)/pch: $(PRECOMPILED) $(WORK_DIR)/features.mk $(WORK_DIR)/features.stamp
	$$(Q)mkdir -p $$(@D)
	$$(Q)$(CLANG_CXX) $$(KTSTR_CXXFLAGS) $(2) -Xclang -fno-pch-timestamp -x c++-header $$< -o $$@

$(call compile_rule,$(1),$(CLANG_CXX) $$(KTSTR_CXXFLAGS) $$(GUEST_INCLUDES) $(2) -include-pch $(WORK_DIR)/$(1)/pch)
$(call object_files,$(1),$(HOST_PARTS) $(HOST_UNIT) $(GUEST_PARTS) $(GUEST_UNIT) $(FUZZ_SOURCES)): \
	$(WORK_DIR)/$(1)/pch
$(call guest_prerequisites,$(1))
endef

$(eval $(call sanitized,asan,$(ASAN_FLAGS)))
$(eval $(call sanitized,tsan,$(TSAN_FLAGS)))

# $(call unit_program,name,compiler and flags,objects,libraries)
define unit_program
$(WORK_DIR)/unit-$(1): $(3) $(if $(filter guest%,$(1)),$(LIBBPF))
	$$(call msg,LINK,,$$@)
	$$(Q)$(2) -pthread $$(filter %.o %.a,$$^) -lgtest_main -lgtest $(4) -o $$@
endef

UNIT_PROGRAMS := $(if $(HOST_UNIT),unit-host unit-host-asan) $(if $(HOST_THREADED),unit-host-tsan) \
		 $(if $(GUEST_UNIT),unit-guest unit-guest-asan)
$(eval $(call unit_program,host,$(CXX),$(call object_files,host,$(HOST_PARTS) $(HOST_UNIT)),$(KTSTR_HOST_LIBS)))
$(eval $(call unit_program,host-asan,$(CLANG_CXX) $(ASAN),$(call \
	object_files,asan,$(HOST_PARTS) $(HOST_UNIT)),$(KTSTR_HOST_LIBS)))
$(eval $(call unit_program,host-tsan,$(CLANG_CXX) $(TSAN),$(call \
	object_files,tsan,$(THREADED_PARTS) $(HOST_THREADED)),$(KTSTR_HOST_LIBS)))
$(eval $(call unit_program,guest,$(CXX),$(call guest_objects,$(GUEST_PARTS) $(GUEST_UNIT)),$(KTSTR_GUEST_LIBS)))
$(eval $(call unit_program,guest-asan,$(CLANG_CXX) $(ASAN),$(call \
	object_files,asan,$(GUEST_PARTS) $(GUEST_UNIT)),$(KTSTR_GUEST_LIBS)))

# Each fuzz target links what it needs from its side's archive.
FUZZ_PROGRAMS := $(patsubst %.cpp,$(WORK_DIR)/fuzz-bin/%,$(subst /,_,$(FUZZ_SOURCES)))
$(WORK_DIR)/fuzz-host.a: $(call object_files,asan,$(HOST_PARTS))
$(WORK_DIR)/fuzz-guest.a: $(call object_files,asan,$(GUEST_PARTS))
$(WORK_DIR)/fuzz-host.a $(WORK_DIR)/fuzz-guest.a:
	$(Q)rm -f $@ && ar rcs $@ $(filter %.o,$^)

define fuzz_program
$(WORK_DIR)/fuzz-bin/$(subst /,_,$(1:.cpp=)): $(call object_files,asan,$(1)) \
		$(WORK_DIR)/fuzz-$(2).a $(if $(filter guest,$(2)),$(LIBBPF))
	$$(call msg,LINK,,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$(CLANG_CXX) $(ASAN) -fsanitize=fuzzer -pthread $$(filter %.o %.a,$$^) \
		$(if $(filter guest,$(2)),$(KTSTR_GUEST_LIBS),$(KTSTR_HOST_LIBS)) -o $$@
endef
$(foreach source,$(FUZZ_SOURCES),$(eval $(call \
	fuzz_program,$(source),$(if $(filter init/%,$(source)),guest,host))))

unit-programs: $(addprefix $(WORK_DIR)/,$(UNIT_PROGRAMS))
fuzz-programs: $(FUZZ_PROGRAMS)

unit: unit-programs
	$(Q)harness/build/run_unit.sh $(addprefix $(WORK_DIR)/,$(UNIT_PROGRAMS))

FUZZ_SECONDS ?= 4
fuzz: fuzz-programs
	$(Q)harness/build/run_fuzz.sh $(FUZZ_SECONDS) $(FUZZ_PROGRAMS)

# Benchmarks have rules of their own.
-include $(wildcard bench/*.mk)
ifeq ($(wildcard bench/*.mk),)
bench:
	@echo "ktstr: this copy has no benchmarks" >&2
endif

check:
	+$(Q)harness/build/check.sh

format:
	+$(Q)harness/build/format.sh

# Prints which room includes which; fails on an include that breaks the layers.
layers:
	$(Q)harness/build/layers.sh

.PHONY: unit-programs fuzz-programs unit fuzz bench check format layers
