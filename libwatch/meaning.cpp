// What a fact means now: the guards of the machine. Written here is what was judged and chosen, and since when it is so.
#include <algorithm>

#include "libwatch/machine.hpp"

namespace watch {

namespace {

// By tailscaled, here and at a peer, after the last answer that came that way (magicsock: 6.5 s): until then it sends there
// and nowhere else.
constexpr Duration old_way_trusted = 7s;
constexpr Duration stale_after = 8s;  // evidence older than this is gathered afresh before a remedy

// '*' and '?' as in a shell; no brackets.
bool matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') return matches(pattern.substr(1), text) || (!text.empty() && matches(pattern, text.substr(1)));
  return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) && matches(pattern.substr(1), text.substr(1));
}

// Closing connections that answer interrupts what they carry: lateness is too little for that.
bool some_unanswered(const Evidence& e) {
  return e.connections && std::ranges::any_of(e.connections->connections, [](const OwnConnection& c) { return c.life != Life::answering; });
}
Judgement in_doubt(Judgement judged, std::string_view why) {
  judged.whose = Whose::nobody;
  judged.enough = false;
  judged.sentence.append("; but ").append(why);
  judged.advice.clear();
  return judged;
}

}  // namespace

Duration Machine::heartbeat() const {
  const auto& egress = evidence_.egress;
  const std::string_view interface = egress.v4 ? egress.v4->interface : egress.v6 ? egress.v6->interface : std::string_view{};
  for (const auto& uplink : policy_.uplinks)
    if (matches(uplink.match, interface)) return uplink.heartbeat;
  return policy_.heartbeat;
}

// Between two looks at what is reported. They cost much more than a heartbeat: where that is rare, because it is paid for, so
// are they; a blemish, with data flowing and watched, is looked at no more often than health then.
Duration Machine::rest() const {
  if (state_ == State::wan_down) return Policy::wan_every;
  const Duration beat = heartbeat();
  const Duration again = looks_again(judgement_.verdict).value_or(beat);
  if (judgement_.verdict == Verdict::backend_starting) return evidence_.starting_for >= Policy::starting_patience ? beat : again;
  if (is_blemish(judgement_.verdict)) return std::clamp(again * (beat / Policy::heartbeat_default), again, Policy::full_every);
  return std::max(again, beat);
}

// Data flows, and no remedy is under way for what is left to wish for.
bool Machine::in_order() const { return is_blemish(judgement_.verdict) && targets_answer(evidence_); }

// Something came through the tunnel in this look, and what is reported is not for this host to mend.
bool Machine::carries() const {
  const bool ours_to_mend = judgement_.whose == Whose::ours && !authorised(judgement_.verdict).empty();
  if (!is_beyond_tunnel(judgement_.verdict) || ours_to_mend) return false;
  return std::ranges::any_of(evidence_.targets, [](const TargetView& t) { return t.standing == Standing::good; }) ||
         std::ranges::any_of(evidence_.peers, [](const PeerView& p) { return p.tsmp == Standing::good; });
}

bool Machine::expects_pulse() const { return state_ == State::healthy || (!is_critical(judgement_.verdict) && rest() > heartbeat()); }

std::optional<Event> Machine::event_for(const Observation& seen) {
  if (state_ == State::starting) {
    if ((network_seen_ && look_.complete()) || now_ >= begun_ + Policy::start_limit) return Event::ready;
    return std::nullopt;
  }
  if (state_ == State::standby) {
    if (look_.complete() && look_.breadth() == Breadth::will) {
      auto judged = will(evidence_);
      if (!judged) return Event::resumed;
      // `tailscale logout` first looks like `tailscale down`.
      if (judged->cause != judgement_.cause) {
        judgement_ = *std::move(judged);
        return Event::late;
      }
    }
    if (hinted_now_ && (!look_.running() || look_.complete())) return Event::late;
    if (now_ >= due_at_) return Event::due;
    return std::nullopt;
  }
  if (yields(seen)) return Event::yielded;
  if (changed_now_ && !usable(evidence_.egress)) return Event::lost;
  if (changed_now_) return Event::moved;
  switch (state_) {
    case State::starting:
    case State::standby: return std::nullopt;
    case State::healthy:
    case State::reported:
    case State::wan_down:
    case State::exhausted: return event_while_watching(seen);
    case State::settling: return now_ >= quiet_until_ ? std::optional(Event::calm) : std::nullopt;
    case State::probing: return weigh();
    case State::backing_off: return hints(seen) ? std::optional(Event::late) : event_while_waiting();
    case State::remedying: {
      const auto* remedy = std::get_if<RemedySeen>(&seen);
      if ((remedy != nullptr && remedy->attempt == attempt_) || now_ >= remedy_until_) return Event::finished;
      return std::nullopt;
    }
  }
  return std::nullopt;
}

