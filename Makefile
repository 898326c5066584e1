# SPDX-License-Identifier: GPL-2.0
#
# Builds ktstr as a kernel selftest, in tools/testing/selftests/ktstr or alone with KTSTR_TREE=
# naming an unpacked kernel source. Two static programs come out: ktstr runs on the host, ktstr_init
# is PID 1 of the guest. Sources are found by wildcard: a new case needs no line here.

top_srcdir := $(abspath ../../../..)
KTSTR_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/ktstr

ifneq ($(wildcard $(top_srcdir)/tools/testing/selftests/lib.mk),)
KTSTR_TREE := $(top_srcdir)
else
# Alone: the newest tree that run_ktstr.sh has unpacked, unless one is named.
KTSTR_TREE ?= $(lastword $(shell ls -d $(KTSTR_CACHE)/source/linux-*/ 2>/dev/null | sort -V))
override KTSTR_TREE := $(KTSTR_TREE:%/=%)
top_srcdir := $(KTSTR_TREE)
ifeq ($(OUTPUT)$(O),)
OUTPUT := $(CURDIR)/build
$(shell mkdir -p $(OUTPUT))
endif
endif

ifeq ($(wildcard $(KTSTR_TREE)/tools/testing/selftests/lib.mk),)
include harness/build/no_tree.mk
else

include $(KTSTR_TREE)/scripts/subarch.include
ARCH ?= $(SUBARCH)
include $(KTSTR_TREE)/tools/scripts/Makefile.include

# Elsewhere nothing is built, and make succeeds: the virtual machine is for x86-64.
KTSTR_ARCH := $(and $(filter x86 x86_64,$(or $(ARCH),$(SUBARCH))),\
		    $(filter x86_64% amd64%,$(shell $(CXX) $(CLANG_CROSS_FLAGS) -dumpmachine 2>/dev/null)))

ifneq ($(KTSTR_ARCH),)
TEST_PROGS := run_ktstr.sh
TEST_FILES := config config.x86_64 settings
TEST_GEN_FILES := ktstr ktstr_init sched_ext
endif

OVERRIDE_TARGETS := 1
include $(KTSTR_TREE)/tools/testing/selftests/lib.mk

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:

# The suite runs run_ktstr.sh from the source folder even when O= puts what is built elsewhere.
export KTSTR_OUTPUT := $(abspath $(OUTPUT))
WORK_DIR := $(KTSTR_OUTPUT)/build
EXTRA_CLEAN := $(WORK_DIR)

sources = $(sort $(shell find $(wildcard $(1)) -name '*.cpp'))
not_tests = $(filter-out %_test.cpp %_fuzz.cpp,$(1))

HOST_SOURCES := $(call not_tests,$(call sources,vmm harness cases))
GUEST_SOURCES := $(call not_tests,$(call sources,init harness/scenario harness/wire cases))

# Lines and functions for backtraces; all of -g would double the time.
CXXFLAGS ?= -O2 -g1
KTSTR_GOALS := $(or $(MAKECMDGOALS),all)
ifneq ($(KTSTR_ARCH),)
ifneq ($(filter-out clean emit_tests format layers check headers,$(KTSTR_GOALS)),)
include harness/build/features.mk
endif
endif

# -D_GNU_SOURCE= from lib.mk: C++ compilers define it already, with another value.
# As the kernel does for itself (init/Kconfig, CC_NO_ARRAY_BOUNDS): gcc 12 warns about accesses in
# inlined vector code that cannot happen.
GCC_WARNINGS := $(if $(findstring clang,$(CXX)),,-Wno-array-bounds -Wno-stringop-overflow -Wno-restrict)
KTSTR_CXXFLAGS = -std=c++20 -fno-exceptions -fno-rtti -Wall -Wextra -Werror -pthread \
		 $(filter-out -D_GNU_SOURCE=,$(CFLAGS)) $(CXXFLAGS) -I. -isystem $(WORK_DIR)/include \
		 $(KTSTR_DEFINES)

object_files = $(patsubst %.cpp,$(WORK_DIR)/$(1)/%.o,$(2))
# What both sides share is compiled once.
guest_objects = $(call object_files,guest,$(filter init/%,$(1))) \
		$(call object_files,host,$(filter-out init/%,$(1)))

# $(call compile_rule,folder,compiler and flags): every .cpp to an object below that folder.
# harness/setup/build.sh sets KTSTR_COMPILER_LAUNCHER to ccache.
define compile_rule
$(WORK_DIR)/$(1)/%.o: %.cpp $(WORK_DIR)/features.mk
	$$(call msg,CXX,$(1),$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(KTSTR_COMPILER_LAUNCHER) $(2) -MMD -MP -c $$< -o $$@
endef

# init includes the skeletons (and what they share with their programs). No dependency file names them:
# -MMD leaves out what is found by -isystem.
define guest_prerequisites
$(call object_files,$(1),$(call sources,init)): | $(LIBBPF) $(KTSTR_SKELETONS)
$(foreach skeleton,$(KTSTR_SKELETONS),$(call builtin_prerequisite,$(1),$(skeleton),$(notdir $(skeleton:.bpf.skel.h=))))
endef

define builtin_prerequisite
$(call object_files,$(1),init/sched/builtins/$(3).cpp): $(2)

endef

GUEST_INCLUDES := -isystem $(KTSTR_TREE)/tools/sched_ext/include

KTSTR_CXX := $(CXX) $(CLANG_CROSS_FLAGS) $(GCC_WARNINGS)
# A test that is not optimised compiles faster and shows the same.
TEST_FLAGS = $(if $(filter %_test.o,$@),-O0)
$(eval $(call compile_rule,host,$(KTSTR_CXX) $$(KTSTR_CXXFLAGS) $$(TEST_FLAGS)))
$(eval $(call compile_rule,guest,$(KTSTR_CXX) $$(KTSTR_CXXFLAGS) $(GUEST_INCLUDES) $$(TEST_FLAGS)))
$(eval $(call guest_prerequisites,guest))

# Both programs are loaded whole into a guest's memory; debugging information stays with the objects.
PROGRAM_LDFLAGS := -static -pthread -Wl,--strip-debug

$(OUTPUT)/ktstr: $(call object_files,host,$(HOST_SOURCES))
	$(call msg,LINK,,$@)
	$(Q)$(CXX) $(CLANG_CROSS_FLAGS) $(PROGRAM_LDFLAGS) $(filter %.o,$^) $(LDFLAGS) $(KTSTR_HOST_LIBS) -o $@

$(OUTPUT)/ktstr_init: $(call guest_objects,$(GUEST_SOURCES)) $(LIBBPF)
	$(call msg,LINK,,$@)
	$(Q)$(CXX) $(CLANG_CROSS_FLAGS) $(PROGRAM_LDFLAGS) $(filter %.o,$^) $(LIBBPF) $(LDFLAGS) \
		$(KTSTR_GUEST_LIBS) -o $@

include harness/build/test.mk
-include $(shell find $(WORK_DIR) -name '*.d' -not -path '*/bpftool/*' -not -path '*/libbpf/*' 2>/dev/null)

endif
