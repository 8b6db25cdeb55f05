// The recording of this very process, as far as it has got.
#pragma once

#include <gordian/control.h>
#include <gordian/recording/reader.hpp>

#include <gtest/gtest.h>

inline gordian::recording::Recording ownRecording() {
  gordian_mark_test(1, "look");  // makes sure that there is one, and writes the counts
  const char* path = gordian_recording_path();
  if (path == nullptr) throw std::runtime_error("nothing is recorded");
  auto all = gordian::recording::read(path);
  EXPECT_EQ(all.size(), 1u);
  EXPECT_TRUE(all.front().damage.empty());
  return std::move(all.front());
}
