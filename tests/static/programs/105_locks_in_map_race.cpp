// Rooms with a lock each in a map that nobody changes; who visits forgets the lock.
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

struct Room {
  std::mutex m;
  int visitors = 0;
};

std::map<std::string, std::unique_ptr<Room>> rooms;

void visit(const std::string& name) {
  const auto found = rooms.find(name);
  if (found == rooms.end()) return;
  Room& room = *found->second;
  ++room.visitors;  // RACE
}

void leave(const std::string& name) {
  const auto found = rooms.find(name);
  if (found == rooms.end()) return;
  Room& room = *found->second;
  std::lock_guard<std::mutex> guard(room.m);
  --room.visitors;
}

int main() {
  for (const char* name : {"hall", "kitchen"}) rooms[name] = std::make_unique<Room>();
  std::thread a(visit, "hall");
  std::thread b(leave, "hall");
  a.join();
  b.join();
}
