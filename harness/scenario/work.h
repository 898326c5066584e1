/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work: what a worker does over and over until it is stopped; one round of it is an iteration.
 * Plain data. A worker is one process and has one thread, unless its type says that it has more;
 * all random choices come from the scenario's seed. Threads of one worker that exchange something
 * are on the CPUs that the worker may run on.
 *
 * Times are guest time as the worker's clock shows it (CLOCK_MONOTONIC), _us microseconds, _ms
 * milliseconds; sizes are KiB where the name ends in _kib. The types, each with its fields, their
 * limits and its needs, are in harness/scenario/work/, by what they load.
 */
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "harness/scenario/work/cpu.h"
#include "harness/scenario/work/device.h"
#include "harness/scenario/work/memory.h"
#include "harness/scenario/work/model.h"
#include "harness/scenario/work/process.h"
#include "harness/scenario/work/wake.h"

namespace ktstr {

template <typename... Lists>
struct JoinedTypes;

template <typename... Types>
struct JoinedTypes<std::variant<Types...>> {
	using Type = std::variant<Types...>;
};

template <typename... First, typename... Second, typename... Rest>
struct JoinedTypes<std::variant<First...>, std::variant<Second...>, Rest...>
	: JoinedTypes<std::variant<First..., Second...>, Rest...> {};

using WorkTypes = JoinedTypes<CpuWorkTypes, WakeWorkTypes, MemoryWorkTypes, ProcessWorkTypes,
			      DeviceWorkTypes, ModelWorkTypes>::Type;

/*
 * Of its own, and not the variant alone, for the constructor, which is not constexpr: g++ 12 tries
 * to make a constant of a variant in an initialiser list, in time and memory that double with each
 * alternative before the one that is meant.
 */
struct Work : WorkTypes {
	Work() = default;
	template <typename T>
		requires(!std::is_same_v<std::decay_t<T>, Work>)
	Work(T &&type) : WorkTypes(std::forward<T>(type))
	{}
};

inline WorkTraits traits_of(const Work &work)
{
	return std::visit(
		[]<typename Type>(const Type &) -> WorkTraits {
			if constexpr (requires { Type::kTraits; })
				return Type::kTraits;
			else
				return {};
		},
		work);
}

} /* namespace ktstr */
