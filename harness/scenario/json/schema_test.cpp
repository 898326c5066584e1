/* SPDX-License-Identifier: GPL-2.0 */
/* The committed schema, and whether it accepts existing scenarios. */
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <iterator>

#include "harness/scenario/json/json.h"
#include "harness/scenario/json/json_value.h"
#include "harness/scenario/rules/case_data.h"
#include "harness/scenario/rules/validate.h"

namespace ktstr {
namespace {

/* The subset of JSON Schema that our schema uses; an unknown keyword is a mismatch. */
class SchemaChecker {
public:
	explicit SchemaChecker(const std::string &schema)
		: root_(json_loads(schema.c_str(), JSON_REJECT_DUPLICATES, nullptr))
	{}

	/** Where and why @text does not match; empty: it does. */
	std::string mismatch(const std::string &text)
	{
		JsonValue value(json_loads(text.c_str(), 0, nullptr));

		return value && root_ ? match(root_.get(), value.get(), "") : "no JSON";
	}

private:
	std::string match(json_t *schema, json_t *value, const std::string &at)
	{
		const char *keyword;
		json_t *argument;

		json_object_foreach(schema, keyword, argument)
		{
			std::string wrong = match_keyword(keyword, argument, schema, value, at);

			if (!wrong.empty())
				return wrong;
		}
		return {};
	}

	std::string match_keyword(const std::string &keyword, json_t *argument, json_t *schema,
				  json_t *value, const std::string &at)
	{
		double number = json_number_value(value), limit = json_number_value(argument);
		double length = double(json_array_size(value));

		if (keyword == "$ref")
			return match(definition(json_string_value(argument)), value, at);
		if (keyword == "allOf" || keyword == "anyOf" || keyword == "oneOf")
			return match_several(keyword, argument, value, at);
		if (keyword == "properties")
			return match_properties(argument, value, at);
		if (keyword == "items")
			return match_items(argument, value, at);
		if (keyword == "required")
			return match_required(argument, value, at);
		if (keyword == "additionalProperties")
			return match_names(json_object_get(schema, "properties"), value, at);
		bool fine = keyword == "type"	    ? has_type(json_string_value(argument), value)
			    : keyword == "const"    ? json_equal(argument, value)
			    : keyword == "enum"	    ? contains(argument, value)
			    : keyword == "minimum"  ? number >= limit
			    : keyword == "maximum"  ? number <= limit
			    : keyword == "minItems" ? length >= limit
			    : keyword == "maxItems" ? length <= limit
						    : says_nothing(keyword);

		return fine ? "" : at + ": " + keyword;
	}

	json_t *definition(const std::string &reference)
	{
		const std::string prefix = "#/$defs/";

		if (!reference.starts_with(prefix))
			return nullptr;
		return json_object_get(json_object_get(root_.get(), "$defs"),
				       reference.substr(prefix.size()).c_str());
	}

	std::string match_several(const std::string &keyword, json_t *schemas, json_t *value,
				  const std::string &at)
	{
		size_t matches = 0;
		std::string last;

		for (size_t i = 0; i < json_array_size(schemas); i++) {
			std::string wrong = match(json_array_get(schemas, i), value, at);

			matches += wrong.empty();
			if (!wrong.empty())
				last = wrong;
		}
		bool fine = keyword == "allOf"	 ? matches == json_array_size(schemas)
			    : keyword == "oneOf" ? matches == 1
						 : matches > 0;

		return fine ? "" : last.empty() ? at + ": " + keyword : last;
	}

	std::string match_properties(json_t *properties, json_t *value, const std::string &at)
	{
		const char *name;
		json_t *schema;

		json_object_foreach(properties, name, schema)
		{
			json_t *field = json_object_get(value, name);
			std::string wrong = field ? match(schema, field, at + "." + name) : "";

			if (!wrong.empty())
				return wrong;
		}
		return {};
	}

	std::string match_items(json_t *schema, json_t *value, const std::string &at)
	{
		for (size_t i = 0; i < json_array_size(value); i++) {
			std::string wrong = match(schema, json_array_get(value, i),
						  at + "[" + std::to_string(i) + "]");

			if (!wrong.empty())
				return wrong;
		}
		return {};
	}

	static std::string match_required(json_t *names, json_t *value, const std::string &at)
	{
		for (size_t i = 0; i < json_array_size(names); i++) {
			const char *name = json_string_value(json_array_get(names, i));

			if (!json_object_get(value, name))
				return at + ": " + name + " is missing";
		}
		return {};
	}

	static std::string match_names(json_t *properties, json_t *value, const std::string &at)
	{
		const char *name;
		json_t *field;

		json_object_foreach(value, name, field)
		{
			if (!json_object_get(properties, name))
				return at + ": " + name + " is not known";
		}
		return {};
	}

	static bool has_type(const std::string &type, json_t *value)
	{
		return type == "object"	   ? json_is_object(value)
		       : type == "array"   ? json_is_array(value)
		       : type == "string"  ? json_is_string(value)
		       : type == "boolean" ? json_is_boolean(value)
		       : type == "number"  ? json_is_number(value)
		       : type == "integer" ? json_is_integer(value)
					   : false;
	}

	static bool contains(json_t *values, json_t *value)
	{
		for (size_t i = 0; i < json_array_size(values); i++) {
			if (json_equal(json_array_get(values, i), value))
				return true;
		}
		return false;
	}

	static bool says_nothing(const std::string &keyword)
	{
		return keyword == "$schema" || keyword == "title" || keyword == "description" ||
		       keyword == "$defs";
	}

