#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spindrift::report {

struct Attribute {
  std::string_view name;
  std::string value;
};

/// Writes HTML and SVG that is well-formed XML as well: what is opened is closed, in order, and
/// texts are escaped.
class Markup {
 public:
  Markup& open(std::string_view name, std::vector<Attribute> attributes = {});
  Markup& close();
  /// An element without content, closed as XML wants it.
  Markup& empty(std::string_view name, std::vector<Attribute> attributes = {});
  /// An element that holds only text.
  Markup& element(std::string_view name, std::string_view text,
                  std::vector<Attribute> attributes = {});
  Markup& text(std::string_view text);
  /// Takes over what is markup already.
  Markup& raw(std::string_view markup);

  /// REQUIRES: everything is closed.
  [[nodiscard]] std::string take();

 private:
  void begin(std::string_view name, const std::vector<Attribute>& attributes);

  std::string out_;
  std::vector<std::string> open_;
};

/// With `<`, `>`, `&` and `"` written as entities.
[[nodiscard]] std::string escaped(std::string_view text);

/// A share of 1 as SVG lengths have it: `12.345%`.
[[nodiscard]] std::string percent(double share);

/// Pixels, to a hundredth.
[[nodiscard]] std::string pixels(double value);

}  // namespace spindrift::report
