/* SPDX-License-Identifier: GPL-2.0 */
/* What most sources include; compiled once per sanitizer by test.mk, and used nowhere else. */
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>
