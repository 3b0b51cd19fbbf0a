// What was seen and done since the start, as figures: told of each step, it counts, and writes its text when asked. It
// decides nothing, reads no clock, and grows with the number of targets only.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/metrics/histogram.hpp"
#include "daemon/report/step.hpp"

namespace tailmend {

class Exposition;

class Tally {
 public:
  void take(const Step& step);
  // The exposition. `now` as of the loop; `wall` is Unix time, for what is told in it.
  [[nodiscard]] std::string text(watch::Instant now, watch::Duration wall);

  static constexpr std::size_t most_skips = 40;  // kinds of skips told apart; further ones count as one

 private:
  static constexpr std::size_t replies = 9;  // of SOCKS5: 1 to 8, and the others at 0
  template <std::size_t size>
  using Counters = std::array<std::uint64_t, size>;

  struct Target {
    std::string name;
    bool proxied = false;
    Counters<watch::tcp_outcomes> probes{};
    Counters<replies> replies_seen{};
    Histogram connects;
    std::optional<bool> reachable;
    std::optional<watch::Instant> away_since;
    watch::Duration away{};
  };
  struct Skipped {
    watch::Remedy remedy = watch::Remedy::ping;
    std::string reason;
    std::uint64_t count = 0;
  };
  struct Peer {
    std::string name;
    std::string address;
    bool witness = false;
    std::optional<bool> reachable;
    std::optional<bool> direct;
  };

  void take_targets(const std::vector<watch::Target>& targets);
  void take_probe(watch::Instant now, const watch::TargetFact& fact, const watch::Policy& policy);
  void take_network(const watch::NetworkSeen& seen);
  void take_decision(const Step& step);
  void take_verdict(const Step& step);
  void take_skips(const Step& step);
  void skip(watch::Remedy remedy, std::string_view reason);
  void take_peers(const watch::Evidence& evidence);
  void take_control(const watch::Evidence& evidence);

  // tally_text.cpp
  void write_daemon(Exposition& out, watch::Instant now, watch::Duration wall) const;
  void write_targets(Exposition& out, watch::Instant now) const;
  void write_remedies(Exposition& out) const;
  void write_network(Exposition& out) const;

  std::vector<Target> targets_;
  std::vector<Skipped> skips_;
  std::vector<Peer> peers_;
  Counters<watch::egress_reasons> egress_changes_{};
  std::array<Counters<watch::outcomes>, watch::remedies> remedies_{};
  std::uint64_t heartbeats_ = 0;
  std::uint64_t full_rounds_ = 0;
  std::uint64_t episodes_ = 0;
  std::optional<std::uint32_t> episode_;

  std::optional<watch::Instant> begun_;
  std::optional<watch::Duration> begun_wall_;
  std::optional<watch::Instant> next_look_;
  bool paused_ = false;
  watch::Mode mode_ = watch::Mode::act;
  watch::State state_ = watch::State::starting;
  std::optional<watch::Verdict> verdict_;
  watch::Whose whose_ = watch::Whose::nobody;
  bool complete_ = false;  // the look that the last step saw
  std::optional<watch::Egress> egress_;
  std::string tailscale_version_;
  std::optional<bool> control_answers_;
  std::array<std::uint32_t, 2> budget_left_{};   // restart, up-reset
  std::array<std::uint32_t, 2> budget_limit_{};
};

}  // namespace tailmend
