#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spindrift::report {

/// What keeps a text from being well-formed XML: tags that do not pair, attributes without quotes,
/// bare `&` or `<`. Empty when nothing does.
[[nodiscard]] std::string fault_of_xml(std::string_view text);

/// Every outermost element of that name, whole.
[[nodiscard]] std::vector<std::string> elements(std::string_view page, const std::string& name);

/// The texts of all innermost elements of that name, entities resolved.
[[nodiscard]] std::vector<std::string> texts(std::string_view page, const std::string& name);

}  // namespace spindrift::report
