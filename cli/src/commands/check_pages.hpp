// The pages of docs/checks/, inside the command.
#pragma once

#include <string_view>
#include <vector>

namespace gordian::cli {

struct CheckPage {
  std::string_view id;
  std::string_view text;
};

const std::vector<CheckPage>& checkPages();

}  // namespace gordian::cli
