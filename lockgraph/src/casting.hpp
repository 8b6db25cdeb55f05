// Who plays the roles of a chain, and when: threads that are distinct and that no lock keeps apart
// all their lives, at moments that can be at the same time, when the locks were shared.
//
// Threads are chosen first, by all that is known of their moments; then the moments. Occurrences
// that are known exactly decide; only where they refute the chain are stretches asked, which allow
// more than there was. Where readers wait behind writers, players are wanted beside whom somebody
// is left to write; others are taken if there are no such. Cost: bounded by the budget.
#pragma once

#include "verdict.hpp"

namespace gordian::lockgraph {

class Casting {
 public:
  Casting(Verdict& verdict, HappensBefore& order, std::span<const Role> roles, Sharing sharing,
          Budget& budget)
      : verdict_(verdict), order_(order), roles_(roles), sharing_(sharing), budget_(budget) {}

  Outcome run(std::vector<Player>& players);

 private:
  Outcome choose();  // the thread of the next role
  Outcome settle();  // the moment of the next thread
  bool mayPlay(const Member& member);
  bool fits(const Player& player);
  bool hasUncertain() const;
  bool hasWriters();

  Verdict& verdict_;
  HappensBefore& order_;
  std::span<const Role> roles_;
  Sharing sharing_;
  Budget& budget_;
  bool takesAll_ = false;  // stretches, too
  std::vector<const Member*> members_;
  std::vector<Player> players_;
  std::vector<LockId> behindWriters_;
  std::vector<Player> withoutWriters_;  // the first that fit but for that
  std::vector<LockId> gates_;
};

}  // namespace gordian::lockgraph
