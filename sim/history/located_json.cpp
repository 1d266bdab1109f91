#include "sim/history/located_json.hpp"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

namespace spindrift::history {
namespace {

using Kind = LocatedJson::Kind;

/// Builds the value while nlohmann::json checks the syntax. That parser does not tell where a token
/// stands, so a cursor follows it through the text, which is known to be correct up to the token.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(std::string_view text, std::size_t depth_max) : text_{text}, depth_max_{depth_max} {}

  bool null() override { return scalar(Kind::null); }
  bool boolean(bool) override { return scalar(Kind::boolean); }
  bool number_integer(number_integer_t) override { return scalar(Kind::number); }
  bool number_unsigned(number_unsigned_t) override { return scalar(Kind::number); }
  bool number_float(number_float_t, const string_t&) override { return scalar(Kind::number); }
  bool binary(binary_t&) override { return false; }

  bool string(string_t& value) override {
    const std::size_t begin = skip_string();
    place({Kind::string, begin + 1, std::move(value), {}});
    return true;
  }

  bool key(string_t& name) override {
    key_column_ = skip_string() + 1;
    key_ = std::move(name);
    return true;
  }

  bool start_object(std::size_t) override { return open(Kind::object); }
  bool start_array(std::size_t) override { return open(Kind::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& exception) override {
    // "[json.exception.parse_error.101] parse error at line 1, column 9: what is wrong"
    const std::string_view whole = exception.what();
    const std::size_t begin = whole.find(": ");
    error = {position, std::string{begin == whole.npos ? whole : whole.substr(begin + 2)}};
    return false;
  }

  LocatedJson root;
  JsonError error;

 private:
  std::size_t next_token() { return cursor_ = text_.find_first_not_of(" \t\r\n,:", cursor_); }

  bool scalar(Kind kind) {
    const std::size_t begin = next_token();
    cursor_ = std::min(text_.find_first_of(" \t\r\n,]}", begin), text_.size());
    place({kind, begin + 1, std::string{text_.substr(begin, cursor_ - begin)}, {}});
    return true;
  }

  std::size_t skip_string() {
    const std::size_t begin = next_token();
    for (cursor_ = begin + 1; text_[cursor_] != '"'; ++cursor_) {
      if (text_[cursor_] == '\\') ++cursor_;
    }
    ++cursor_;
    return begin;
  }

  bool open(Kind kind) {
    const std::size_t begin = next_token();
    ++cursor_;
    if (open_.size() == depth_max_) {
      error = {begin + 1, "nested deeper than " + std::to_string(depth_max_) + " levels"};
      return false;
    }
    open_.push_back(&place({kind, begin + 1, {}, {}}));
    return true;
  }

  bool close() {
    next_token();
    ++cursor_;
    open_.pop_back();
    return true;
  }

  LocatedJson& place(LocatedJson value) {
    if (open_.empty()) return root = std::move(value);
    LocatedJson& parent = *open_.back();
    const bool named = parent.kind == Kind::object;
    const std::size_t column = named ? key_column_ : value.column;
    // The parent's older members may move; none of them is open.
    parent.members.push_back({named ? std::move(key_) : std::string{}, column, std::move(value)});
    return parent.members.back().value;
  }

  std::string_view text_;
  std::size_t depth_max_;
  std::size_t cursor_ = 0;
  std::string key_;
  std::size_t key_column_ = 1;
  std::vector<LocatedJson*> open_;
};

}  // namespace

std::string_view to_string(Kind kind) {
  static constexpr std::array<std::string_view, 6> all{"null",   "a truth value", "a number",
                                                       "a text", "a list",        "an object"};
  return all.at(static_cast<std::size_t>(kind));
}

std::variant<LocatedJson, JsonError> parse_located_json(std::string_view line,
                                                        std::size_t depth_max) {
  Builder builder{line, depth_max};
  if (!nlohmann::json::sax_parse(line.begin(), line.end(), &builder)) return builder.error;
  return std::move(builder.root);
}

}  // namespace spindrift::history
