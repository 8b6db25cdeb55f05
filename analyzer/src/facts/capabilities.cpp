#include "capabilities.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>

#include "frame.hpp"
#include "places.hpp"

namespace gordian::analyzer::facts {
namespace {

using Kind = Capability::Kind;

const clang::Expr* negatedPart(const clang::Expr* expression) {
  if (const auto* builtin = llvm::dyn_cast<clang::UnaryOperator>(expression)) {
    return builtin->getOpcode() == clang::UO_LNot ? builtin->getSubExpr() : nullptr;
  }
  const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(expression);
  return call && call->getOperator() == clang::OO_Exclaim ? call->getArg(0) : nullptr;
}

class Reader {
 public:
  // Of a record or a field, the object is Formal 0, as of a member function.
  Reader(UnitContext& unit, const clang::Decl& owner)
      : frame_(unit, owner, scratch_), places_(frame_) {
    if (!frame_.declaration) frame_.assumeThis();
  }

  std::vector<Capability> read(const clang::Decl& declaration) {
    for (const clang::Attr* attribute : declaration.attrs()) readOne(*attribute);
    return std::move(found_);
  }

 private:
  void readOne(const clang::Attr& attribute);
  template <typename Arguments>
  void add(Kind kind, Arguments&& arguments, std::int64_t success = 1);
  void addTry(Kind kind, const clang::Expr* success, llvm::iterator_range<clang::Expr**> arguments);
  Value argument(const clang::Expr* expression);

