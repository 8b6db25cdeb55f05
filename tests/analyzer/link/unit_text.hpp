// A unit of facts from a small text, for tests: nothing here needs Clang.
//
//   record Account m:std::mutex balance:int      fields are named by their last part, if only one
//   global g:std::mutex                          record has it, else "Account::m"
//   function deposit this:Account* n:int         formals; T* is a pointer, T& a reference
//     local l:std::lock_guard
//     call std::lock_guard::lock_guard &l &this->m
//     write this->balance
//     r = call g &x x 5 null @f ?                address, contents, constants, function, unknown
//     r = callv Base::run this                   virtual; `calli p x`: through what p holds
//     p = &x                                     also the Write before it
//     closure c = body &x y                      body: a function that begins with "lambda"
//     if r  …  else  …  end                      also: if !r, if r == 5, if r < 5, if ?
//     while …  end                               the body's events are in a loop
//     return r
//   end
//   lambda body x:int& y:int                     its captures; its formal 0 is `this`
//   declare Account::balance guarded-by this->m  an attribute: of a field, global, record, function
// Functions: "function main" is main; words before the formals: constructor destructor initialiser
// virtual overrides=Base::run. Places: p->x.y, *p, a[3], a[i]. The line is the location's line.
// "line 50" makes the next line the 50th. Functions that are not defined are a library's.
#pragma once

#include <string>

#include "model/unit.hpp"

namespace gordian::analyzer::test {

// Throws std::runtime_error at what is no such text.
Unit unitOf(const std::string& text, const std::string& source = "/src/main.cpp");

}  // namespace gordian::analyzer::test
