/* SPDX-License-Identifier: GPL-2.0 */
#include <concepts>
#include <cstring>
#include <set>

#include "harness/scenario/json/json.h"
#include "harness/scenario/json/json_value.h"
#include "harness/scenario/scenario_fields.h"

namespace ktstr {

namespace {

std::string number_text(double value)
{
	char text[32];

	snprintf(text, sizeof(text), "%.12g", value);
	return text;
}

/* Where in the scenario a value is. Keeps only the first error. */
class Place {
public:
	Place(std::string path, std::string *error) : path_(std::move(path)), error_(error) {}

	Place field(const std::string &name) const
	{
		return {path_.empty() ? name : path_ + "." + name, error_};
	}
	Place element(size_t i) const { return {path_ + "[" + std::to_string(i) + "]", error_}; }
	void fail(const std::string &what) const
	{
		if (error_->empty())
			*error_ = (path_.empty() ? "" : path_ + ": ") + what;
	}

private:
	std::string path_;
	std::string *error_;
};

void check_limits(double value, const Limits &limits, const char *what, const Place &place)
{
	if (value >= limits.minimum && value <= limits.maximum)
		return;
	std::string unit = *limits.unit ? std::string(" ") + limits.unit : "";
	place.fail(std::string(what) + " must be " + number_text(limits.minimum) + " to " +
		   number_text(limits.maximum) + unit + ", is " + number_text(value));
}

void read(const json_t *value, bool &to, const Limits &, const Place &place)
{
	if (!json_is_boolean(value))
		return place.fail("must be true or false");
	to = json_is_true(value);
}

template <std::integral T>
void read(const json_t *value, T &to, const Limits &limits, const Place &place)
{
	if (!json_is_integer(value))
		return place.fail("must be a whole number");
	check_limits(double(json_integer_value(value)), limits, "it", place);
	if (!std::in_range<T>(json_integer_value(value)))
		return place.fail("is out of range");
	to = T(json_integer_value(value));
}

void read(const json_t *value, double &to, const Limits &limits, const Place &place)
{
	if (!json_is_number(value))
		return place.fail("must be a number");
	to = json_number_value(value);
	check_limits(to, limits, "it", place);
}

void read(const json_t *value, Bound &to, const Limits &limits, const Place &place)
{
	double number = 0;

	if (json_is_string(value) && strcmp(json_string_value(value), "off") == 0) {
		to = Bound::off();
		return;
	}
	if (!json_is_number(value))
		return place.fail("must be a number or \"off\"");
	read(value, number, limits, place);
	to = number;
}

void read(const json_t *value, std::string &to, const Limits &, const Place &place)
{
	if (!json_is_string(value))
		return place.fail("must be a string");
	to.assign(json_string_value(value), json_string_length(value));
	if (to.find('\0') != to.npos)
		place.fail("must not contain NUL");
}

template <typename Names>
std::string one_of(const Names &names)
{
	std::string text;

	for (const char *name : names)
		text += (text.empty() ? "" : ", ") + std::string(name);
	return text;
}

template <typename T>
	requires std::is_enum_v<T>
void read(const json_t *value, T &to, const Limits &, const Place &place)
{
	constexpr auto names = choice_names(static_cast<const T *>(nullptr));

	for (size_t i = 0; json_is_string(value) && i < names.size(); i++) {
		if (strcmp(json_string_value(value), names[i]) == 0) {
			to = T(i);
			return;
		}
	}
	place.fail("must be one of " + one_of(names));
}

template <WithFields T>
void read(const json_t *value, T &to, const Limits &limits, const Place &place);

template <OneOf T>
void read(const json_t *value, T &to, const Limits &limits, const Place &place);

template <typename T>
void read(const json_t *value, std::optional<T> &to, const Limits &limits, const Place &place)
{
	read(value, to.emplace(), limits, place);
}

template <typename T>
void read(const json_t *value, std::vector<T> &to, const Limits &limits, const Place &place)
{
	if (!json_is_array(value))
		return place.fail("must be a list");
	size_t count = json_array_size(value);
	check_limits(double(count), limits, "its length", place);
	to.clear();
	for (size_t i = 0; i < count; i++)
		read(json_array_get(value, i), to.emplace_back(), Limits{}, place.element(i));
}

/* The visitor that fills one object's fields. */
class ObjectReader {
public:
	ObjectReader(const json_t *object, const Place &place) : object_(object), place_(place) {}

	template <typename T>
	void operator()(const char *name, T &field, const Limits &limits = {})
	{
		const json_t *value = json_object_get(object_, name);

		names_.insert(name);
		if (value)
			read(value, field, limits, place_.field(name));
		else if (limits.required)
			place_.field(name).fail("is missing");
	}
	/** A field that is read elsewhere. */
	void skip(const char *name) { names_.insert(name); }
	void finish() const
	{
		const char *key;
		json_t *value;

		json_object_foreach(const_cast<json_t *>(object_), key, value)
		{
			if (!names_.contains(key))
				place_.field(key).fail("is no field here; there are: " +
						       one_of(names_));
		}
	}

private:
	struct Less {
		bool operator()(const char *a, const char *b) const { return strcmp(a, b) < 0; }
	};

	const json_t *object_;
	const Place &place_;
	std::set<const char *, Less> names_;
};

template <typename T>
void read_fields(const json_t *value, T &to, const char *tag, const Place &place)
{
	ObjectReader reader(value, place);

	if (tag)
		reader.skip(tag);
	describe(reader, to);
	reader.finish();
}

template <WithFields T>
void read(const json_t *value, T &to, const Limits &, const Place &place)
{
	if (!json_is_object(value))
		return place.fail("must be an object");
	read_fields(value, to, nullptr, place);
}

/* Reads a variant, passed twice to deduce its alternatives. The tag selects one. */
template <typename T, typename... Alternatives>
void read_one_of(const json_t *value, T &to, const std::variant<Alternatives...> &,
		 const Place &place)
{
	const char *key = tag_key(&to);
	const json_t *tag = json_is_object(value) ? json_object_get(value, key) : nullptr;
	bool found = false;

	if (!json_is_object(value))
		return place.fail("must be an object");
	auto try_one = [&]<typename A>(const A *none) {
		if (found || !json_is_string(tag) ||
		    strcmp(json_string_value(tag), type_name(none)))
			return;
		found = true;
		read_fields(value, to.template emplace<A>(), key, place);
	};
	(try_one(static_cast<const Alternatives *>(nullptr)), ...);
	if (!found)
		place.field(key).fail((tag ? "must be one of " : "is missing; one of ") +
				      one_of(std::to_array<const char *>({type_name(
					      static_cast<const Alternatives *>(nullptr))...})));
}

template <OneOf T>
void read(const json_t *value, T &to, const Limits &, const Place &place)
{
	read_one_of(value, to, to, place);
}

} /* namespace */

Result<ScenarioCase> scenario_from_json(std::string_view text, const std::string &origin)
{
	json_error_t syntax;
	ScenarioCase scenario;
	std::string error;

	if (text.size() > kMaxScenarioText)
		return format_error("scenario", origin + ": longer than 1 MiB");
	JsonValue root(json_loadb(text.data(), text.size(), JSON_REJECT_DUPLICATES, &syntax));
	if (!root)
		return format_error("scenario", origin + ":" + std::to_string(syntax.line) + ":" +
							std::to_string(syntax.column) + ": " +
							syntax.text);
	read(root.get(), scenario, Limits{}, Place("", &error));
	if (!error.empty())
		return format_error("scenario", origin + ": " + error);
	return scenario;
}

} /* namespace ktstr */
