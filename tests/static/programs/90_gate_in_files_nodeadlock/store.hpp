// What the files share.
#pragma once
#include <mutex>

extern std::mutex gate;
extern std::mutex names;
extern std::mutex sizes;

void renameAll();
void resizeAll();
