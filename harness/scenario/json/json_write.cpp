/* SPDX-License-Identifier: GPL-2.0 */
#include <concepts>
#include <cstdlib>

#include "harness/scenario/json/json.h"
#include "harness/scenario/json/json_value.h"
#include "harness/scenario/scenario_fields.h"

namespace ktstr {

namespace {

/* Each returns a new reference. */

json_t *write(bool value)
{
	return json_boolean(value);
}

template <std::integral T>
json_t *write(T value)
{
	return json_integer(json_int_t(value));
}

json_t *write(double value)
{
	return json_real(value);
}

json_t *write(const Bound &bound)
{
	if (!bound.given())
		return json_null();
	return bound.value() ? json_real(*bound.value()) : json_string("off");
}

json_t *write(const std::string &value)
{
	return json_stringn(value.data(), value.size());
}

template <typename T>
	requires std::is_enum_v<T>
json_t *write(T value)
{
	return json_string(choice_names(static_cast<const T *>(nullptr))[size_t(value)]);
}

template <WithFields T>
json_t *write(const T &value);

template <OneOf T>
json_t *write(const T &value);

template <typename T>
json_t *write(const std::optional<T> &value)
{
	return value ? write(*value) : json_null();
}

template <typename T>
json_t *write(const std::vector<T> &values)
{
	json_t *list = json_array();

	for (const T &value : values)
		json_array_append_new(list, write(value));
	return list;
}

/* The visitor that writes all fields of one object. */
class ObjectWriter {
public:
	explicit ObjectWriter(json_t *object) : object_(object) {}

	template <typename T>
	void operator()(const char *name, T &field, const Limits & = {})
	{
		json_object_set_new(object_, name, write(static_cast<const T &>(field)));
	}

private:
	json_t *object_;
};

/* The visitor that drops optional fields with default values. */
class DefaultsRemover {
public:
	DefaultsRemover(json_t *object, json_t *defaults) : object_(object), defaults_(defaults) {}

	template <typename T>
	void operator()(const char *name, T &, const Limits &limits = {})
	{
		if (!limits.required &&
		    json_equal(json_object_get(object_, name), json_object_get(defaults_, name)))
			json_object_del(object_, name);
	}

private:
	json_t *object_;
	json_t *defaults_;
};

template <typename T>
void write_fields(json_t *object, T value)
{
	JsonValue defaults(json_object());
	ObjectWriter default_writer(defaults.get()), writer(object);
	T none = {};

	describe(default_writer, none);
	describe(writer, value);
	DefaultsRemover remover(object, defaults.get());
	describe(remover, value);
}

template <WithFields T>
json_t *write(const T &value)
{
	json_t *object = json_object();

	write_fields(object, value);
	return object;
}

template <OneOf T>
json_t *write(const T &value)
{
	json_t *object = json_object();

	std::visit(
		[&](const auto &alternative) {
			json_object_set_new(object, tag_key(&value),
					    json_string(type_name(&alternative)));
			write_fields(object, alternative);
		},
		value);
	return object;
}

} /* namespace */

std::string to_json(const ScenarioCase &scenario)
{
	constexpr size_t kDigits = 12;
	JsonValue root(write(scenario));
	char *text = json_dumps(root.get(), JSON_INDENT(2) | JSON_REAL_PRECISION(kDigits));
	std::string result = text ? text : "";

	free(text);
	return result + "\n";
}

} /* namespace ktstr */
