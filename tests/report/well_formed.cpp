#include "tests/report/well_formed.hpp"

#include <cctype>

namespace spindrift::report {
namespace {

bool is_name(char each) {
  return std::isalnum(static_cast<unsigned char>(each)) != 0 || each == '-' || each == ':';
}

std::string fault_of_text(std::string_view text) {
  for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    const std::string_view entity = text.substr(at, text.find(';', at) - at);
    if (entity != "&lt" && entity != "&gt" && entity != "&amp" && entity != "&quot") {
      return "bare & in " + std::string{text};
    }
  }
  return "";
}

/// The attributes of a tag, without its name: ` name="value"` again and again.
std::string fault_of_attributes(std::string_view tag) {
  std::vector<std::string_view> seen;
  while (!tag.empty()) {
    if (tag.front() != ' ') return "no space before " + std::string{tag};
    tag.remove_prefix(1);
    const std::size_t equals = tag.find("=\"");
    if (equals == std::string_view::npos) return "no value: " + std::string{tag};
    const std::string_view name = tag.substr(0, equals);
    for (const char each : name) {
      if (!is_name(each)) return "bad attribute name: " + std::string{name};
    }
    for (const std::string_view other : seen) {
      if (other == name) return "twice: " + std::string{name};
    }
    seen.push_back(name);
    const std::size_t end = tag.find('"', equals + 2);
    if (end == std::string_view::npos) return "value without end: " + std::string{tag};
    const std::string fault = fault_of_text(tag.substr(equals + 2, end - equals - 2));
    if (!fault.empty()) return fault;
    tag.remove_prefix(end + 1);
  }
  return "";
}

}  // namespace

std::string fault_of_xml(std::string_view text) {
  std::vector<std::string> open;
  while (!text.empty()) {
    const std::size_t begin = text.find('<');
    const std::string fault = fault_of_text(text.substr(0, begin));
    if (!fault.empty()) return fault;
    if (begin == std::string_view::npos) break;
    const std::size_t end = text.find('>', begin);
    if (end == std::string_view::npos) return "tag without end";
    std::string_view tag = text.substr(begin + 1, end - begin - 1);
    text.remove_prefix(end + 1);
    if (tag.starts_with('/')) {
      if (open.empty() || open.back() != tag.substr(1)) return "closes " + std::string{tag};
      open.pop_back();
      continue;
    }
    const bool is_empty = tag.ends_with('/');
    if (is_empty) tag.remove_suffix(1);
    std::size_t length = 0;
    while (length < tag.size() && is_name(tag[length])) ++length;
    if (length == 0) return "tag without a name: " + std::string{tag};
    if (!is_empty) open.emplace_back(tag.substr(0, length));
    const std::string bad = fault_of_attributes(tag.substr(length));
    if (!bad.empty()) return bad;
  }
  return open.empty() ? "" : "left open: " + open.back();
}

std::vector<std::string> elements(std::string_view page, const std::string& name) {
  std::vector<std::string> found;
  const std::string opening = '<' + name;
  const std::string closing = "</" + name + '>';
  std::size_t at = page.find(opening);
  while (at != std::string_view::npos) {
    std::size_t depth = 0;
    std::size_t end = at;
    do {
      const std::size_t next_open = page.find(opening, end);
      const std::size_t next_close = page.find(closing, end);
      if (next_close == std::string_view::npos) return found;
      const bool opens = next_open < next_close;
      depth = opens ? depth + 1 : depth - 1;
      end = opens ? next_open + opening.size() : next_close + closing.size();
    } while (depth > 0);
    found.emplace_back(page.substr(at, end - at));
    at = page.find(opening, end);
  }
  return found;
}

std::vector<std::string> texts(std::string_view page, const std::string& name) {
  std::vector<std::string> found;
  for (std::string element : elements(page, name)) {
    const std::size_t begin = element.find('>') + 1;
    std::string text = element.substr(begin, element.rfind('<') - begin);
    for (const auto& [entity, meant] : {std::pair<std::string, std::string>{"&lt;", "<"},
                                        {"&gt;", ">"},
                                        {"&quot;", "\""},
                                        {"&amp;", "&"}}) {
      for (std::size_t at = text.find(entity); at != std::string::npos;
           at = text.find(entity, at + 1)) {
        text.replace(at, entity.size(), meant);
      }
    }
    found.push_back(std::move(text));
  }
  return found;
}

}  // namespace spindrift::report
