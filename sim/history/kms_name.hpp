#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace spindrift::history {

/// The name of a call of the KMS API, "CreateKey", or of an alias in it, "x509-CA-A". There are a
/// dozen, and each is told in many thousands of events: every text is kept once in the program, and
/// a name is but its address. Recordings may bring names that nobody has met before. Safe to make
/// from several threads.
class KmsName {
 public:
  KmsName() : kept_{&no_text} {}
  KmsName(std::string_view text);  // implicit: a text is a name
  KmsName(const std::string& text) : KmsName{std::string_view{text}} {}
  KmsName(const char* text) : KmsName{std::string_view{text}} {}

  [[nodiscard]] bool empty() const { return kept_ == &no_text; }
  [[nodiscard]] const std::string& text() const { return kept_->text; }
  /// Of the text: the same in every run of every build.
  [[nodiscard]] std::uint64_t hash() const { return kept_->hash; }

  friend bool operator==(KmsName one, KmsName other) { return one.kept_ == other.kept_; }
  friend bool operator==(KmsName name, const std::convertible_to<std::string_view> auto& text) {
    return name.text() == std::string_view{text};
  }
  friend std::strong_ordering operator<=>(KmsName one, KmsName other) {
    return one.text() <=> other.text();
  }

 private:
  struct Kept {
    std::string text;
    std::uint64_t hash;
  };
  static const Kept no_text;
  static const Kept& keep(std::string_view text);

  const Kept* kept_;
};

}  // namespace spindrift::history
