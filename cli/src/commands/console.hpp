// Lines for people: one write each, so that they do not mix with the program's; nothing that was
// read reaches the terminal as a control character.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gordian::cli {

// "gordian: <text>" on standard error; `text` is made printable.
void say(std::string_view text);

// Whole text as it is (already printable, perhaps coloured).
void put(int fd, std::string_view text);

// A terminal, and no NO_COLOR.
bool wantsColour(int fd);

// For commands that are shown to be typed: words that a shell would take apart, in quotes.
std::string shellWord(const std::string& word);
std::string shellWords(const std::vector<std::string>& words);

}  // namespace gordian::cli
