#include <gordian/recording/format.h>

#include <gordian/recording/growing.hpp>

#include "decoder.hpp"
#include "file_bytes.hpp"
#include "record_scanner.hpp"

namespace gordian::recording {
namespace {

bool canChangeAVerdict(std::uint16_t type) {
  return type == kDependency || type == kRevisit || type == kLockShared || type == kSignal;
}

}  // namespace

class GrowingRecording::Reading {
 public:
  explicit Reading(std::filesystem::path file) : decoder_(recording_, damage_, 0) {
    recording_.file = std::move(file);
  }

  bool update() {
    const FileBytes content(recording_.file, position_);
    const Bytes bytes = content.bytes();
    decoder_.allow(content.fileSize());
    std::size_t first = 0;
    if (position_ == 0) {
      const FileHeader header = checkedHeader(recording_.file, bytes);
      decoder_.begin(header);
      first = header.headerSize;
    }
    RecordScanner scanner(bytes, first, damage_, position_);
    bool isNew = false;
    while (const auto record = scanner.next()) {
      decoder_.add(*record);
      isNew = isNew || canChangeAVerdict(record->type);
    }
    position_ += scanner.usedSize();
    decoder_.connect();
    seen_ = decoder_.takeSeen();
    recording_.damage = damage_.take();
    return isNew;
  }

  [[nodiscard]] bool isWhole() const { return recording_.damage.empty(); }
  [[nodiscard]] const Recording& recording() const { return recording_; }

  [[nodiscard]] const std::vector<lockgraph::DependencyId>& seen() const { return seen_; }

 private:
  Recording recording_;
  std::vector<lockgraph::DependencyId> seen_;
  DamageNotes damage_;
  Decoder decoder_;
  std::uint64_t position_ = 0;  // behind the last record
};

GrowingRecording::GrowingRecording(std::filesystem::path file) : file_(std::move(file)) {}
GrowingRecording::~GrowingRecording() = default;

bool GrowingRecording::update() {
  auto reading = std::move(reading_);
  if (!reading || !reading->isWhole()) reading = std::make_unique<Reading>(file_);
  const bool isNew = reading->update();
  reading_ = std::move(reading);
  return isNew;
}

const Recording& GrowingRecording::recording() const {
  return reading_->recording();
}

const std::vector<lockgraph::DependencyId>& GrowingRecording::seen() const {
  return reading_->seen();
}

}  // namespace gordian::recording
