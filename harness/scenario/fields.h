/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How the vocabulary's types describe their fields to a visitor: the JSON reader, the writer, the
 * schema. Each field calls the visitor as v("name", field, limits), in the order of declaration.
 * Pure; any thread.
 */
#pragma once

#include <concepts>
#include <limits>
#include <type_traits>
#include <variant>

namespace ktstr {

/** A std::variant, or a type derived from one. */
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

/** Calls @visit for @part and, recursively, for all its parts that have fields, by their types. */
template <typename Part, typename Visitor>
void visit_parts(Part &part, Visitor &visit);

/* Visits the fields for visit_parts(). */
template <typename Visitor>
struct PartVisitor {
	Visitor &visit;

	template <typename Field>
	void operator()(const char *, Field &field, const Limits & = {})
	{
		visit_parts(field, visit);
	}
};

template <typename Part, typename Visitor>
void visit_parts(Part &part, Visitor &visit)
{
	PartVisitor<Visitor> fields = {visit};

	if constexpr (OneOf<Part>) {
		std::visit([&visit](auto &one) { visit_parts(one, visit); }, part);
	} else if constexpr (requires { describe(fields, part); }) {
		visit(part);
		describe(fields, part);
	} else if constexpr (requires { part.has_value(); }) {
		if (part)
			visit_parts(*part, visit);
	} else if constexpr (requires { part.push_back({}); } && !requires { part.c_str(); }) {
		for (auto &element : part)
			visit_parts(element, visit);
	}
}

/** Names the type in variants and starts the function that visits its fields. */
#define KTSTR_FIELDS_AS(type, name)                                                                \
	constexpr const char *type_name(const type *)                                              \
	{                                                                                          \
		return name;                                                                       \
	}                                                                                          \
	template <typename Visitor>                                                                \
	void describe([[maybe_unused]] Visitor &v, [[maybe_unused]] type &x)

#define KTSTR_FIELDS(type) KTSTR_FIELDS_AS(type, #type)

/** The names of an enum's values, in order. */
#define KTSTR_CHOICES(type, ...)                                                                   \
	constexpr auto choice_names(const type *)                                                  \
	{                                                                                          \
		return std::to_array<const char *>({__VA_ARGS__});                                 \
	}

} /* namespace ktstr */