  Function scratch_;
  Frame frame_;
  Places places_;
  std::vector<Capability> found_;
};

// A pointer to a lock means the lock: GUARDED_BY(mutex_) with Mutex* mutex_.
Value Reader::argument(const clang::Expr* expression) {
  expression = unwrapped(expression);
  Value value = places_.value(expression);
  if (value.kind == ValueKind::Address && expression->isGLValue() &&
      expression->getType()->isAnyPointerType()) {
    value.kind = ValueKind::Held;
  }
  for (const PathStep& step : value.place.steps) {
    // There is no function whose index expressions these could be.
    if (step.step == Step::Elements || step.step == Step::Offset) return {};
  }
  if (value.place.base == Base::Local || value.place.base == Base::Result) return {};
  return value;
}

template <typename Arguments>
void Reader::add(Kind kind, Arguments&& arguments, std::int64_t success) {
  Capability capability;
  capability.kind = kind;
  capability.success = success;
  Capability excluded;
  excluded.kind = Kind::Excludes;
  for (const clang::Expr* expression : arguments) {
    // REQUIRES(!mutex): the caller does not hold it.
    if (const clang::Expr* negated = negatedPart(unwrapped(expression))) {
      excluded.arguments.push_back(argument(negated));
    } else {
      capability.arguments.push_back(argument(expression));
    }
  }
  if (!excluded.arguments.empty()) found_.push_back(std::move(excluded));
  if (capability.arguments.empty() && excluded.arguments.size() > 0) return;
  found_.push_back(std::move(capability));
}

void Reader::addTry(Kind kind, const clang::Expr* success,
                    llvm::iterator_range<clang::Expr**> arguments) {
  const Value value = places_.value(success);
  add(kind, arguments, value.kind == ValueKind::Integer ? value.integer : 1);
}

void Reader::readOne(const clang::Attr& attribute) {
  const llvm::ArrayRef<clang::Expr*> none;
  if (llvm::isa<clang::CapabilityAttr>(attribute)) return add(Kind::Capability, none);
  if (llvm::isa<clang::ScopedLockableAttr>(attribute)) return add(Kind::ScopedCapability, none);
  if (llvm::isa<clang::NoThreadSafetyAnalysisAttr>(attribute)) return add(Kind::NoAnalysis, none);
  if (const auto* guarded = llvm::dyn_cast<clang::GuardedByAttr>(&attribute)) {
    return add(Kind::GuardedBy, llvm::ArrayRef<clang::Expr*>(guarded->getArg()));
  }
  if (const auto* guarded = llvm::dyn_cast<clang::PtGuardedByAttr>(&attribute)) {
    return add(Kind::PointsToGuardedBy, llvm::ArrayRef<clang::Expr*>(guarded->getArg()));
  }
  if (const auto* order = llvm::dyn_cast<clang::AcquiredBeforeAttr>(&attribute)) {
    return add(Kind::AcquiredBefore, order->args());
  }
  if (const auto* order = llvm::dyn_cast<clang::AcquiredAfterAttr>(&attribute)) {
    return add(Kind::AcquiredAfter, order->args());
  }
  if (const auto* required = llvm::dyn_cast<clang::RequiresCapabilityAttr>(&attribute)) {
    return add(required->isShared() ? Kind::RequiresShared : Kind::Requires, required->args());
  }
  if (const auto* acquired = llvm::dyn_cast<clang::AcquireCapabilityAttr>(&attribute)) {
    return add(acquired->isShared() ? Kind::AcquiresShared : Kind::Acquires, acquired->args());
  }
  if (const auto* released = llvm::dyn_cast<clang::ReleaseCapabilityAttr>(&attribute)) {
    if (released->isGeneric()) return add(Kind::ReleasesGeneric, released->args());
    return add(released->isShared() ? Kind::ReleasesShared : Kind::Releases, released->args());
  }
  if (const auto* tried = llvm::dyn_cast<clang::TryAcquireCapabilityAttr>(&attribute)) {
    return addTry(tried->isShared() ? Kind::TryAcquiresShared : Kind::TryAcquires,
                  tried->getSuccessValue(), tried->args());
  }
  if (const auto* tried = llvm::dyn_cast<clang::ExclusiveTrylockFunctionAttr>(&attribute)) {
    return addTry(Kind::TryAcquires, tried->getSuccessValue(), tried->args());
  }
  if (const auto* tried = llvm::dyn_cast<clang::SharedTrylockFunctionAttr>(&attribute)) {
    return addTry(Kind::TryAcquiresShared, tried->getSuccessValue(), tried->args());
  }
  if (const auto* asserted = llvm::dyn_cast<clang::AssertCapabilityAttr>(&attribute)) {
    return add(asserted->isShared() ? Kind::AssertsShared : Kind::Asserts, asserted->args());
  }
  if (const auto* asserted = llvm::dyn_cast<clang::AssertExclusiveLockAttr>(&attribute)) {
    return add(Kind::Asserts, asserted->args());
  }
  if (const auto* asserted = llvm::dyn_cast<clang::AssertSharedLockAttr>(&attribute)) {
    return add(Kind::AssertsShared, asserted->args());
  }
  if (const auto* excluded = llvm::dyn_cast<clang::LocksExcludedAttr>(&attribute)) {
    return add(Kind::Excludes, excluded->args());
  }
  if (const auto* returned = llvm::dyn_cast<clang::LockReturnedAttr>(&attribute)) {
    return add(Kind::Returns, llvm::ArrayRef<clang::Expr*>(returned->getArg()));
  }
}

template <typename Declaration, typename Described>
void describe(UnitContext& unit, const std::vector<const Declaration*>& declarations,
              std::vector<Described>& described) {
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    if (!declarations[i]) continue;
    const auto* latest = llvm::cast<Declaration>(declarations[i]->getMostRecentDecl());
    if (!latest->hasAttrs()) continue;
    std::vector<Capability> capabilities = Reader(unit, *latest).read(*latest);
    described[i].capabilities = std::move(capabilities);
  }
}

}  // namespace

void describeCapabilities(UnitContext& unit) {
  std::size_t named = 0;
  // What the arguments name joins the tables and can have attributes itself.
  for (std::size_t before = ~std::size_t{0}; named != before;) {
    before = named;
    while (unit.types.describePending()) {
    }
    describe(unit, unit.types.records(), unit.unit.records);
    describe(unit, unit.types.fields(), unit.unit.fields);
    describe(unit, unit.symbols.variables(), unit.unit.variables);
    describe(unit, unit.symbols.functions(), unit.unit.functionNames);
    named = unit.types.records().size() + unit.types.fields().size() +
            unit.symbols.variables().size() + unit.symbols.functions().size();
  }
}

}  // namespace gordian::analyzer::facts