	JsonValue root_;
};

std::string source_file(const std::string &name)
{
	std::string here = __FILE__;
	std::ifstream file(here.substr(0, here.rfind("harness/")) + name);

	return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/* One scenario for each special form. */
ScenarioCase full_case()
{
	ScenarioCase c;
	Payload payload = {.name = "p",
			   .program = "true",
			   .arguments = {"a", "\"b\""},
			   .output = Payload::Output::lines,
			   .metrics = {{.name = "m", .minimum = 0.5}}};

	c.name = "full";
	c.description = "All kinds of fields.";
	c.topology = "2:4:2:1";
	c.scheduler = {ScenarioScheduler::Kind::any, "ktstr_fifo", {"-v"}};
	c.needs_options = {"CONFIG_PSI"};
	c.scenario.backdrop.cgroups = {{.name = "bg", .cpu_weight = 7, .work = {{.workers = 2}}}};
	c.scenario.steps = {
		{.name = "first",
		 .cgroups = {{.name = "a",
			      .cpuset = OverlappingCpus{0, 2, 0.25},
			      .cpu_max = 1.5,
			      .cpu_idle = false,
			      .memory_max = 1 << 30,
			      .work = {{.type = Sequence{},
					.percent = 150,
					.policy = {.kind = SchedulingPolicy::Kind::fifo,
						   .priority = 3},
					.nice = {},
					.affinity = RandomCpus{2},
					.memory = {MemoryPolicy::Mode::bind, {0, 1}}},
				       {.type = WakeChain{.wake = WakeChain::Wake::pipe}}},
			      .payload = payload}},
		 .ops = {WaitPayload{.name = "p", .timeout_ms = 100},
			 SetCpuset{"a", ExactCpus{"0-2"}},
			 AddCgroupDef{{.name = "b", .cpuset = NodeCpus{1}}},
			 MoveAllTasks{"a", "b"}},
		 .hold = HoldShare{0.5}},
		{.ops = {Spawn{.work = {}}}, .hold = HoldLoop{50, 500}}};
	c.scenario.checks = {.starved = 0, .gap_ms = Bound::off(), .wake_p99_us = 12.5};
	return c;
}

std::string read_back(const std::string &text)
{
	Result<ScenarioCase> read = scenario_from_json(text, "x");

	return read.ok() ? to_json(read.value()) : read.error().to_string();
}

TEST(ScenarioSchema, TheCommittedFileIsCurrent)
{
	EXPECT_EQ(source_file("harness/scenario/json/scenario.schema.json"), scenario_schema())
		<< "renew it: ./run_ktstr.sh --scenario-schema > "
		   "harness/scenario/json/scenario.schema.json";
}

TEST(ScenarioSchema, AFullScenarioMatchesAndComesBack)
{
	SchemaChecker schema(scenario_schema());
	std::string text = to_json(full_case());

	EXPECT_EQ(schema.mismatch(text), "");
	EXPECT_EQ(read_back(text), text);
}

TEST(ScenarioSchema, WhatTheReaderRefusesDoesNotMatch)
{
	SchemaChecker schema(scenario_schema());
	const std::string text = to_json(full_case());

	for (auto [right, wrong] :
	     {std::pair("\"p\"", "3"), std::pair("\"fifo\"", "\"fast\""),
	      std::pair("\"WakeChain\"", "\"Chain\""), std::pair("\"cpu_idle\"", "\"idle\""),
	      std::pair("\"off\"", "\"on\""), std::pair("1.5", "0"),
	      std::pair("\"steps\"", "\"stages\""),
	      std::pair("\"percent\": 150", "\"percent\": 1.5")}) {
		std::string changed = text;
		size_t at = changed.find(right);

		ASSERT_NE(at, std::string::npos) << right;
		changed.replace(at, strlen(right), wrong);
		EXPECT_NE(schema.mismatch(changed), "") << wrong;
		EXPECT_FALSE(scenario_from_json(changed, "x").ok()) << wrong;
	}
}

TEST(ScenarioSchema, EveryBuiltInScenarioMatchesComesBackAndMakesSense)
{
	SchemaChecker schema(scenario_schema());

	for (const Case *test : all_cases()) {
		if (test->scenario.empty())
			continue;
		std::string text = to_json(as_scenario_case(*test, test->topology));
		Result<void> valid =
			validate_scenario(test->scenario, test->topology, test->deadline_ms);

		EXPECT_EQ(schema.mismatch(text), "") << test->name;
		EXPECT_EQ(read_back(text), text) << test->name;
		EXPECT_TRUE(valid.ok()) << test->name << ": " << valid.error().to_string();
	}
}

/* The block after "Scenarios as files" that starts with a line "    {". */
TEST(ScenarioSchema, TheExampleOfTheReadmeIsOne)
{
	std::string readme = source_file("README");
	size_t begin = readme.find("\n    {\n", readme.find("\nScenarios as files\n"));
	size_t end = readme.find("\n    }\n", begin);

	ASSERT_NE(end, std::string::npos);
	std::string text = readme.substr(begin, end + 6 - begin);
	Result<ScenarioCase> read = scenario_from_json(text, "README");
	ASSERT_TRUE(read.ok()) << read.error().to_string();
	EXPECT_EQ(SchemaChecker(scenario_schema()).mismatch(text), "");
	auto owned = OwnedCase::create(read.value(), "README");
	ASSERT_TRUE(owned.ok()) << owned.error().to_string();
	const Case &test = owned.value()->get();
	Result<void> valid = validate_scenario(test.scenario, test.topology, test.deadline_ms);
	EXPECT_TRUE(valid.ok()) << valid.error().to_string();
}

} /* namespace */
} /* namespace ktstr */
