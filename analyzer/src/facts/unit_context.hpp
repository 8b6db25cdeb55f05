// The tables of the unit that is being extracted.
#pragma once

#include "source_files.hpp"
#include "symbol_names.hpp"
#include "symbol_table.hpp"
#include "throwing.hpp"
#include "type_table.hpp"

namespace gordian::analyzer::facts {

struct UnitContext {
  UnitContext(clang::ASTContext& context, Unit& target)
      : ast(context),
        unit(target),
        files(context.getSourceManager(), target),
        names(context, target.source),
        types(target, files, names),
        symbols(context, target, files, names, types) {}

  clang::ASTContext& ast;
  Unit& unit;
  SourceFiles files;
  SymbolNames names;
  TypeTable types;
  SymbolTable symbols;
  Throwing throwing;
};

}  // namespace gordian::analyzer::facts
