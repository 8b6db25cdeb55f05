#include "casting.hpp"

#include <algorithm>

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kStepsForWriters = 500;  // what a look for writers counts

}  // namespace

Outcome Casting::run(std::vector<Player>& players) {
  behindWriters_ = verdict_.behindWriters(roles_);
  Outcome outcome = choose();
  if (outcome != Outcome::Found && !withoutWriters_.empty()) {
    players = std::move(withoutWriters_);
    return Outcome::Found;
  }
  if (outcome == Outcome::None && hasUncertain()) {
    takesAll_ = true;
    outcome = choose();
    if (outcome == Outcome::Found) outcome = Outcome::Perhaps;
  }
  players = std::move(players_);
  return outcome;
}

bool Casting::hasUncertain() const {
  if (verdict_.mayOnlySeemOrdered()) return true;
  const auto isUncertain = [&](const Member& member) {
    return member.exact < member.sightings.size() || order_.mayBeUnknown(member.thread);
  };
  return std::any_of(roles_.begin(), roles_.end(), [&](const Role& role) {
    return std::any_of(role.members.begin(), role.members.end(), isUncertain);
  });
}

bool Casting::mayPlay(const Member& member) {
  const HeldNode held = roles_[members_.size()].shape->held;
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (members_[i]->thread == member.thread) return false;
    gates_.clear();
    verdict_.collectGuards(members_[i]->thread, roles_[i].shape->held, member.thread, held, gates_);
    if (!gates_.empty() || areOrdered(order_, members_[i]->all, member.all)) return false;
  }
  return true;
}

Outcome Casting::choose() {
  if (members_.size() == roles_.size()) return settle();
  for (const Member& member : roles_[members_.size()].members) {
    if (!budget_.take(1 + members_.size())) return Outcome::OutOfSteps;
    if (!mayPlay(member)) continue;
    members_.push_back(&member);
    const Outcome outcome = choose();
    members_.pop_back();
    if (outcome != Outcome::None) return outcome;
  }
  return Outcome::None;
}

Outcome Casting::settle() {
  const std::size_t place = players_.size();
  if (place == members_.size()) return hasWriters() ? Outcome::Found : Outcome::None;
  const Member& member = *members_[place];
  const std::vector<Sighting>& sightings = member.sightings;
  // Of the occurrences only those neither before nor behind the moments that are chosen.
  auto from = sightings.begin();
  auto to = from + static_cast<std::ptrdiff_t>(member.exact);
  for (const Player& player : players_) {
    const ThreadId other = player.member->thread;
    const auto before = order_.lastBefore(member.thread, {other, player.sighting->segment});
    from = std::partition_point(
        from, to, [&](const Sighting& one) { return before && one.segment <= *before; });
    to = std::partition_point(from, to, [&](const Sighting& one) {
      return !order_.precedes({other, player.sighting->last}, {member.thread, one.segment});
    });
  }
  const auto play = [&](const Sighting& sighting) {
    if (!budget_.take(1 + place)) return Outcome::OutOfSteps;
    const Player player{&member, &sighting};
    if (!fits(player)) return Outcome::None;
    players_.push_back(player);
    const Outcome outcome = settle();
    if (outcome != Outcome::Found) players_.pop_back();
    return outcome;
  };
  for (auto at = from; at != to; ++at) {
    if (const Outcome outcome = play(*at); outcome != Outcome::None) return outcome;
  }
  if (!takesAll_) return Outcome::None;
  for (std::size_t i = member.exact; i < sightings.size(); ++i) {
    if (const Outcome outcome = play(sightings[i]); outcome != Outcome::None) return outcome;
  }
  return Outcome::None;
}

bool Casting::hasWriters() {
  if (behindWriters_.empty() || takesAll_) return true;
  const bool hasSteps = budget_.take(kStepsForWriters);
  if (hasSteps && verdict_.hasWriters(behindWriters_, roles_, players_)) return true;
  if (withoutWriters_.empty()) withoutWriters_ = players_;
  return false;
}

bool Casting::fits(const Player& player) {
  const std::size_t place = players_.size();
  const Occasion moment = occasionOf(player);
  const Point point{moment.thread, moment.first};
  if (!takesAll_ && (!order_.isKnown(point) || verdict_.isUnwoken(player))) return false;
  if (sharing_ == Sharing::Test) {
    const auto isPrivateBetween = [&](std::size_t waiter, const Player& asks, const Player& holds) {
      return verdict_.isPrivate(roles_[waiter].shape->lock, holds.member->thread, *holds.sighting,
                                asks.member->thread);
    };
    if (place > 0 && isPrivateBetween(place - 1, players_.back(), player)) return false;
    if (place + 1 == roles_.size() && isPrivateBetween(place, player, players_.front()))
      return false;
  }
  return std::none_of(players_.begin(), players_.end(), [&](const Player& other) {
    const Occasion before = occasionOf(other);
    if (!takesAll_ && verdict_.seemsOrdered(other, player)) return true;
    if (!takesAll_ && !order_.isKnown({before.thread, before.first}, point)) return true;
    return areOrdered(order_, before, moment);
  });
}

}  // namespace gordian::lockgraph
