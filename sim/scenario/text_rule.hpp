#pragma once

#include <span>
#include <string>
#include <string_view>

namespace spindrift::scenario {

/// Which texts are allowed. Either a list, or what a function accepts.
struct TextRule {
  std::span<const std::string_view> names{};         ///< all that there are
  bool (*accepts)(std::string_view text) = nullptr;  ///< null: any text, or the list
  std::string (*pattern)() = nullptr;  ///< the same as a regular expression (ECMA-262)
  std::string (*wanted)() = nullptr;   ///< what is "expected", for people

  [[nodiscard]] bool allows(std::string_view text) const;
};

/// A cluster's name, or a pattern that names several: "region-{1..8}".
extern const TextRule cluster_name_rule;
/// Names of servers or clusters, with `*` and braces: "r{6..8}/*".
extern const TextRule who_rule;
/// A version of SPIRE that the model knows: from 1.9.0 to the newest preset's minor version. A
/// suffix such as "-short" names a private build.
extern const TextRule version_rule;
/// A call of AWS KMS that the model makes.
extern const TextRule kms_call_rule;
/// The same, or "*" for all of them.
extern const TextRule kms_calls_rule;
/// An error code of AWS, an account's name: letters, digits, '.', '_' and '-'.
extern const TextRule word_rule;
/// A name for people and reports: not empty, without control characters, up to 200 letters.
extern const TextRule label_rule;

}  // namespace spindrift::scenario
