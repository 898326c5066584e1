/* SPDX-License-Identifier: GPL-2.0 */
/*
 * UniqueFd: sole owner of a file descriptor; the destructor closes it. Move-only. Header-only;
 * every folder may include it. Not synchronised.
 */
#pragma once

#include <unistd.h>

#include <utility>

namespace ktstr {

class UniqueFd {
public:
	UniqueFd() = default;
	/** Takes ownership of @fd; -1 means none. */
	explicit UniqueFd(int fd) : fd_(fd) {}
	UniqueFd(UniqueFd &&other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
	UniqueFd &operator=(UniqueFd &&other) noexcept
	{
		if (this != &other)
			reset(std::exchange(other.fd_, -1));
		return *this;
	}
	UniqueFd(const UniqueFd &) = delete;
	UniqueFd &operator=(const UniqueFd &) = delete;
	~UniqueFd() { reset(); }

	int get() const { return fd_; }
	bool valid() const { return fd_ >= 0; }
	/** Gives up ownership to the caller. */
	int release() { return std::exchange(fd_, -1); }
	void reset(int fd = -1)
	{
		if (fd_ >= 0)
			close(fd_);
		fd_ = fd;
	}

private:
	int fd_ = -1;
};

} /* namespace ktstr */
