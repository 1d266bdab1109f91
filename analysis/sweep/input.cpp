#include "analysis/sweep/input.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "sim/scenario/duration_text.hpp"
#include "sim/scenario/number_text.hpp"
#include "sim/scenario/value_writer.hpp"

namespace spindrift::sweep {

namespace {

using kernel::Duration;
using scenario::Json;

__extension__ using Wide = __int128;

std::string json_text(Duration duration) { return to_text(scenario::to_json(duration)); }
std::string json_text(double number) { return to_text(scenario::to_json(number)); }

/// Which of `count` equally likely things a share from [0, 1) falls on.
std::uint64_t place_of(double share, std::uint64_t count) {
  const auto place = static_cast<std::uint64_t>(share * static_cast<double>(count));
  return std::min(place, count - 1);
}

std::uint64_t steps(const TimeRange& range) {
  return static_cast<std::uint64_t>((range.to - range.from) / range.step) + 1;
}
std::uint64_t steps(const NumberRange& range) {
  // A step that divides the range but for rounding shall reach its end.
  const double whole = std::floor((range.to - range.from) / range.step * (1 + 1e-12));
  return static_cast<std::uint64_t>(whole) + 1;
}

Duration at_step(const TimeRange& range, std::uint64_t step) {
  return range.from + range.step * static_cast<std::int64_t>(step);
}
double at_step(const NumberRange& range, std::uint64_t step) {
  return range.from + range.step * static_cast<double>(step);
}

Duration spaced(const TimeRange& range, std::int64_t place, std::int64_t last) {
  const Wide span = Wide{(range.to - range.from).count()} * place / last;
  return range.from + Duration{static_cast<std::int64_t>(span)};
}
double spaced(const NumberRange& range, std::int64_t place, std::int64_t last) {
  // Multiplied first: whole numbers then stay whole where they can.
  return range.from +
         (range.to - range.from) * static_cast<double>(place) / static_cast<double>(last);
}

/// Reads the three ends of a range as one kind of value.
class InputBuilder {
 public:
  InputBuilder(const InputWritten& written, DesignKind design, const Json& json,
               std::string pointer, scenario::Reading& reading)
      : written_{written},
        design_{design},
        json_{json},
        pointer_{std::move(pointer)},
        reading_{reading} {}

  std::optional<Input> build() {
    if (written_.values) return from_values();
    if (!written_.from || !written_.to) {
      return fail("", "expected either \"values\" or both \"from\" and \"to\"");
    }
    if (design_ == DesignKind::grid && written_.count.has_value() == written_.step.has_value()) {
      return fail("", "a grid needs \"count\" or \"step\" beside \"from\" and \"to\", not both");
    }
    if (design_ != DesignKind::grid && written_.count) {
      return fail("count", "only a grid has a \"count\"; here \"samples\" says how many");
    }
    return written_.from->json.kind == Json::Kind::string ? from_times() : from_numbers();
  }

 private:
  std::nullopt_t fail(std::string_view member, std::string message) {
    const Json* const at = member.empty() ? nullptr : json_.find(member);
    reading_.fail(at != nullptr ? at->position : json_.position,
                  member.empty() ? pointer_ : scenario::child(pointer_, member), std::move(message),
                  scenario::ProblemKind::meaning);
    return std::nullopt;
  }

  std::optional<Input> from_values() {
    for (const std::string_view other : {"from", "to", "step", "count"}) {
      if (json_.find(other) != nullptr) return fail(other, "does not go with \"values\"");
    }
    std::vector<std::string> texts;
    for (std::size_t place = 0; place < written_.values->size(); ++place) {
      std::string text = to_text((*written_.values)[place].json);
      if (std::ranges::find(texts, text) != texts.end()) {
        const Json& twice = json_.find("values")->members[place].value;
        reading_.fail(twice.position, scenario::child(scenario::child(pointer_, "values"), place),
                      fmt::format("{} is there already", scenario::shown(twice)),
                      scenario::ProblemKind::meaning);
        return std::nullopt;
      }
      texts.push_back(std::move(text));
    }
    return Input{written_.path, std::move(texts)};
  }

