// Each tunnel that is read has a thread of its own, and is used before that begins; the others'
// threads run meanwhile.
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

class Tunnel {
 public:
  explicit Tunnel(std::string name) : name_(std::move(name)) {}
  ~Tunnel() {
    if (thread_) thread_->join();
  }
  void start() {
    if (isCancelled_) isCancelled_ = false;
    thread_ = std::make_unique<std::thread>([this] { resolve(); });
  }
  void use(int address) { address_ = address; }

 private:
  void resolve() {
    while (address_ == 0 && !isCancelled_) address_ = static_cast<int>(name_.size());  // NORACE
  }

  std::string name_;
  int address_ = 0;
  bool isCancelled_ = false;
  std::unique_ptr<std::thread> thread_;
};

std::map<std::string, std::shared_ptr<Tunnel>> tunnels;

void read(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    auto tunnel = std::make_shared<Tunnel>(name);
    tunnels.emplace(name, tunnel);
    tunnel->use(0);
    tunnel->start();
  }
}

int main(int count, char** arguments) {
  read({"first", "second"});
  for (int i = 0; i < count; ++i) read({arguments[i]});
}
