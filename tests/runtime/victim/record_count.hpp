// How many records of a type the recording of this process has.
#pragma once

#include <gordian/control.h>
#include <gordian/recording/format.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

inline std::size_t recordCount(gordian::recording::RecordType type) {
  using namespace gordian::recording;
  gordian_mark_test(1, "look");
  std::ifstream file(gordian_recording_path(), std::ios::binary);
  const std::vector<char> bytes(std::istreambuf_iterator<char>(file), {});
  std::size_t count = 0;
  for (std::size_t at = sizeof(FileHeader); at + sizeof(RecordHeader) <= bytes.size();) {
    RecordHeader header{};
    std::memcpy(&header, &bytes[at], sizeof header);
    if (header.mark != kRecordMark || header.size < sizeof header) break;
    if (header.type == type) ++count;
    at += header.size;
  }
  return count;
}
