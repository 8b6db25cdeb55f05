#pragma once
#include <mutex>

extern std::mutex stove;
extern std::mutex sink;
extern std::mutex fridge;

void cook();
void wash();
void store();
