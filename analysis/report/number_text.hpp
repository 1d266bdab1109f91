#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace spindrift::report {

/// With at most `decimals` decimals and none that are not needed: `12.5`, `3`, `0`. The same text
/// on every machine.
[[nodiscard]] std::string short_number(double value, int decimals = 2);

/// A whole number for people, thousands apart: `120,762`.
[[nodiscard]] std::string grouped(std::uint64_t value);

/// An expected number for people: whole from 1 on, one decimal below; never `0` for what may
/// happen: `120,762`, `0.4`, `less than 0.1`, `0`.
[[nodiscard]] std::string expected_text(double value);

/// `1 key`, `5 keys`; `plural` when it is not the singular with an s.
[[nodiscard]] std::string counted(std::uint64_t number, const std::string& singular,
                                  const std::string& plural = "");

/// `a`, `a and b`, `a, b and c`; of more than `listed_max` the first few and how many more.
[[nodiscard]] std::string joined(const std::vector<std::string>& names, std::size_t listed_max = 6);

}  // namespace spindrift::report
