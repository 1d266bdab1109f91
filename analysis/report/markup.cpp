#include "analysis/report/markup.hpp"

#include <stdexcept>

#include "analysis/report/number_text.hpp"

namespace spindrift::report {

std::string escaped(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char each : text) {
    switch (each) {
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '&':
        safe += "&amp;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += each;
    }
  }
  return safe;
}

std::string percent(double share) { return short_number(share * 100, 3) + '%'; }

std::string pixels(double value) { return short_number(value, 2); }

void Markup::begin(std::string_view name, const std::vector<Attribute>& attributes) {
  out_ += '<';
  out_ += name;
  for (const Attribute& each : attributes) {
    out_ += ' ';
    out_ += each.name;
    out_ += "=\"";
    out_ += escaped(each.value);
    out_ += '"';
  }
}

Markup& Markup::open(std::string_view name, std::vector<Attribute> attributes) {
  begin(name, attributes);
  out_ += '>';
  open_.emplace_back(name);
  return *this;
}

Markup& Markup::close() {
  if (open_.empty()) throw std::logic_error{"no element is open"};
  out_ += "</" + open_.back() + ">";
  open_.pop_back();
  // Lines let people compare two pages; inside of texts a line end would be a space.
  if (open_.size() <= 4) out_ += '\n';
  return *this;
}

Markup& Markup::empty(std::string_view name, std::vector<Attribute> attributes) {
  begin(name, attributes);
  out_ += "/>";
  return *this;
}

Markup& Markup::element(std::string_view name, std::string_view text,
                        std::vector<Attribute> attributes) {
  begin(name, attributes);
  out_ += '>' + escaped(text) + "</";
  out_ += name;
  out_ += '>';
  return *this;
}

Markup& Markup::text(std::string_view text) {
  out_ += escaped(text);
  return *this;
}

Markup& Markup::raw(std::string_view markup) {
  out_ += markup;
  return *this;
}

std::string Markup::take() {
  if (!open_.empty()) throw std::logic_error{"left open: " + open_.back()};
  return std::move(out_);
}

}  // namespace spindrift::report
