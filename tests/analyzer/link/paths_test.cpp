// A path has one number, however often and in whatever order it is asked for.
#include "link/paths.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace gordian::analyzer {
namespace {

TEST(Paths, HaveOneNumberEach) {
  constexpr std::uint32_t kMany = 3000;
  Paths paths;
  std::vector<PathId> made;
  const auto make = [&] {
    std::vector<PathId> all;
    for (std::uint32_t i = 0; i < kMany; ++i) {
      const PathId root = paths.root(Root::Local, i);
      for (const PathId path : {root, paths.deref(root), paths.field(root, i)}) all.push_back(path);
    }
    return all;
  };
  const std::vector<PathId> first = make();
  EXPECT_EQ(std::set<PathId>(first.begin(), first.end()).size(), first.size());
  EXPECT_EQ(make(), first);
}

TEST(Paths, OfDifferentKindsDiffer) {
  Paths paths;
  const PathId local = paths.root(Root::Local, 1);
  EXPECT_NE(local, paths.root(Root::Formal, 1));
  EXPECT_NE(paths.field(local, 0), paths.deref(local));
  EXPECT_NE(paths.step(local, StepKind::Element, 1), paths.step(local, StepKind::Elements, 1));
  EXPECT_EQ(paths.rootOf(paths.field(local, 0)), local);
}

}  // namespace
}  // namespace gordian::analyzer
