#include "libwatch/sentences.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "libwatch/describe.hpp"
#include "libwatch/verdict_parts.hpp"
#include "libwatch/verdict_phrases.hpp"
#include "libwatch/words.hpp"

namespace watch {

namespace {

constexpr Duration long_proof = 5s;

std::string_view does(std::size_t number, std::string_view one, std::string_view many) { return number == 1 ? one : many; }

// "; " between those that have something to say.
std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts)
    if (!part.empty()) text += (text.empty() ? "" : "; ") + part;
  return text;
}

// All of them, with commas only.
std::string enumerated(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// "this path takes 9 to 14 ms", from what was learned of it.
std::string habit(const Patience& patience) {
  if (!patience.learned()) return "";
  const std::string least = words(std::max(patience.usual() - patience.deviation(), Duration::zero()));
  const std::string most = words(patience.usual() + patience.deviation());
  if (least == most) return ", this path takes " + most;
  const std::string_view unit = std::string_view(most).substr(most.find(' '));
  return fmt::format(", this path takes {} to {}", least.ends_with(unit) ? least.substr(0, least.size() - unit.size()) : least, most);
}

// Targets of one kind of silence in one phrase, the others each in its own.
std::string targets_say(const Evidence& e, Duration waited) {
  std::vector<std::string> late, parts;
  for (std::size_t i = 0; i < e.targets.size(); ++i) {
    if (e.targets[i].standing == Standing::late) late.push_back(views::name(e, i));
    if (e.targets[i].standing == Standing::bad) parts.push_back(fmt::format("{} {}", views::name(e, i), views::how(e.targets[i].fact)));
  }
  if (!late.empty()) parts.push_back(fmt::format("{} {} not answered for {}", list(late), does(late.size(), "has", "have"), words(waited)));
  return joined(parts);
}

std::string peers_say(const Evidence& e) {
  std::vector<std::string> mute, half, parts;
  for (const auto& peer : e.peers) {
    if (views::mute(peer)) mute.push_back(peer.name);
    else if (peer.disco == Standing::good && views::silent(peer.tsmp)) half.push_back(peer.name);
    else if (peer.tsmp == Standing::good) parts.push_back(fmt::format("{} answers in {}", peer.name, words(peer.took)));
  }
  if (!half.empty()) parts.insert(parts.begin(), fmt::format("{} {} disco, not TSMP", list(half), does(half.size(), "answers", "answer")));
  if (!mute.empty()) parts.insert(parts.begin(), fmt::format("{} {} neither disco nor TSMP", list(mute), does(mute.size(), "answers", "answer")));
  return joined(parts);
}

// "DERP and control answer at the WAN"; each kind once.
std::string anchors_say(const Evidence& e) {
  std::vector<std::string> answering, silent;
  for (const auto& anchor : e.anchors) {
    const std::string name = anchor.kind == AnchorKind::configured ? to_string(anchor.endpoint) : std::string(to_string(anchor.kind));
    auto& names = wan_carried(anchor) ? answering : silent;
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  std::erase_if(silent, [&](const std::string& name) { return std::ranges::find(answering, name) != answering.end(); });
  if (answering.empty() && silent.empty()) return "";
  if (answering.empty()) return fmt::format("{} {} silent at the WAN", list(silent), does(silent.size(), "is", "are"));
  const std::string text = fmt::format("{} {} at the WAN", list(answering), does(answering.size(), "answers", "answer"));
  return silent.empty() ? text : fmt::format("{}, {} {} not", text, list(silent), does(silent.size(), "does", "do"));
}

// The sentences of these verdicts only count; who was silent is what a person wants to know.
bool weighs_silence(Verdict verdict, const Evidence& e) {
  return verdict == Verdict::tunnel_broken || verdict == Verdict::session_stuck || (verdict == Verdict::wan_down && usable(e.egress) && !(e.portal && e.portal->found));
}

// "control: 3 segments unanswered for 9.2 s"
std::string connection_says(const Evidence& e) {
  if (!e.connections) return "";
  for (const auto& c : e.connections->connections)
    if (c.kind == AnchorKind::control && c.life != Life::answering)
      return fmt::format(": {} unanswered for {}", count(c.unanswered, "segment", "segments"), words(c.last_answer));
  return "";
}

std::string router_path(const Evidence& e) {
  for (const auto& target : e.targets)
    if (const PeerView* router = views::router_of(e, target); router != nullptr && router->disco == Standing::good && !router->path.empty())
      return router->path.starts_with("DERP") ? " through " + router->path : ", direct";
  return "";
}

}  // namespace

std::string say_doubt(const Machine& machine, Duration waited) {
  const Evidence& e = machine.evidence();
  std::vector<std::size_t> late;
  for (std::size_t i = 0; i < e.targets.size(); ++i) {
    if (e.targets[i].standing == Standing::bad) return targets_say(e, waited);
    if (e.targets[i].standing == Standing::late) late.push_back(i);
  }
  if (late.size() == 1)
    return fmt::format("{} is late: {} and no answer{}", views::name(e, late[0]), words(waited), habit(machine.patience()[late[0]]));
  if (!late.empty()) {
    std::vector<std::string> names;
    for (const std::size_t target : late) names.push_back(views::name(e, target));
    return fmt::format("{} are late: {} and no answer", list(names), words(waited));
  }
  const bool control = control_life(e) == ControlLife::dead && machine.called_by().contains("control");
  return std::string(machine.called_by()) + (control ? connection_says(e) : "");
}

std::string say_verdict(const Machine& machine, Duration waited) {
  const Evidence& e = machine.evidence();
  const Judgement& judgement = machine.judgement();
  std::string text = weighs_silence(judgement.verdict, e) ? joined({targets_say(e, waited), peers_say(e), anchors_say(e)}) : "";
  if (text.empty()) text = judgement.sentence;
  if (!judgement.enough) return text;
  text += fmt::format(": {}", to_string(judgement.verdict));
  return judgement.whose == Whose::nobody ? text : fmt::format("{}, {}", text, to_string(judgement.whose));
}

std::string say_answer(const Machine& machine) {
  const Evidence& e = machine.evidence();
  const std::string& sentence = machine.judgement().sentence;  // none before the first look has ended
  if (e.targets.empty() || !targets_answer(e)) return sentence.empty() ? "the peers answer" : sentence;
  std::vector<std::string> names;
  Duration longest{};
  for (std::size_t i = 0; i < e.targets.size(); ++i) {
    names.push_back(views::name(e, i));
    longest = std::max(longest, e.targets[i].fact.took);
  }
  return fmt::format("{} {} in {}{}{}", list(names), does(names.size(), "answers", "answer"), does(names.size(), "", "at most "), words(longest), router_path(e));
}

std::string say_remedy(Remedy remedy, Outcome outcome, const std::string& detail) {
  const std::string more = detail.empty() ? "" : ": " + detail;
  switch (outcome) {
    case Outcome::done: return detail.empty() ? fmt::format("{} is done", to_string(remedy)) : fmt::format("{}{}", to_string(remedy), more);
    case Outcome::failed: return fmt::format("{} failed{}", to_string(remedy), more);
    case Outcome::unavailable: return fmt::format("{} is not to be had here{}", to_string(remedy), more);
    case Outcome::contradicted: return fmt::format("{} was broken off{}", to_string(remedy), more);
    case Outcome::withheld: return fmt::format("{} was not begun{}", to_string(remedy), more);
  }
  return std::string(to_string(remedy));
}

std::string say_proof(const Machine& machine, Duration away, Duration since) {
  const Evidence& e = machine.evidence();
  if (e.targets.empty() || !targets_answer(e)) return machine.judgement().sentence + ": proved";
  std::vector<std::string> names;
  for (std::size_t i = 0; i < e.targets.size(); ++i) names.push_back(views::name(e, i));
  if (since > long_proof) return fmt::format("{} {} answered for {} without a miss: proved", list(names), does(names.size(), "has", "have"), words(since));
  return fmt::format("{} {}{}: proved", list(names), does(names.size(), "answers", "answer"), away > Duration::zero() ? " again" : "");
}

std::string say_left_out(const Choice& choice) {
  std::vector<std::pair<std::string_view, std::vector<std::string>>> reasons;
  const auto add = [&](Remedy remedy, std::string_view reason) {
    auto known = std::ranges::find(reasons, reason, [](const auto& entry) { return entry.first; });
    if (known == reasons.end()) known = reasons.insert(reasons.end(), {reason, {}});
    known->second.emplace_back(to_string(remedy));
  };
  for (const Skip& skip : choice.skips)
    if (skip.reason != tried_already && skip.reason != lacking_here) add(skip.remedy, skip.reason);
  std::string text;
  for (const auto& [reason, names] : reasons) text += fmt::format("{}{} ({})", text.empty() ? "" : "; ", enumerated(names), reason);
  return text;
}

std::string say_pause(const PauseSeen& seen, Instant now) {
  if (!seen.pause) return "the pause is over";
  const Pause& pause = *seen.pause;
  return fmt::format("{} paused all remedies for {}{}", pause.who.empty() ? "a person" : pause.who, words(pause.until - now), pause.reason.empty() ? "" : ": " + pause.reason);
}

std::string say_withheld(const Choice& choice) {
  const std::string left_out = say_left_out(choice);
  return left_out.empty() ? "" : "not done: " + left_out;
}

std::string say_milder(const Choice& choice, Verdict verdict) {
  if (choice.rung != Rung::chosen) return "";
  std::vector<std::string> names;
  bool after = false, milder = true;  // a verdict may have an order of its own
  for (const Remedy remedy : authorised(verdict)) {
    if (after && std::ranges::find(choice.skips, remedy, &Skip::remedy) == choice.skips.end()) {
      names.emplace_back(to_string(remedy));
      milder = milder && choice.remedy < remedy;
    }
    after = after || remedy == choice.remedy;
  }
  if (names.empty()) return "";
  return fmt::format("not done: {} ({})", enumerated(names), milder ? "a milder remedy is left" : fmt::format("{} comes first", to_string(choice.remedy)));
}

}  // namespace watch
