#include "sim/history/names.hpp"

#include <catch2/catch.hpp>

#include "sim/history/nearest_name.hpp"
#include "tests/history/arbitrary_events.hpp"

namespace spindrift::history {

TEST_CASE("a key is written with its maker, a letter for its type, and its number") {
  const Topology topology = small_topology();
  CHECK(to_string(topology, Key{ServerId{0}, KeyType::jwt, 3}) == "root/1#3");
  CHECK(to_string(topology, Key{ServerId{1}, KeyType::x509, 12}) == "root/2#x12");
  CHECK(to_string(topology, Key{ServerId{2}, KeyType::wit, 1}) == "eu#1#w1");
  CHECK(to_string(topology, Key{}) == "-");
}

TEST_CASE("a text that is no key names none") {
  const Topology topology = small_topology();
  for (const char* const text : {"", "-", "root/1", "root/1#", "root/1#x", "root/1#-1", "root/1#1 ",
                                 "root/3#1", "root/1#y1", "root/1#4294967296"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_key(topology, text).exists());
  }
  CHECK(parse_key(topology, "eu#1#x7") == Key{ServerId{2}, KeyType::x509, 7});
}

TEST_CASE("names lead to their places") {
  const Topology topology = small_topology();
  CHECK(topology.find_cluster("root") == ClusterId{0});
  CHECK(topology.find_server("eu#1") == ServerId{2});
  CHECK(topology.find_observer("aws") == ObserverId{2});
  CHECK(topology.find_cluster("eu") == ClusterId::none);
  CHECK(topology.find_server("") == ServerId::none);
  CHECK(topology.find_observer("root") == ObserverId::none);
}

TEST_CASE("the nearest name is the one with the fewest wrong letters, if these are few") {
  const std::vector<std::string> names{"explain", "replay", "report", "run", "show"};
  CHECK(nearest_name("exlpain", names) == "explain");
  CHECK(nearest_name("Replya", names) == "replay");
  CHECK(nearest_name("repor", names) == "report");
  CHECK(nearest_name("ru", names) == "run");
  CHECK(nearest_name("frobnicate", names).empty());
  CHECK(nearest_name("", names).empty());
  CHECK(nearest_name("a", std::vector<std::string>{"b", "A"}) == "A");
  CHECK(nearest_name("a", std::vector<std::string>{"b"}).empty());
  CHECK(nearest_name(std::string(1000, 'x'), names).empty());
}

}  // namespace spindrift::history