std::string_view Machine::caller_in(const Observation& seen) const {
  if (std::holds_alternative<Asked>(seen)) return "a person asked";
  if (std::holds_alternative<MendAsked>(seen)) return "a person asked to mend it";
  if (pause_over_now_) return "the pause is over";
  if (std::holds_alternative<BusSeen>(seen)) return "tailscaled hinted at a change";
  if (std::holds_alternative<UnitSeen>(seen)) return "the unit is not active";
  if (std::holds_alternative<NetworkSeen>(seen)) return "the kernel had more to tell than was heard";
  if (control_life(evidence_) == ControlLife::dead) return "tailscaled's connection to control does not answer";
  if (nobody_listens(evidence_)) return "tailscaled's socket is gone";
  if (own_routes_amiss(evidence_)) return "a subnet that this host advertises is amiss";
  return policy_.targets.empty() ? "no peer answers" : "";
}

// While a remedy of ours runs, the unit stops and starts and the backend with it; only the preferences speak for a person.
bool Machine::yields(const Observation& seen) const {
  const bool testimony = std::holds_alternative<StatusSeen>(seen) || std::holds_alternative<PrefsSeen>(seen) ||
                         std::holds_alternative<UnitSeen>(seen) || std::holds_alternative<BusSeen>(seen);
  if (!testimony) return false;
  if (state_ == State::remedying) return evidence_.prefs && !evidence_.prefs->want_running;
  return will(evidence_).has_value();
}

bool Machine::hints(const Observation& seen) const {
  if (pause_over_now_ && state_ != State::healthy) return true;
  const bool word = std::holds_alternative<Asked>(seen) || std::holds_alternative<MendAsked>(seen);
  return hinted_now_ && (state_ != State::wan_down || word || std::holds_alternative<BusSeen>(seen));
}

// A remedy is applied on evidence that is fresh and still says what it said when the remedy was chosen.
std::optional<Event> Machine::event_while_waiting() const {
  const bool healed = is_critical(judgement_.verdict) && targets_answer(evidence_) && judge(evidence_).verdict != judgement_.verdict;
  if (choice_.ordered ? !order_ : healed) return Event::eased;
  if (pause_ && !leave().despite.has(Gate::pause)) return Event::eased;
  if (!in_flight_ && now_ >= not_before_.value_or(now_)) {
    const bool fresh = look_.running() && now_ - look_.begun() <= stale_after;
    return fresh && judge(evidence_).verdict == judgement_.verdict ? Event::rested : Event::eased;
  }
  return now_ >= due_at_ ? std::optional(Event::due) : std::nullopt;
}

std::optional<Event> Machine::event_while_watching(const Observation& seen) const {
  if (hints(seen)) return Event::late;
  const bool pulse = look_.running() && look_.breadth() == Breadth::pulse;
  if (pulse) {
    const bool troubled = std::ranges::any_of(evidence_.targets, [](const TargetView& t) { return t.standing == Standing::bad || t.standing == Standing::late; });
    const bool content = state_ == State::healthy || is_blemish(judgement_.verdict);
    const bool control = content && control_life(evidence_) == ControlLife::dead && !control_unnamed(evidence_);  // else it is reported already
    const bool gone = look_.complete() && nobody_listens(evidence_);
    const bool own = state_ == State::healthy && look_.complete() && own_routes_amiss(evidence_);
    const bool lonely = evidence_.targets.empty() && !evidence_.peers.empty() &&
                        std::ranges::all_of(evidence_.peers, [](const PeerView& p) { return p.tsmp == Standing::bad || p.tsmp == Standing::late; });
    if (troubled || control || (gone && state_ == State::healthy) || own || lonely) return Event::late;
  }
  if (state_ != State::healthy && now_ >= due_at_) return Event::due;
  const auto relayed_at = memory_.relayed_look_at();
  const bool free = !pulse || look_.complete();
  const bool mute = evidence_.status == Answer::timed_out;  // data may flow on through a tailscaled that hangs
  const bool lossy = evidence_.recent.lossy && targets_answer(evidence_);  // what comes late is no longer taken for late then
  if (state_ == State::healthy && free && (now_ >= full_at_ || mute || lossy || (relayed_at && now_ >= *relayed_at))) return Event::due;
  if (expects_pulse() && now_ >= beat_at_ && (!pulse || look_.complete())) return Event::beat;
  return std::nullopt;
}

