/* SPDX-License-Identifier: GPL-2.0 */
#include <cmath>
#include <concepts>
#include <cstdlib>

#include "harness/scenario/json/json.h"
#include "harness/scenario/json/json_value.h"
#include "harness/scenario/scenario_fields.h"

namespace ktstr {

namespace {

json_t *of_type(const char *type)
{
	return json_pack("{s:s}", "type", type);
}

json_t *shortest(double value)
{
	double whole = std::floor(value);

	return whole == value ? json_integer(json_int_t(whole)) : json_real(value);
}

void limit(json_t *schema, const char *minimum, const char *maximum, const Limits &limits)
{
	constexpr Limits kNone;

	if (limits.minimum != kNone.minimum)
		json_object_set_new(schema, minimum, shortest(limits.minimum));
	if (limits.maximum != kNone.maximum)
		json_object_set_new(schema, maximum, shortest(limits.maximum));
	if (*limits.unit)
		json_object_set_new(schema, "description", json_string(limits.unit));
}

/*
 * Makes the schemas of types, each a new reference. Those of objects go to $defs once, by name.
 */
class SchemaMaker {
public:
	explicit SchemaMaker(json_t *definitions) : definitions_(definitions) {}

	json_t *make(const bool *, const Limits &) { return of_type("boolean"); }
	json_t *make(const std::string *, const Limits &) { return of_type("string"); }
	json_t *make(const double *, const Limits &limits) { return number("number", limits); }
	template <std::integral T>
	json_t *make(const T *, const Limits &limits)
	{
		return number("integer", limits);
	}
	json_t *make(const Bound *, const Limits &limits)
	{
		return json_pack("{s:[o,{s:s}]}", "anyOf", number("number", limits), "const",
				 "off");
	}
	template <typename T>
		requires std::is_enum_v<T>
	json_t *make(const T *none, const Limits &)
	{
		json_t *names = json_array();

		for (const char *name : choice_names(none))
			json_array_append_new(names, json_string(name));
		return json_pack("{s:o}", "enum", names);
	}
	template <typename T>
	json_t *make(const std::optional<T> *, const Limits &limits)
	{
		return make(static_cast<const T *>(nullptr), limits);
	}
	template <typename T>
	json_t *make(const std::vector<T> *, const Limits &limits)
	{
		json_t *schema = json_pack("{s:s,s:o}", "type", "array", "items",
					   make(static_cast<const T *>(nullptr), Limits{}));

		limit(schema, "minItems", "maxItems", limits);
		return schema;
	}
	template <OneOf T>
	json_t *make(const T *none, const Limits &)
	{
		return one_of(none, tag_key(none));
	}
	template <WithFields T>
	json_t *make(const T *none, const Limits &)
	{
		return object(none, nullptr);
	}

private:
	template <typename... Alternatives>
	json_t *one_of(const std::variant<Alternatives...> *, const char *tag)
	{
		json_t *list = json_array();

		(json_array_append_new(list,
				       object(static_cast<const Alternatives *>(nullptr), tag)),
		 ...);
		return json_pack("{s:o}", "oneOf", list);
	}
	/* The visitor that collects an object's fields. */
	class Fields {
	public:
		Fields(SchemaMaker &maker, json_t *properties, json_t *required)
			: maker_(maker), properties_(properties), required_(required)
		{}
		template <typename T>
		void operator()(const char *name, T &field, const Limits &limits = {})
		{
			json_object_set_new(properties_, name, maker_.make(&field, limits));
			if (limits.required)
				json_array_append_new(required_, json_string(name));
		}

	private:
		SchemaMaker &maker_;
		json_t *properties_;
		json_t *required_;
	};

	static json_t *number(const char *type, const Limits &limits)
	{
		json_t *schema = of_type(type);

		limit(schema, "minimum", "maximum", limits);
		return schema;
	}

	template <typename T>
	json_t *object(const T *none, const char *tag)
	{
		std::string name = type_name(none);

		if (!json_object_get(definitions_, name.c_str()))
			json_object_set_new(definitions_, name.c_str(), define<T>(tag));
		return json_pack("{s:s}", "$ref", ("#/$defs/" + name).c_str());
	}

	template <typename T>
	json_t *define(const char *tag)
	{
		json_t *properties = json_object(), *required = json_array();
		T object = {};

		if (tag) {
			json_object_set_new(properties, tag,
					    json_pack("{s:s}", "const", type_name(&object)));
			json_array_append_new(required, json_string(tag));
		}
		Fields fields(*this, properties, required);
		describe(fields, object);
		return json_pack("{s:s,s:o,s:o,s:b}", "type", "object", "properties", properties,
				 "required", required, "additionalProperties", 0);
	}

	json_t *definitions_;
};

} /* namespace */

std::string scenario_schema()
{
	constexpr size_t kDigits = 12;
	JsonValue definitions(json_object());
	SchemaMaker maker(definitions.get());
	json_t *root = maker.make(static_cast<const ScenarioCase *>(nullptr), Limits{});
	JsonValue schema(json_pack("{s:s,s:s,s:o,s:O}", "$schema",
				   "https://json-schema.org/draft/2020-12/schema", "title",
				   "ktstr scenario", "allOf", json_pack("[o]", root), "$defs",
				   definitions.get()));
	char *text = json_dumps(schema.get(), JSON_INDENT(2) | JSON_REAL_PRECISION(kDigits));
	std::string result = text ? text : "";

	free(text);
	return result + "\n";
}

} /* namespace ktstr */
