// Copies of a list share their items, and none of them sees what is changed in another one.
#include "link/shared_list.hpp"

#include <gmock/gmock.h>

namespace gordian::analyzer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

bool share(const SharedList<int>& a, const SharedList<int>& b) {
  return a.items().data() == b.items().data();
}

TEST(SharedList, CopiesShareUntilOneIsChanged) {
  SharedList<int> list(std::vector{1, 3});
  SharedList<int> copy = list;
  EXPECT_TRUE(share(list, copy));
  copy.insert(2);
  EXPECT_THAT(copy.items(), ElementsAre(1, 2, 3));
  EXPECT_THAT(list.items(), ElementsAre(1, 3));
  EXPECT_FALSE(list == copy);
  list.insert(2);
  EXPECT_TRUE(list == copy);
}

TEST(SharedList, NothingToChangeCopiesNothing) {
  SharedList<int> list(std::vector{1, 3});
  SharedList<int> copy = list;
  const auto isEven = [](int item) { return item % 2 == 0; };
  copy.insert(3);
  copy.removeIf(isEven);
  EXPECT_FALSE(copy.changeIf(isEven, [](int& item) { item = 7; }));
  EXPECT_TRUE(share(list, copy));
}

TEST(SharedList, ChangesOnlyWhatIsMeant) {
  const SharedList<int> before(std::vector{1, 2, 3});
  SharedList<int> list = before;
  EXPECT_TRUE(list.changeIf([](int item) { return item == 2; }, [](int& item) { item = 9; }));
  EXPECT_THAT(list.items(), ElementsAre(1, 9, 3));
  list.removeAt(list.begin());
  list.removeIf([](int item) { return item == 9; });
  EXPECT_THAT(list.items(), ElementsAre(3));
  EXPECT_THAT(before.items(), ElementsAre(1, 2, 3));
}

TEST(SharedList, OfNothing) {
  SharedList<int> list;
  EXPECT_THAT(list.items(), IsEmpty());
  EXPECT_TRUE(list == SharedList<int>(std::vector<int>{}));
  list.edit().push_back(1);
  EXPECT_TRUE(SharedList<int>().empty());
}

}  // namespace
}  // namespace gordian::analyzer
