// gordian_manual FOLDER: writes manual pages and completions, in the folders where systems look for
// them under share/. A part of the build, not of what is installed.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "../commands/command_set.hpp"
#include "completion.hpp"
#include "man_page.hpp"
#include "option_words.hpp"

namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error(file.string() + " cannot be written");
}

}  // namespace

int main(int argc, char** argv) {
  using namespace gordian::manual;
  if (argc != 2) {
    std::cerr << "usage: gordian_manual FOLDER\n";
    return 2;
  }
  try {
    const fs::path share = argv[1];
    const gordian::cli::CommandSet commands;
    std::vector<const CLI::App*> pages = commandsOf(commands.app);
    pages.push_back(&commands.app);
    for (const CLI::App* command : pages) {
      const ManPage page = manPage(commands.app, *command, GORDIAN_VERSION);
      write(share / "man/man1" / (page.name + ".1"), page.text);
    }
    write(share / "bash-completion/completions/gordian", bashCompletion(commands.app));
    write(share / "zsh/site-functions/_gordian", zshCompletion(commands.app));
    write(share / "fish/vendor_completions.d/gordian.fish", fishCompletion(commands.app));
  } catch (const std::exception& error) {
    std::cerr << "gordian_manual: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
