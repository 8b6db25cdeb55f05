// Values of a map, by their key and one after the other, with their lock.
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

struct Room {
  std::mutex lock;
  int visitors = 0;
};

std::map<std::string, std::unique_ptr<Room>> rooms;

void enter() {
  Room& room = *rooms.at("hall");
  std::lock_guard guard(room.lock);
  ++room.visitors;
}

void closeRooms() {
  for (const auto& [name, room] : rooms) {
    std::lock_guard guard(room->lock);
    room->visitors = 0;  // NORACE
  }
}

int main() {
  rooms["hall"] = std::make_unique<Room>();
  std::thread entering(enter);
  std::thread closing(closeRooms);
  entering.join();
  closing.join();
}
