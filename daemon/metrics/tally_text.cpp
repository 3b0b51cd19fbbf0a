// The figures as text: every family in the order of the table. Values that can be named beforehand are there from the
// start, at 0, so that the first increase is seen as one.
#include <algorithm>

#include "daemon/base/version.hpp"
#include "daemon/metrics/exposition.hpp"
#include "daemon/metrics/tally.hpp"

namespace tailmend {

namespace {

constexpr watch::Duration clock_tolerance = std::chrono::seconds(2);
constexpr std::array hard_remedies = {watch::Remedy::restart, watch::Remedy::up_reset};

// "timed out" → "timed-out": one word, as the names of verdicts and states are.
std::string word(std::string_view text) {
  std::string one(text);
  std::ranges::replace(one, ' ', '-');
  return one;
}

// One sample for each value of an enum: 1 for the one that is the case.
template <class Value>
void one_of(Exposition& out, Figure figure, Value last, std::optional<Value> current, std::string_view (*name)(Value)) {
  for (unsigned i = 0; i <= static_cast<unsigned>(last); ++i) {
    const auto value = static_cast<Value>(i);
    out.number(figure, {name(value)}, current == value ? 1 : 0);
  }
}

bool by_proxy(watch::TcpOutcome outcome) { return outcome >= watch::TcpOutcome::proxy_refused; }

}  // namespace

std::string Tally::text(watch::Instant now, watch::Duration wall) {
  // The wall clock of a small router is set once it has found the time.
  const watch::Duration begun = wall - (begun_ ? now - *begun_ : watch::Duration::zero());
  if (!begun_wall_ || begun < *begun_wall_ - clock_tolerance || begun > *begun_wall_ + clock_tolerance) begun_wall_ = begun;
  Exposition out;
  write_daemon(out, now, wall);
  write_targets(out, now);
  write_remedies(out);
  write_network(out);
  return out.take();
}

void Tally::write_daemon(Exposition& out, watch::Instant now, watch::Duration wall) const {
  out.number(Figure::build_info, {version}, 1);
  out.seconds(Figure::start_time, {}, *begun_wall_);
  if (next_look_) out.seconds(Figure::next_look, {}, wall + (*next_look_ - now));
  const std::string_view mode = paused_ ? "paused" : mode_ == watch::Mode::observe ? "observe" : "act";
  for (const std::string_view each : {"act", "observe", "paused"}) out.number(Figure::mode, {each}, each == mode ? 1 : 0);
  one_of(out, Figure::state, watch::State::exhausted, std::optional(state_), watch::to_string);
  one_of(out, Figure::verdict, watch::Verdict::healthy, verdict_, watch::to_string);
  one_of(out, Figure::fault, watch::Whose::configuration, verdict_ ? std::optional(whose_) : std::nullopt, watch::code);
  if (verdict_) out.number(Figure::check_exit_status, {}, static_cast<std::uint64_t>(watch::exit_status(*verdict_)));
}

void Tally::write_targets(Exposition& out, watch::Instant now) const {
  for (const Target& target : targets_)
    if (target.reachable) out.number(Figure::target_reachable, {target.name}, *target.reachable ? 1 : 0);
  for (const Target& target : targets_) {
    for (std::size_t i = 0; i < watch::tcp_outcomes; ++i) {
      const auto outcome = static_cast<watch::TcpOutcome>(i);
      if (by_proxy(outcome) && !target.proxied && target.probes[i] == 0) continue;
      out.number(Figure::probes, {target.name, word(watch::to_string(outcome))}, target.probes[i]);
    }
  }
  for (const Target& target : targets_) {
    if (!target.proxied) continue;
    for (std::size_t code = 1; code < replies; ++code)
      out.number(Figure::socks5_replies, {target.name, word(watch::socks_reply(static_cast<std::uint8_t>(code)))}, target.replies_seen[code]);
    out.number(Figure::socks5_replies, {target.name, "other"}, target.replies_seen[0]);
  }
  for (const Target& target : targets_) out.histogram(Figure::connect_duration, {target.name}, target.connects);
  for (const Target& target : targets_)
    out.seconds(Figure::without_data, {target.name}, target.away + (target.away_since ? now - *target.away_since : watch::Duration::zero()));
}

void Tally::write_remedies(Exposition& out) const {
  out.number(Figure::rounds, {"heartbeat"}, heartbeats_);
  out.number(Figure::rounds, {"full"}, full_rounds_);
  out.number(Figure::episodes, {}, episodes_);
  for (std::size_t i = 0; i < watch::remedies; ++i)
    for (std::size_t result = 0; result < watch::outcomes; ++result)
      out.number(Figure::remedies, {watch::to_string(static_cast<watch::Remedy>(i)), watch::to_string(static_cast<watch::Outcome>(result))},
                 remedies_[i][result]);
  for (const Skipped& skipped : skips_) out.number(Figure::remedy_skips, {watch::to_string(skipped.remedy), skipped.reason}, skipped.count);
  for (std::size_t i = 0; i < hard_remedies.size(); ++i) out.number(Figure::budget_left, {watch::to_string(hard_remedies[i])}, budget_left_[i]);
  for (std::size_t i = 0; i < hard_remedies.size(); ++i) out.number(Figure::budget_limit, {watch::to_string(hard_remedies[i])}, budget_limit_[i]);
}

void Tally::write_network(Exposition& out) const {
  if (egress_ && egress_->v4) out.number(Figure::egress_info, {"IPv4", egress_->v4->interface}, 1);
  if (egress_ && egress_->v6) out.number(Figure::egress_info, {"IPv6", egress_->v6->interface}, 1);
  for (std::size_t i = 0; i < watch::egress_reasons; ++i)
    out.number(Figure::egress_changes, {watch::to_string(static_cast<watch::Reason>(i))}, egress_changes_[i]);
  if (!tailscale_version_.empty()) out.number(Figure::tailscale_info, {tailscale_version_}, 1);
  if (control_answers_) out.number(Figure::control_answers, {}, *control_answers_ ? 1 : 0);
  for (const Peer& peer : peers_)
    if (peer.reachable) out.number(Figure::peer_reachable, {peer.name, peer.address, peer.witness ? "witness" : "router"}, *peer.reachable ? 1 : 0);
  for (const Peer& peer : peers_)
    if (peer.direct) out.number(Figure::peer_direct, {peer.name, peer.address}, *peer.direct ? 1 : 0);
}

}  // namespace tailmend
