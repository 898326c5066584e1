/* SPDX-License-Identifier: GPL-2.0 */
/* Headers that most sources include. test.mk compiles them once per sanitizer; no other use. */
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
