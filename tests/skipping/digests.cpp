// scenario_digests SCENARIO…: the digest of the history of each, a line each. Two builds of this
// program tell the same, whatever compiler and optimisation they came from.

#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <variant>

#include "tests/skipping/digest_of.hpp"

namespace {

using namespace spindrift;

std::string digest_of(const std::string& path) {
  const scenario::Loaded loaded = scenario::load(path);
  const auto* const read = std::get_if<scenario::Scenario>(&loaded);
  if (read == nullptr) throw std::runtime_error{path + " is no scenario"};
  return spindrift::digest_of(*read, false);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    for (int place = 1; place < count; ++place) {
      const std::string path = arguments[place];
      std::cout << digest_of(path) << ' ' << path << std::endl;
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
