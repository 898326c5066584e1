/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Progress: rewrites one status line on stderr if stderr is a terminal; silent otherwise. Called
 * under the dispatcher's lock.
 */
#pragma once

#include <cstddef>
#include <string>

namespace ktstr {

class Progress {
public:
	explicit Progress(size_t planned);
	~Progress() { clear(); }

	void show(size_t done, const std::string &name);
	/** Call before writing anything else to the terminal. */
	void clear();

private:
	const size_t planned_;
	const bool terminal_;
	bool shown_ = false;
};

} /* namespace ktstr */
