// Which files are the developer's own: nothing else is ever reported on.
#pragma once

#include <string>
#include <vector>

namespace gordian::cli {

class Project {
 public:
  // The folder of gordian.toml, else that of the git checkout around `here`, else `here`; when none
  // of the sources is in it, what the sources have in common.
  Project(const std::string& configFolder, const std::string& here,
          const std::vector<std::string>& sources);

  [[nodiscard]] const std::string& root() const { return root_; }
  // `file` is absolute and normal. Whether it is a system header is not known here.
  [[nodiscard]] bool has(const std::string& file) const;

 private:
  std::string root_;
};

}  // namespace gordian::cli
