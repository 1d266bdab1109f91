#include "sim/history/kms_name.hpp"

#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

namespace spindrift::history {

TEST_CASE("names of calls are equal when their texts are, whoever made them") {
  const std::string text = "CreateKey";
  const KmsName name = text;
  CHECK(name == KmsName{"CreateKey"});
  CHECK(name == "CreateKey");
  CHECK(name == text);
  CHECK(name.text() == text);
  CHECK(name.hash() == KmsName{std::string_view{text}}.hash());
  CHECK_FALSE(name == KmsName{"CreateAlias"});
  CHECK_FALSE(name == "CreateKe");
  CHECK(KmsName{} == "");
}

TEST_CASE("names of calls are ordered by their texts, not by when they were first met") {
  CHECK(KmsName{"zzz met first"} > KmsName{"aaa met later"});
}

TEST_CASE("threads that meet a name at the same time mean the same one") {
  constexpr int names = 500;
  std::vector<std::vector<KmsName>> seen(4);
  std::vector<std::thread> threads;
  for (auto& own : seen) {
    threads.emplace_back([&own] {
      for (int each = 0; each < names; ++each) own.emplace_back("thread/" + std::to_string(each));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& own : seen) CHECK(own == seen.front());
}

}  // namespace spindrift::history
