#include "sim/model/shared_list.hpp"

#include <vector>

#include <catch2/catch.hpp>

namespace spindrift::model {

TEST_CASE("a copy of a shared list holds what the list held, whatever becomes of it") {
  SharedList<int> list;
  CHECK(list.empty());
  list.push_back(1);
  list.push_back(2);
  list.push_back(3);
  const SharedList<int> before = list;
  CHECK(list.is_copy_of(before));

  list.push_back(4);
  CHECK(before.rows() == std::vector{1, 2, 3});
  CHECK(list.rows() == std::vector{1, 2, 3, 4});
  CHECK_FALSE(list.is_copy_of(before));
  CHECK_FALSE(list == before);

  SharedList<int> other = list;
  other.replace(2, 9);
  other.change([](std::vector<int>& rows) { rows.erase(rows.begin()); });
  CHECK(list.rows() == std::vector{1, 2, 3, 4});
  CHECK(other.rows() == std::vector{9, 3, 4});

  list.erase_if([](int row) { return row == 4; });
  CHECK(list == before);
  CHECK_FALSE(list.is_copy_of(before));
}

TEST_CASE("a shared list in which nothing is found to change stays a copy of the other") {
  SharedList<int> list;
  list.push_back(1);
  const SharedList<int> other = list;
  list.erase_if([](int row) { return row == 2; });
  list.replace(2, 3);
  CHECK(list.is_copy_of(other));
}

TEST_CASE("rows that nobody else holds are changed where they stand") {
  SharedList<int> list;
  list.push_back(1);
  const int* const place = list.begin();
  list.change([](std::vector<int>& rows) { rows[0] = 2; });
  CHECK(list.begin() == place);
  CHECK(list.rows() == std::vector{2});
}

}  // namespace spindrift::model
