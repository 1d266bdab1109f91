#include "tests/scenario/mutation.hpp"

#include <array>
#include <string_view>

namespace spindrift::scenario::test {

namespace {

constexpr std::string_view letters = "{}[]\",:0123456789.eE-truefalsn \n\\hdms*/\xFF";

constexpr std::array<std::string_view, 32> words{"\"clusters\"",
                                                 "\"plan\"",
                                                 "\"at\"",
                                                 "\"do\"",
                                                 "\"who\"",
                                                 "\"roll\"",
                                                 "\"restart\"",
                                                 "\"expect\"",
                                                 "\"metric\"",
                                                 "\"version\"",
                                                 "\"1.12.4\"",
                                                 "\"root\"",
                                                 "\"r{1..3}\"",
                                                 "\"1h\"",
                                                 "\"0s\"",
                                                 "\"36500d\"",
                                                 "1000000000",
                                                 "1e308",
                                                 "-1",
                                                 "null",
                                                 "true",
                                                 "{}",
                                                 "[]",
                                                 "\"shape\"",
                                                 "\"lognormal\"",
                                                 "\"name\"",
                                                 "\"servers\"",
                                                 "\"upstream\"",
                                                 "{1..99999}",
                                                 "\"*\"",
                                                 "\"behaviour\"",
                                                 "\"\\ud83d\\ude00\""};

std::size_t below(std::size_t bound, kernel::RandomStream& random) { return random.below(bound); }

void change(std::string& text, kernel::RandomStream& random) {
  const std::size_t at = below(text.size(), random);
  const std::size_t length = 1 + below(12, random);
  switch (random.below(6)) {
    case 0:
      text[at] = letters[below(letters.size(), random)];
      break;
    case 1:
      text.erase(at, length);
      break;
    case 2:
      text.insert(below(text.size() + 1, random), text.substr(at, length));
      break;
    case 3:
      text.insert(at, std::to_string(random.bits() % 100'000'000'000U));
      break;
    case 4:
      text.replace(at, length, words.at(below(words.size(), random)));
      break;
    default:
      if (text[at] >= '0' && text[at] <= '9') {
        text[at] = static_cast<char>('0' + static_cast<char>(random.below(10)));
      } else {
        text.insert(at, words.at(below(words.size(), random)));
      }
  }
}

}  // namespace

std::string mutated(std::string text, kernel::RandomStream& random) {
  for (std::uint64_t changes = 1 + random.below(4); changes > 0 && !text.empty(); --changes) {
    change(text, random);
  }
  return text;
}

}  // namespace spindrift::scenario::test
