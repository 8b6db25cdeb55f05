// Where libgordian_runtime.so is: beside this command's folder, or under GORDIAN_HOME.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gordian::cli {

// The folder that holds this executable.
std::filesystem::path executableFolder();

// Empty when there is none; `looked` gets the places that were tried.
std::filesystem::path findRuntimeLibrary(std::vector<std::string>& looked);

}  // namespace gordian::cli
