/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work: what a worker repeats until it is stopped; one round is an iteration. Plain data. A worker
 * is one process with one thread, unless its type has more. All random choices come from the
 * scenario's seed. Threads of one worker that communicate run on the CPUs that the worker may use.
 *
 * Times are guest time by the worker's clock (CLOCK_MONOTONIC): _us microseconds, _ms milliseconds.
 * Sizes ending in _kib are KiB. The types, with their fields, limits and needs, are in
 * harness/scenario/work/, grouped by what they load.
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
 * A type of its own, because its constructor is not constexpr. With a plain variant in an
 * initialiser list, g++ 12 tries to build a constant, and time and memory double with each
 * alternative before the wanted one.
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
