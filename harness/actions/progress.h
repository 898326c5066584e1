/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Progress: one line on stderr that is rewritten, when stderr is a terminal and stdout is not mixed
 * up by it; silent otherwise. Called under the dispatcher's lock.
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
	/** Before anything else is written to the terminal. */
	void clear();

private:
	const size_t planned_;
	const bool terminal_;
	bool shown_ = false;
};

} /* namespace ktstr */
