#include "sim/scenario/json_document.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace spindrift::scenario {

namespace {

constexpr std::size_t depth_max = 32;
constexpr std::size_t size_max = std::size_t{16} << 20U;

/// A recursive-descent parser that stops at the first error.
class Parser {
 public:
  Parser(std::string_view text, const std::string& source) : text_{text}, source_{source} {}

  Json document() {
    if (text_.size() > size_max) fail("the text is longer than 16 MiB");
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
    skip_space();
    Json value = read_value(0);
    skip_space();
    if (!failed() && at_ != text_.size()) fail("expected the end of the text after the value");
    return value;
  }

  [[nodiscard]] bool failed() const { return error_.has_value(); }
  [[nodiscard]] const std::optional<Problem>& error() const { return error_; }

 private:
  [[nodiscard]] Position here() const { return {source_, line_, at_ - line_begins_ + 1}; }

  void fail(std::string message) {
    if (!error_) error_ = Problem{here(), "", std::move(message)};
    at_ = text_.size();
  }

  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_space() {
    for (; at_ < text_.size(); ++at_) {
      const char letter = text_[at_];
      if (letter == '\n') {
        ++line_;
        line_begins_ = at_ + 1;
      } else if (letter != ' ' && letter != '\t' && letter != '\r') {
        return;
      }
    }
  }

  bool take(char wanted) {
    if (peek() != wanted || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }

  Json read_value(std::size_t depth) {
    Json value;
    value.position = here();
    if (depth > depth_max) {
      fail("nested deeper than 32 levels");
    } else if (peek() == '{') {
      read_object(value, depth);
    } else if (peek() == '[') {
      read_array(value, depth);
    } else if (peek() == '"') {
      value.kind = Json::Kind::string;
      value.text = read_string();
    } else {
      read_word(value);
    }
    return value;
  }

  void read_object(Json& value, std::size_t depth) {
    value.kind = Json::Kind::object;
    ++at_;
    skip_space();
    if (take('}')) return;
    for (;;) {
      skip_space();
      Json::Member member;
      member.position = here();
      if (peek() != '"') return fail("expected a name in quotes");
      member.name = read_string();
      if (value.find(member.name) != nullptr) {
        return fail("the name \"" + member.name + "\" stands twice in this object");
      }
      skip_space();
      if (!take(':')) return fail("expected ':' after a name");
      skip_space();
      member.value = read_value(depth + 1);
      if (failed()) return;
      value.members.push_back(std::move(member));
      skip_space();
      if (take('}')) return;
      if (!take(',')) return fail("expected ',' or '}' in an object");
    }
  }

  void read_array(Json& value, std::size_t depth) {
    value.kind = Json::Kind::array;
    ++at_;
    skip_space();
    if (take(']')) return;
    for (;;) {
      skip_space();
      Json::Member member;
      member.position = here();
      member.value = read_value(depth + 1);
      if (failed()) return;
      value.members.push_back(std::move(member));
      skip_space();
      if (take(']')) return;
      if (!take(',')) return fail("expected ',' or ']' in an array");
    }
  }

  void read_word(Json& value) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
                                  peek() == '-' || peek() == '+' || peek() == '.')) {
      ++at_;
    }
    value.text = text_.substr(begin, at_ - begin);
    if (value.text == "true" || value.text == "false") {
      value.kind = Json::Kind::boolean;
    } else if (value.text == "null") {
      value.kind = Json::Kind::null;
    } else if (is_number(value.text)) {
      value.kind = Json::Kind::number;
    } else {
      at_ = begin;
      fail("expected a value");
    }
  }

  static bool is_number(std::string_view text) {
    std::size_t at = 0;
    const auto digits = [&] {
      const std::size_t begin = at;
      while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
      return at > begin;
    };
    if (at < text.size() && text[at] == '-') ++at;
    const bool leading_zero =
        at + 1 < text.size() && text[at] == '0' && text[at + 1] >= '0' && text[at + 1] <= '9';
    if (leading_zero || !digits()) return false;
    if (at < text.size() && text[at] == '.') {
      ++at;
      if (!digits()) return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
      ++at;
      if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
      if (!digits()) return false;
    }
    return at == text.size();
  }

  std::string read_string() {
    std::string value;
    ++at_;
    while (at_ < text_.size()) {
      const char letter = text_[at_];
      if (letter == '"') {
        ++at_;
        return value;
      }
      if (static_cast<unsigned char>(letter) < 0x20U) {
        fail("a control character in a string");
      } else if (letter == '\\') {
        ++at_;
        read_escape(value);
      } else {
        value += letter;
        ++at_;
      }
    }
    fail("a string without its closing quote");
    return value;
  }

  void read_escape(std::string& value) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const char letter = peek();
    const std::size_t known = letters.find(letter);
    if (at_ < text_.size() && known != std::string_view::npos) {
      value += meanings[known];
      ++at_;
    } else if (letter == 'u') {
      ++at_;
      const std::uint32_t code = read_four_digits();
      append_utf8(value, code);
    } else {
      fail("an unknown escape in a string");
    }
  }

  std::uint32_t read_four_digits() {
    std::uint32_t code = 0;
    for (int digit = 0; digit < 4; ++digit, ++at_) {
      const char letter = peek();
      const bool is_digit = letter >= '0' && letter <= '9';
      const char lower = static_cast<char>(letter | 0x20);
      if (!is_digit && !(lower >= 'a' && lower <= 'f')) {
        fail("expected four hexadecimal digits after \\u");
        return '?';
      }
      code = code * 16 + static_cast<std::uint32_t>(is_digit ? letter - '0' : lower - 'a' + 10);
    }
    return code;
  }

  /// Halves of a surrogate pair are kept as the replacement character: names need none.
  static void append_utf8(std::string& value, std::uint32_t code) {
    if (code >= 0xD800U && code <= 0xDFFFU) code = 0xFFFDU;
    if (code < 0x80U) {
      value += static_cast<char>(code);
    } else if (code < 0x800U) {
      value += static_cast<char>(0xC0U | code >> 6U);
      value += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
      value += static_cast<char>(0xE0U | code >> 12U);
      value += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
      value += static_cast<char>(0x80U | (code & 0x3FU));
    }
  }

  std::string_view text_;
  const std::string& source_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t line_begins_ = 0;
  std::optional<Problem> error_;
};

}  // namespace

Json parse(std::string_view text, const std::string& source, Problems& problems) {
  Parser parser{text, source};
  Json value = parser.document();
  if (parser.failed()) problems.push_back(*parser.error());
  return value;
}

}  // namespace spindrift::scenario
