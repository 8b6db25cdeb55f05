#include "symbols/stack_variables.hpp"

#include "symbols/die.hpp"

#include <cstdlib>
#include <memory>

namespace gordian::cli::symbols {
namespace {

constexpr int kFramePointer = 6, kStackPointer = 7;  // DWARF register numbers of x86-64
constexpr int kDeepest = 64;

struct Registers {
  std::uint64_t stackPointer = 0;
  std::optional<std::uint64_t> framePointer, cfa, frameBase;
};

// A register, or a register and an offset.
std::optional<std::uint64_t> evaluate(const Dwarf_Op& op, const Registers& registers) {
  int number = -1;
  std::uint64_t offset = 0;
  if (op.atom == DW_OP_call_frame_cfa) return registers.cfa;
  if (op.atom == DW_OP_fbreg) {
    if (!registers.frameBase) return std::nullopt;
    return *registers.frameBase + op.number;
  }
  if (op.atom >= DW_OP_reg0 && op.atom <= DW_OP_reg31) {
    number = op.atom - DW_OP_reg0;
  } else if (op.atom >= DW_OP_breg0 && op.atom <= DW_OP_breg31) {
    number = op.atom - DW_OP_breg0;
    offset = op.number;
  }
  if (number == kStackPointer) return registers.stackPointer + offset;
  if (number == kFramePointer && registers.framePointer) return *registers.framePointer + offset;
  return std::nullopt;
}

// What the unwind tables say about the canonical frame address here gives the frame pointer, and
// the address itself when no outer frame was recorded.
void readUnwindTable(Elf* elf, std::uint64_t pc, Registers& registers) {
  const std::unique_ptr<Dwarf_CFI, int (*)(Dwarf_CFI*)> table(dwarf_getcfi_elf(elf), dwarf_cfi_end);
  Dwarf_Frame* raw = nullptr;
  if (table == nullptr || dwarf_cfi_addrframe(table.get(), pc, &raw) != 0) return;
  const std::unique_ptr<Dwarf_Frame, void (*)(void*)> frame(raw, std::free);
  Dwarf_Op* ops = nullptr;
  std::size_t count = 0;
  if (dwarf_frame_cfa(frame.get(), &ops, &count) != 0 || count != 1) return;
  if (ops[0].atom != DW_OP_bregx) return;  // how libdw writes "register + offset"
  if (ops[0].number == kStackPointer && !registers.cfa) {
    registers.cfa = registers.stackPointer + ops[0].number2;
  }
  if (ops[0].number == kFramePointer && registers.cfa) {
    registers.framePointer = *registers.cfa - ops[0].number2;
  }
}

void readFrameBase(Dwarf_Die& function, std::uint64_t pc, Registers& registers) {
  Dwarf_Attribute base;
  Dwarf_Op* ops = nullptr;
  std::size_t count = 0;
  if (dwarf_attr_integrate(&function, DW_AT_frame_base, &base) == nullptr) return;
  if (dwarf_getlocation_addr(&base, pc, &ops, &count, 1) != 1 || count != 1) return;
  registers.frameBase = evaluate(ops[0], registers);
}

class Search {
 public:
  Search(const LiveFrame& frame, const Registers& registers, std::uint64_t address)
      : pc_(frame.pc), registers_(registers), address_(address) {}

  // Variables of this scope; with `nested`, also of the blocks in it that are not live at the pc.
  std::optional<StackVariable> in(Dwarf_Die& scope, bool nested, int depth = 0) {
    std::optional<StackVariable> found;
    if (depth > kDeepest) return found;
    forEachChild(&scope, [&](Dwarf_Die& child) {
      const int tag = dwarf_tag(&child);
      if (tag == DW_TAG_variable || tag == DW_TAG_formal_parameter) {
        found = matches(child);
      } else if (nested && (tag == DW_TAG_lexical_block || tag == DW_TAG_inlined_subroutine)) {
        found = in(child, true, depth + 1);
      }
      return !found;
    });
    return found;
  }

 private:
  std::optional<StackVariable> matches(Dwarf_Die& variable) const {
    Dwarf_Attribute location;
    Dwarf_Op* ops = nullptr;
    std::size_t count = 0;
    if (dwarf_attr(&variable, DW_AT_location, &location) == nullptr) return std::nullopt;
    if (dwarf_getlocation_addr(&location, pc_, &ops, &count, 1) != 1 || count != 1) {
      return std::nullopt;
    }
    if (ops[0].atom >= DW_OP_reg0 && ops[0].atom <= DW_OP_reg31) return std::nullopt;
    const auto start = evaluate(ops[0], registers_);
    const auto type = reference(&variable, DW_AT_type);
    const char* name = text(&variable, DW_AT_name);
    if (!start || !type || name == nullptr) return std::nullopt;
    if (address_ < *start || address_ - *start >= sizeOf(*type)) return std::nullopt;
    StackVariable found{name, memberPathAt(*type, address_ - *start), variable};
    if (!found.member.isLock) return std::nullopt;
    return found;
  }

  std::uint64_t pc_;
  const Registers& registers_;
  std::uint64_t address_;
};

}  // namespace

std::optional<StackVariable> stackVariableAt(CuIndex& units, Elf* elf, const LiveFrame& frame,
                                             std::uint64_t address) {
  auto unit = units.unitAt(frame.pc);
  if (!unit) return std::nullopt;
  auto scopes = units.scopesAt(*unit, frame.pc);
  while (!scopes.empty() && dwarf_tag(&scopes.back()) != DW_TAG_subprogram) scopes.pop_back();
  if (scopes.empty()) return std::nullopt;
  Registers registers;
  registers.stackPointer = frame.low;
  registers.cfa = frame.cfa;
  readUnwindTable(elf, frame.pc, registers);
  readFrameBase(scopes.back(), frame.pc, registers);
  Search search(frame, registers, address);
  for (Dwarf_Die& scope : scopes) {
    if (auto found = search.in(scope, false)) return found;
  }
  return search.in(scopes.back(), true);
}

}  // namespace gordian::cli::symbols