  std::optional<Duration> time(std::string_view member, const scenario::RawValue& value) {
    if (value.json.kind == Json::Kind::string) {
      if (const auto duration = scenario::parse_duration(value.json.text)) return duration;
    }
    return fail(member, fmt::format("expected a time such as \"10ms\", as \"from\" is one, but "
                                    "found {}",
                                    scenario::shown(value.json)));
  }

  std::optional<double> number(std::string_view member, const scenario::RawValue& value) {
    if (value.json.kind == Json::Kind::number) {
      if (const auto real = scenario::parse_real(value.json.text)) return real;
    }
    return fail(member,
                fmt::format("expected a number, or a time such as \"10ms\" for all of \"from\", "
                            "\"to\" and \"step\", but found {}",
                            scenario::shown(value.json)));
  }

  std::optional<Input> from_times() {
    const auto from = time("from", *written_.from);
    const auto to = time("to", *written_.to);
    const auto step = written_.step ? time("step", *written_.step) : Duration{1};
    if (!from || !to || !step) return std::nullopt;
    return from_range(TimeRange{*from, *to, *step}, *step > Duration{0});
  }

  std::optional<Input> from_numbers() {
    const auto from = number("from", *written_.from);
    const auto to = number("to", *written_.to);
    const auto step = written_.step ? number("step", *written_.step) : 0.0;
    if (!from || !to || !step) return std::nullopt;
    constexpr double steps_max = 1e15;
    const bool step_is_fine = !written_.step || (*step > 0 && (*to - *from) / *step < steps_max);
    if (!std::isfinite(*to - *from)) return fail("to", "the range is too large");
    return from_range(NumberRange{*from, *to, *step}, step_is_fine);
  }

  template <class Range>
  std::optional<Input> from_range(const Range& range, bool step_is_fine) {
    if (!(range.from < range.to)) return fail("to", "\"to\" must be greater than \"from\"");
    if (!step_is_fine) return fail("step", "a step must be greater than zero, and not too small");
    if (design_ != DesignKind::grid) return Input{written_.path, range};
    std::vector<std::string> texts;
    if (written_.count) {
      for (std::int64_t place = 0; place < *written_.count; ++place) {
        texts.push_back(json_text(spaced(range, place, *written_.count - 1)));
      }
    } else {
      if (steps(range) > values_max) {
        return fail("step", fmt::format("more than {} values", values_max));
      }
      for (std::uint64_t step = 0; step < steps(range); ++step) {
        texts.push_back(json_text(at_step(range, step)));
      }
    }
    return Input{written_.path, std::move(texts)};
  }

  const InputWritten& written_;
  DesignKind design_;
  const Json& json_;
  std::string pointer_;
  scenario::Reading& reading_;
};

}  // namespace

std::string Input::at(double share) const {
  if (const auto* const values = listed()) return (*values)[place_of(share, values->size())];
  if (const auto* const range = std::get_if<TimeRange>(&choice_)) {
    return json_text(at_step(*range, place_of(share, steps(*range))));
  }
  const auto& range = std::get<NumberRange>(choice_);
  if (range.step > 0) return json_text(at_step(range, place_of(share, steps(range))));
  return json_text(range.from + (range.to - range.from) * share);
}

std::vector<Input> build_inputs(const PlanWritten& written, const Json& json,
                                scenario::Reading& reading) {
  std::vector<Input> inputs;
  const Json* const list = json.find("inputs");
  for (std::size_t place = 0; place < written.inputs.size(); ++place) {
    const std::string pointer = scenario::child("/inputs", place);
    if (reading.has_problem_in(pointer)) continue;
    const Json& own = list->members[place].value;
    const InputWritten& input = written.inputs[place];
    const auto same = std::ranges::find(inputs, input.path, &Input::path);
    if (same != inputs.end()) {
      reading.fail(own.find("path")->position, scenario::child(pointer, "path"),
                   fmt::format("another input sets \"{}\" already", input.path),
                   scenario::ProblemKind::meaning);
      continue;
    }
    InputBuilder builder{input, written.design, own, pointer, reading};
    if (auto built = builder.build()) inputs.push_back(std::move(*built));
  }
  return inputs;
}

}  // namespace spindrift::sweep
