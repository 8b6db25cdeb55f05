// The words of a compiler's command line, and which of them matter to who only reads sources.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gordian::cli {

// As a shell takes a command apart: blanks, quotes, backslashes. Nothing is expanded.
std::vector<std::string> splitWords(std::string_view text);

// Words of the form @file replaced by the words in that file, relative to `directory`, as compilers
// do. Throws UsageError: a file that cannot be read, files that name each other without end.
std::vector<std::string> withResponseFiles(const std::vector<std::string>& words,
                                           const std::string& directory);

// Without launchers of compilers (ccache g++ …) and without what only says where outputs go, so
// that a file that is compiled twice into two libraries is one unit.
std::vector<std::string> essentialWords(std::vector<std::string> words);

// Whether it is compiled as C or C++ or an Objective form of these.
bool isCFamily(const std::string& file, const std::vector<std::string>& words);

}  // namespace gordian::cli
