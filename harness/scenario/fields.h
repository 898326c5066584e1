/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the vocabulary's types tell about their fields to a visitor: the JSON reader, the writer,
 * the schema. A visitor is called as v("name", field, limits) for each, in the order of
 * declaration. Pure; any thread.
 */
#pragma once

#include <limits>
#include <variant>

namespace ktstr {

/** A std::variant, or a type that is derived from one. */
template <typename T>
concept OneOf = requires(T &value) {
	[]<typename... Alternatives>(const std::variant<Alternatives...> &) {}(value);
};

/** A plain aggregate with fields. */
template <typename T>
concept WithFields = std::is_class_v<T> && !OneOf<T>;

struct Limits {
	double minimum =
		std::numeric_limits<double>::lowest(); /* of a number, or a list's length */
	double maximum = std::numeric_limits<double>::max();
	const char *unit = "";
	bool required = false;
};

constexpr Limits between(double minimum, double maximum, const char *unit = "")
{
	return {minimum, maximum, unit, false};
}

constexpr Limits required()
{
	return {.required = true};
}

/** Names the type in variants, by itself, and begins the function that visits its fields. */
#define KTSTR_FIELDS_AS(type, name)                                                                \
	constexpr const char *type_name(const type *)                                              \
	{                                                                                          \
		return name;                                                                       \
	}                                                                                          \
	template <typename Visitor>                                                                \
	void describe([[maybe_unused]] Visitor &v, [[maybe_unused]] type &x)

#define KTSTR_FIELDS(type) KTSTR_FIELDS_AS(type, #type)

/** The names of an enum's values, in their order. */
#define KTSTR_CHOICES(type, ...)                                                                   \
	constexpr auto choice_names(const type *)                                                  \
	{                                                                                          \
		return std::to_array<const char *>({__VA_ARGS__});                                 \
	}

} /* namespace ktstr */
