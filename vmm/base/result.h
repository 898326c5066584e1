/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Result<T>: the one way an operation reports failure.
 *
 * The receiver owns it; it is a value type, so any thread may hold one. A failure carries an errno,
 * a static phrase saying what was attempted, and one detail (a path, a number). Ignoring a Result
 * is a compile error. Header-only; every folder may include it.
 */
#pragma once

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace ktstr {

struct Error {
	int code = 0;	       /* errno value; 0 if no system call failed */
	const char *what = ""; /* static: what was attempted, e.g. "open kernel image" */
	std::string detail;    /* which one: path, symbol, value */

	/** "what: detail: strerror(code)", without the empty parts. */
	std::string to_string() const
	{
		std::string s = what;
		if (!detail.empty())
			s += (s.empty() ? "" : ": ") + detail;
		if (code)
			s += std::string(": ") + strerror(code);
		return s;
	}
};

/** Failure from the current errno. */
inline Error errno_error(const char *what, std::string detail = {})
{
	return Error{errno, what, std::move(detail)};
}

/** Failure without an errno: bad input, a violated format. */
inline Error format_error(const char *what, std::string detail = {})
{
	return Error{0, what, std::move(detail)};
}

/** Reports a bug in ktstr itself (never guest or user input) and aborts. */
[[noreturn]] inline void host_bug(const char *file, int line, const char *expression)
{
	fprintf(stderr, "ktstr: bug at %s:%d: %s\n", file, line, expression);
	abort();
}

#define KTSTR_ASSERT(cond) ((cond) ? (void)0 : ::ktstr::host_bug(__FILE__, __LINE__, #cond))

template <typename T>
class [[nodiscard]] Result {
public:
	Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
	Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

	bool ok() const { return state_.index() == 0; }
	explicit operator bool() const { return ok(); }

	T &value() &
	{
		KTSTR_ASSERT(ok());
		return *std::get_if<0>(&state_);
	}
	const T &value() const &
	{
		KTSTR_ASSERT(ok());
		return *std::get_if<0>(&state_);
	}
	T &&value() &&
	{
		KTSTR_ASSERT(ok());
		return std::move(*std::get_if<0>(&state_));
	}

	Error &error()
	{
		KTSTR_ASSERT(!ok());
		return *std::get_if<1>(&state_);
	}
	const Error &error() const
	{
		KTSTR_ASSERT(!ok());
		return *std::get_if<1>(&state_);
	}

private:
	std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
	Result() = default;
	Result(Error error) : error_(std::move(error)) {}

	bool ok() const { return !error_; }
	explicit operator bool() const { return ok(); }

	void value() const { KTSTR_ASSERT(ok()); }
	Error &error()
	{
		KTSTR_ASSERT(!ok());
		return *error_;
	}
	const Error &error() const
	{
		KTSTR_ASSERT(!ok());
		return *error_;
	}

private:
	std::optional<Error> error_;
};

/** Value of a Result; an error returns from the enclosing function. */
#define KTSTR_TRY(expression)                                                                      \
	({                                                                                         \
		auto ktstr_result_ = (expression);                                                 \
		if (!ktstr_result_.ok())                                                           \
			return std::move(ktstr_result_.error());                                   \
		std::move(ktstr_result_).value();                                                  \
	})

} /* namespace ktstr */
