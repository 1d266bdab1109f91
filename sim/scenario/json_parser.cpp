#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "sim/scenario/json_document.hpp"
#include "sim/scenario/number_text.hpp"
#include "sim/scenario/utf8.hpp"

namespace spindrift::scenario {

namespace {

constexpr std::size_t depth_max = 32;
constexpr std::size_t size_max = std::size_t{4} << 20U;
constexpr std::size_t values_max = 500'000;

bool is_word_letter(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
         (letter >= 'A' && letter <= 'Z') || letter == '-' || letter == '+' || letter == '.' ||
         letter == '_';
}

/// A recursive-descent parser. The first error of syntax ends it, by moving to the end of the text.
class Parser {
 public:
  Parser(std::string_view text, const std::string& source, Problems& problems)
      : text_{text}, source_{std::make_shared<const std::string>(source)}, problems_{problems} {}

  Json document() {
    Json value;
    value.position = here();
    if (text_.size() > size_max) {
      fail(fmt::format("a scenario has at most 4 MiB, this text has {} bytes", text_.size()));
      return value;
    }
    if (const auto invalid = first_invalid_utf8(text_)) {
      const auto byte = static_cast<unsigned char>(text_[*invalid]);
      move_to(*invalid);
      fail(fmt::format("the byte 0x{:02X} is not part of UTF-8 text here", byte));
      return value;
    }
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    skip_space();
    value = read_value(0);
    skip_space();
    if (!failed_ && at_ != text_.size()) fail("expected nothing after the end of the value");
    return value;
  }

 private:
  [[nodiscard]] Mark here() const { return {source_, line_, column_}; }
  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[at_]; }

  /// One byte on. Columns count letters: the later bytes of a letter do not.
  void advance() {
    if (text_[at_] == '\n') {
      ++line_;
      column_ = 1;
    } else if ((static_cast<unsigned char>(text_[at_]) & 0xC0U) != 0x80U) {
      ++column_;
    }
    ++at_;
  }
  void move_to(std::size_t offset) {
    while (at_ < offset) advance();
  }

  void fail(std::string message) { fail_at(here(), std::move(message)); }
  void fail_at(const Mark& mark, std::string message) {
    if (!failed_) {
      report(problems_, {mark, "", std::move(message), ProblemKind::syntax});
    }
    failed_ = true;
    at_ = text_.size();
  }
  void fail_expected(const char* wanted, const Mark& begin) {
    if (failed_) return;
    if (at_end() && begin.line == line_ && begin.column == column_) {
      fail(fmt::format("expected {}, found the end of the text", wanted));
    } else if (at_end()) {
      fail(fmt::format("the text ends inside what begins at line {}, column {}: expected {}",
                       begin.line, begin.column, wanted));
    } else if (peek() == '/') {
      fail("JSON has no comments; there are \"description\" and \"why\" for words");
    } else {
      fail(fmt::format("expected {}, found {}", wanted, found()));
    }
  }
  /// The letter or word that stands here.
  [[nodiscard]] std::string found() const {
    std::size_t end = at_;
    while (end < text_.size() && end - at_ < 40 && is_word_letter(text_[end])) ++end;
    if (end == at_) end = next_letter(text_, at_);
    return fmt::format("{}", text_.substr(at_, end - at_));
  }

