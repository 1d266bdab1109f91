#pragma once

#include <string>
#include <string_view>

namespace spindrift::cli {

/// Where results and talk go, and how they may look. Results are on standard output, so that they
/// can be read by programs; whatever else is said is on standard error.
class Console {
 public:
  /// Looks at the terminal and at NO_COLOR.
  static Console from_environment();

  /// Writes a result. Throws `std::system_error` when it cannot be written whole.
  void result(std::string_view text) const;

  /// Says something beside the result.
  void talk(std::string_view text) const;

  /// Complains: "spindrift: …".
  void complain(std::string_view text) const;

  [[nodiscard]] std::string bold(std::string_view text) const { return styled(text, "1"); }
  [[nodiscard]] std::string alarming(std::string_view text) const { return styled(text, "1;31"); }
  [[nodiscard]] std::string good(std::string_view text) const { return styled(text, "32"); }
  [[nodiscard]] std::string faint(std::string_view text) const { return styled(text, "2"); }

  /// Whether somebody sees a line on standard error that is written over again and again.
  [[nodiscard]] bool shows_progress() const { return shows_progress_; }

 private:
  [[nodiscard]] std::string styled(std::string_view text, std::string_view code) const;

  bool has_colour_ = false;
  bool shows_progress_ = false;
};

}  // namespace spindrift::cli