History Machine::history() const {
  return History{.tried = tried_,
                 .past = past_,
                 .unavailable = unavailable_,
                 .bad_rounds = bad_rounds_ + (look_.complete() ? 1U : 0U),
                 .mild_tried = mild_tried_,
                 .dead_for = dead_since_ ? now_ - *dead_since_ : Duration::zero(),
                 .somebody_gets_through = rx_grew_ && evidence_.status == Answer::answered,
                 .restarts_left = restarts_.left(now_),
                 .up_resets_left = up_resets_.left(now_),
                 .since_restart = restart_asked_at_ ? now_ - *restart_asked_at_ : Duration::max(),
                 .proved_since_restart = !restarted_at_,
                 .put_off_for = put_off_since_ ? now_ - *put_off_since_ : Duration::zero()};
}

std::optional<Event> Machine::weigh() {
  if (again_at_ || !look_.running()) return std::nullopt;
  if (names_a_rung()) return weigh_order();
  if (!look_.complete() && !look_.overdue() && !targets_answer(evidence_)) return std::nullopt;
  Judgement judged = judge(evidence_);
  if (judged.enough && judged.verdict == Verdict::healthy) {
    // Nothing is urgent in a look that only the clock called for: it is there for what a quick one does not see.
    if ((routine_look_ || thorough_look_) && !look_.complete()) return std::nullopt;
    judgement_ = std::move(judged);
    return weigh_good();
  }
  // A blemish is told once the data plane is proved; so is the silence of control, which may have been a moment's.
  if (judged.enough && (is_blemish(judged.verdict) || judged.verdict == Verdict::control_unreachable)) {
    const auto good = weigh_good();
    if (good != Event::answered || !look_.complete()) return good == Event::answered ? std::nullopt : good;
  }
  // What anchors are still silent about may be the reason.
  if (!look_.complete() && !(judged.enough && is_about_tunnel(judged.verdict) && !evidence_.anchors_open)) return std::nullopt;
  judgement_ = std::move(judged);
  return weigh_bad();
}

// The proof: two rounds in a row; after a restart, none missed for 20 seconds; and control that does not leave data lying.
std::optional<Event> Machine::weigh_good() const {
  if (look_.awaits_control()) return std::nullopt;
  const bool speaks = control_life(evidence_) != ControlLife::silent;
  const bool twice = good_rounds_ >= 1;
  const bool long_enough = !restarted_at_ || (twice && now_ - good_since_ >= Policy::proof_after_restart);
  return speaks && twice && long_enough ? Event::answered : Event::half;
}

// Why the silence of a peer, or of what is behind it, is not its fault yet.
std::string_view Machine::doubt_of_blame() const {
  const bool peer = judgement_.verdict == Verdict::peer_unreachable;
  if (peer && change_ && look_.begun() < change_->at + old_way_trusted) return "the way out has just changed, and peers still answer to the old one";
  if (peer && look_.begun() < *failing_since_ + old_way_trusted) return "tailscaled still sends to where it last answered";
  const bool mute = judgement_.verdict == Verdict::target_down && before_look_ != Verdict::target_down &&
                    std::ranges::any_of(evidence_.targets, [](const TargetView& t) { return t.standing == Standing::bad && t.fact.outcome == TcpOutcome::timed_out; });
  if (mute && evidence_.recent.lossy && undecided_rounds_ < Policy::undecided_at_most) return "this path loses packets, and one look proves little";
  return "";
}

std::optional<Event> Machine::weigh_bad() {
  if (is_will(judgement_.verdict)) return Event::yielded;
  if (judgement_.verdict == Verdict::wan_down && judgement_.enough) return Event::lost;
  if (!failing_since_) failing_since_ = look_.begun();
  const std::string_view doubt = judgement_.enough ? doubt_of_blame() : "";
  if (!doubt.empty()) {
    judgement_ = in_doubt(std::move(judgement_), doubt);
    return Event::doubtful;
  }
  if (!judgement_.enough) return undecided_rounds_ < Policy::undecided_at_most ? Event::doubtful : Event::not_ours;
  choice_ = choose(judgement_, evidence_, history(), leave());
  note_choice();
  const bool put_off = std::ranges::any_of(choice_.skips, [](const Skip& skip) { return skip.reason == for_ssh; });
  if (put_off && !put_off_since_) put_off_since_ = now_;
  switch (choice_.rung) {
    case Rung::chosen:
      if (!look_.complete() && choice_.remedy == Remedy::kick && !some_unanswered(evidence_)) return std::nullopt;
      return Event::ours;
    case Rung::more_evidence: return look_.complete() ? std::optional(Event::doubtful) : std::nullopt;
    case Rung::spent: return look_.complete() ? std::optional(Event::spent) : std::nullopt;
    case Rung::held:
    case Rung::none: return look_.complete() ? std::optional(Event::not_ours) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace watch
