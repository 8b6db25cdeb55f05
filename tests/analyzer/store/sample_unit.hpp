// A small unit with one of everything that facts can say.
#pragma once

#include <model/unit.hpp>

namespace gordian::testing {

inline analyzer::Unit sampleUnit() {
  using namespace analyzer;
  Unit unit;
  unit.source = "/src/bank.cpp";
  unit.files = {{"/src/bank.cpp", false}, {"/usr/include/c++/12/mutex", true}};
  unit.types = {{},
                {"std::mutex", "std::mutex", 0, false, false},
                {"Account", "Account<int>", 1, false, false},
                {"std::atomic", "std::atomic<long>", 0, true, true}};
  unit.fields = {{"Account::m", TypeId{1}, {0, 5, 14}, false, true, {}},
                 {"Account::balance", TypeId{}, {0, 6, 8}, false, false, {}}};
  const Value lock{
      ValueKind::Held, {Base::Formal, 0, {{Step::Deref, 0}, {Step::Field, 0}}}, 0, 0, TypeId{1}};
  unit.fields[1].capabilities = {{Capability::Kind::GuardedBy, {lock}, 1}};
  unit.records = {{"Account<int>", {0, 4, 8}, {0, 1}, {TypeId{2}}, true, {}}};
  unit.variables = {
      {"_ZN4bank5totalE", "bank::total", TypeId{3}, {0, 9, 1}, true, true, true, true, {}}};
  unit.functionNames.resize(2);
  FunctionName& deposit = unit.functionNames[0];
  deposit.key = "_ZN7Account7depositEi";
  deposit.name = "Account::deposit";
  deposit.full = "Account<int>::deposit(int)";
  deposit.parameters = 2;
  deposit.isMember = deposit.isVirtual = true;
  deposit.overrides = {1};
  deposit.capabilities = {{Capability::Kind::TryAcquires, {lock}, -1}};
  FunctionName& system = unit.functionNames[1];
  system.key = system.name = system.full = "pthread_mutex_lock";
  system.parameters = 1;
  system.isSystem = true;
  system.reaches = {0};
  Function function;
  function.flags = kLambda | kInHeader;
  function.location = {0, 12, 6};
  function.end = {0, 16, 1};
  function.bodyHash = 0xfedcba9876543210U;
  function.formals = {{"this", TypeId{2}, {0, 12, 6}, false, true}};
  function.locals = {{"guard", TypeId{1}, {0, 13, 19}, true, false}};
  const Place balance{Base::Local, 0, {{Step::Elements, 1}, {Step::Field, 1}, {Step::Element, 3}}};
  const Place inner{Base::Local, 0, {{Step::Deref, 0}, {Step::Offset, 0}}};
  function.indices = {{{ValueKind::Held, {Base::Local, 0, {}}, 0, 0, TypeId{}}, {}},
                      {{ValueKind::Differs, inner, 0, 16, TypeId{}}, {inner}}};
  const Value number{ValueKind::Integer, {}, 0, -5, TypeId{}};
  const Value body{ValueKind::Function, {}, 1, 0, TypeId{}};
  const Value result{ValueKind::Address, {Base::Result, 2, {}}, 0, 0, TypeId{}};
  function.events = {
      {EventKind::Call, kImplicit, {1, 100, 7}, {}, {}, {CalleeKind::Direct, 1, {}}, {lock}},
      {EventKind::Write, kAtomic | kInLoop, {0, 14, 3}, balance, {}, {}, {}},
      {EventKind::Assign, 0, {0, 14, 9}, {Base::Global, 0, {}}, number, {}, {}},
      {EventKind::Closure, 0, {0, 15, 2}, balance, {}, {CalleeKind::Direct, 0, {}}, {body}},
      {EventKind::Call, kNoReturn, {0, 15, 4}, {}, {}, {CalleeKind::Indirect, 0, body}, {}},
      {EventKind::Read, kVolatile, {0, 15, 6}, {Base::Unknown, 9, {}}, {}, {}, {}},
      {EventKind::Return, 0, {0, 15, 9}, {}, result, {}, {}}};
  function.blocks = {{0, 3, {1, 2}, Condition{Test::Equal, result, -1}, true, false, false},
                     {3, 4, {}, {}, false, true, false},
                     {7, 0, {0}, {}, false, false, true}};
  function.closureRecord = 1;
  unit.functions = {function};
  unit.problems = {{{0, 3, 1}, "unknown type name 'foo'"}};
  unit.allowances = {{{0, 14, 20}, "GD401", "start-up only"}};
  return unit;
}

}  // namespace gordian::testing
