#include "sim/history/kms_name.hpp"

#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/history/siphash.hpp"

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

TEST_CASE("the hash of names is SipHash-1-3 as others compute it") {
  // openssl mac -macopt hexkey:000102030405060708090a0b0c0d0e0f -macopt size:16
  // -macopt c-rounds:1 -macopt d-rounds:3 SIPHASH, over
  // nothing, over 00 01 … 07, and over 00 01 … 0f.
  SipHash128 hash;
  CHECK(hash.result() == std::array<std::uint64_t, 2>{0xbea58827b2bc7ee7, 0x013030dd6adb62fd});
  hash.add(0x0706050403020100);
  CHECK(hash.result() == std::array<std::uint64_t, 2>{0xb4dae3d5e1fe12aa, 0x99c7f935ab164f72});
  hash.add(0x0f0e0d0c0b0a0908);
  CHECK(hash.result() == std::array<std::uint64_t, 2>{0xeb8e511557d9a8d0, 0x93179e3df8b013b5});
}

}  // namespace spindrift::history
