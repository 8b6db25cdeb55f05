// What is the same in every run of a program: a lock, the part that a thread plays.
//
// A lock of static storage is its variable, also one that a Python module makes at its import. Any
// other one has to be the only object of its class that a run has: a local variable of the first
// thread, or one that was made by the same calls, or first taken by them where the making was not
// seen, in runs whose recordings have all their locks. A class of which some run has several
// objects has none that could be compared. A thread is where it was created, by
// function, file and line; the first thread of a process is `main`. All of it belongs to one
// program: its executable, by base name or build-id, or its Python script. Files are meant with
// their folders: programs of one name that were built from other sources have nothing in common.
#pragma once

#include <gordian/recording/reader.hpp>

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace gordian::cli::joined {

enum class Object : std::uint32_t {};
enum class Role : std::uint32_t {};

// The beginning of the keys of variables; the key of the first thread's part.
inline constexpr const char* kVariable = "variable ";
inline constexpr const char* kMain = "main";

class Identities {
 public:
  // A number that the recording's program has, whatever its build and machine.
  std::uint32_t programOf(const recording::Recording& recording);

  // `key`: unique within the program; `className`: what a finding would call its class.
  Object object(std::uint32_t program, const std::string& key, const std::string& className);
  Role role(std::uint32_t program, const std::string& key);
  Role mainRole(std::uint32_t program) { return role(program, kMain); }

  // Only one thread of a process can play it.
  [[nodiscard]] bool isMain(Role role) const { return keyOf(role) == kMain; }
  [[nodiscard]] const std::string& keyOf(Role role) const {
    return roleKeys_[static_cast<std::size_t>(role)];
  }
  [[nodiscard]] const std::string& keyOf(Object object) const {
    return objects_[static_cast<std::size_t>(object)].key;
  }
  [[nodiscard]] const std::string& classOf(Object object) const {
    return objects_[static_cast<std::size_t>(object)].className;
  }

  // What belongs to the class is no object, but for static variables.
  void ban(std::uint32_t program, const std::string& className) {
    banned_.emplace(program, className);
  }
  [[nodiscard]] bool isBanned(Object object) const;

 private:
  struct Known {
    std::uint32_t program = 0;
    std::string key;
    std::string className;
  };
  using Key = std::pair<std::uint32_t, std::string>;

  std::map<std::string, std::uint32_t> programs_;  // by name, script and build-id
  std::uint32_t programCount_ = 0;
  std::map<Key, Object> objectNumbers_;
  std::vector<Known> objects_;
  std::map<Key, Role> roles_;
  std::vector<std::string> roleKeys_;
  std::set<Key> banned_;
};

}  // namespace gordian::cli::joined