  void skip_space() {
    while (!at_end() && (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r')) {
      advance();
    }
  }

  bool take(char wanted) {
    if (at_end() || peek() != wanted) return false;
    advance();
    return true;
  }

  Json read_value(std::size_t depth) {
    Json value;
    value.position = here();
    if (depth > depth_max) {
      fail(fmt::format("nested deeper than {} levels", depth_max));
    } else if (++values_ > values_max) {
      fail(fmt::format("more than {} values", values_max));
    } else if (peek() == '{') {
      read_members(value, depth, true);
      if (!failed_) report_twins(value);
    } else if (peek() == '[') {
      read_members(value, depth, false);
    } else if (peek() == '"') {
      value.kind = Json::Kind::string;
      value.text = read_string();
    } else {
      read_word(value);
    }
    return value;
  }

  void read_members(Json& value, std::size_t depth, bool is_object) {
    value.kind = is_object ? Json::Kind::object : Json::Kind::array;
    const char closing = is_object ? '}' : ']';
    const char* const wanted = is_object ? "',' or '}'" : "',' or ']'";
    advance();
    skip_space();
    if (take(closing)) return;
    while (!failed_) {
      skip_space();
      Json::Member member;
      member.position = here();
      if (peek() == closing && !value.members.empty()) {
        return fail(fmt::format("a comma before '{}' promises one more", closing));
      }
      if (is_object && !read_name(member, value.position)) return;
      member.value = read_value(depth + 1);
      if (failed_) return;
      value.members.push_back(std::move(member));
      skip_space();
      if (take(closing)) return;
      if (!take(',')) return fail_expected(wanted, value.position);
    }
  }

  bool read_name(Json::Member& member, const Mark& object) {
    if (peek() != '"') {
      fail_expected("a name in double quotes", object);
      return false;
    }
    member.name = read_string();
    skip_space();
    if (!take(':')) fail_expected("':' after a name", object);
    skip_space();
    return !failed_;
  }

  /// Sorted by name, so that an object with very many names does not take for ever.
  void report_twins(const Json& object) {
    std::vector<const Json::Member*> sorted;
    sorted.reserve(object.members.size());
    for (const Json::Member& member : object.members) sorted.push_back(&member);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto* left, const auto* right) { return left->name < right->name; });
    for (std::size_t place = 1; place < sorted.size(); ++place) {
      const Json::Member& twin = *sorted[place];
      if (twin.name != sorted[place - 1]->name) continue;
      report(problems_,
             {twin.position, "",
              fmt::format("the name \"{}\" stands a second time in this object; the first is at "
                          "line {}, column {}",
                          twin.name, sorted[place - 1]->position.line,
                          sorted[place - 1]->position.column),
              ProblemKind::syntax});
    }
  }

  void read_word(Json& value) {
    std::size_t end = at_;
    while (end < text_.size() && is_word_letter(text_[end])) ++end;
    const std::string_view word = text_.substr(at_, end - at_);
    if (word == "true" || word == "false") {
      value.kind = Json::Kind::boolean;
    } else if (is_json_number(word)) {
      value.kind = Json::Kind::number;
    } else if (word != "null") {
      return peek() == '\'' ? fail("a string stands in double quotes, not in single ones")
                            : fail_expected("a value", value.position);
    }
    value.text = word;
    move_to(end);
  }

  std::string read_string() {
    std::string value;
    const Mark begin = here();
    advance();
    while (!at_end()) {
      const char letter = peek();
      if (letter == '"') {
        advance();
        return value;
      }
      if (static_cast<unsigned char>(letter) < 0x20U) {
        fail(letter == '\n' ? "a string ends on the line on which it begins"
                            : "a control character in a string is written \\u00…");
      } else if (letter == '\\') {
        read_escape(value);
      } else {
        value += letter;
        advance();
      }
    }
    if (!failed_) fail_at(begin, "this string has no closing quote");
    return value;
  }

  void read_escape(std::string& value) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const Mark begin = here();
    advance();
    const std::size_t known = at_end() ? std::string_view::npos : letters.find(peek());
    if (known != std::string_view::npos) {
      value += meanings[known];
      advance();
      return;
    }
    std::optional<std::uint32_t> code = read_code_unit();
    if (code && *code >= 0xD800U && *code <= 0xDBFFU) {
      const std::optional<std::uint32_t> low = take('\\') ? read_code_unit() : std::nullopt;
      const bool is_pair = low && *low >= 0xDC00U && *low <= 0xDFFFU;
      code = is_pair ? std::optional{0x10000U + ((*code - 0xD800U) << 10U) + (*low - 0xDC00U)}
                     : std::nullopt;
    } else if (code && *code >= 0xDC00U && *code <= 0xDFFFU) {
      code.reset();
    }
    if (!code) return fail_at(begin, "this is no escape of JSON");
    append_utf8(value, *code);
  }

  /// The number of "u1F3c"; nothing when something else stands there.
  std::optional<std::uint32_t> read_code_unit() {
    if (!take('u')) return std::nullopt;
    std::uint32_t code = 0;
    for (int digit = 0; digit < 4; ++digit) {
      const char letter = peek();
      const char lower = letter >= 'A' && letter <= 'F' ? static_cast<char>(letter + 32) : letter;
      if (lower >= '0' && lower <= '9') {
        code = code * 16 + static_cast<std::uint32_t>(lower - '0');
      } else if (lower >= 'a' && lower <= 'f') {
        code = code * 16 + static_cast<std::uint32_t>(lower - 'a' + 10);
      } else {
        return std::nullopt;
      }
      advance();
    }
    return code;
  }

  std::string_view text_;
  std::shared_ptr<const std::string> source_;
  Problems& problems_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
  std::size_t values_ = 0;
  bool failed_ = false;
};

}  // namespace

Json parse(std::string_view text, const std::string& source, Problems& problems) {
  return Parser{text, source, problems}.document();
}

}  // namespace spindrift::scenario
