/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Models of whole programs, and work that a case defines itself. Plain data; see
 * harness/scenario/work.h.
 */
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>

#include "harness/scenario/limits.h"
#include "harness/scenario/needs.h"
#include "harness/scenario/work/traits.h"

namespace ktstr {

/** Like schbench: a message thread wakes @workers, which each do @operations on @cache_kib. */
struct Schbench {
	uint32_t message_threads = 1;
	uint32_t workers = 4; /* for each message thread */
	uint32_t cache_kib = 64;
	uint32_t operations = 2;
	uint32_t think_us = 100;
};
KTSTR_FIELDS(Schbench)
{
	v("message_threads", x.message_threads, kThreads);
	v("workers", x.workers, kThreads);
	v("cache_kib", x.cache_kib, kKib);
	v("operations", x.operations, kRounds);
	v("think_us", x.think_us, kSleepUs);
}

/**
 * Like taobench: client threads query a cache by queue; fast threads answer, slow ones fill it.
 */
struct Taobench {
	uint32_t clients = 2;
	uint32_t fast = 2;
	uint32_t slow = 1;
	uint32_t hit_percent = 90;
	uint32_t miss_us = 500;
};
KTSTR_FIELDS(Taobench)
{
	v("clients", x.clients, kThreads);
	v("fast", x.fast, kThreads);
	v("slow", x.slow, kThreads);
	v("hit_percent", x.hit_percent, between(0, 100, "%"));
	v("miss_us", x.miss_us, kSleepUs);
}

/** A function that the case defines, by its registered name (KTSTR_WORK). */
struct Custom {
	static constexpr WorkTraits kTraits = {.binds_itself = true};

	std::string name;
};
KTSTR_FIELDS(Custom)
{
	v("name", x.name, required());
}

using ModelWorkTypes = std::variant<Schbench, Taobench, Custom>;

} /* namespace ktstr */
