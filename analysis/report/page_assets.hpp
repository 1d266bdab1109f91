#pragma once

#include <string_view>

namespace spindrift::report {

/// `page.css` and `page.js`, taken in when the program is built.
[[nodiscard]] std::string_view page_style();
[[nodiscard]] std::string_view page_script();

}  // namespace spindrift::report
