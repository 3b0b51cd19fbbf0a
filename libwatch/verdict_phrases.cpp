#include "libwatch/verdict_phrases.hpp"

#include <fmt/format.h>

#include "libwatch/verdict_parts.hpp"
#include "libwatch/words.hpp"

namespace watch::views {

const std::string& name(const Evidence& e, std::size_t target) { return e.policy->targets[target].name; }

std::vector<std::string> failing_names(const Evidence& e) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < e.targets.size(); ++i)
    if (failing(e.targets[i])) names.push_back(name(e, i));
  return names;
}

std::string router_name(const Evidence& e, std::size_t target) {
  if (e.targets.empty() && !e.peers.empty()) return e.peers[0].name;  // whom pings stand in for
  const PeerView* peer = target < e.targets.size() ? router_of(e, e.targets[target]) : nullptr;
  return peer == nullptr ? "the subnet router" : peer->name;
}

std::string answering_witness(const Evidence& e) {
  for (const auto& peer : e.peers)
    if (peer.tsmp == Standing::good) return fmt::format("{} answers in {}", peer.name, words(peer.took));
  return "";
}

std::string how(const TargetFact& fact) {
  // What the outcome was made from.
  const std::string reply = fact.reply == 0 ? "" : fmt::format(" (its proxy replies {}, {})", fact.reply, socks_reply(fact.reply));
  switch (fact.outcome) {
    case TcpOutcome::refused: return "refuses the connection" + reply;
    case TcpOutcome::reset: return fmt::format("accepts and closes again{}", fact.detail.empty() ? "" : " (" + fact.detail + ")");
    case TcpOutcome::timed_out: return fmt::format("is silent for {}{}", words(fact.took), reply);
    case TcpOutcome::unreachable: return "is reported unreachable" + reply;
    case TcpOutcome::wrong_egress: return "would not be reached through the tailnet";
    case TcpOutcome::unanswered: return "accepts, and does not answer what it was sent";
    case TcpOutcome::unexpected: return "accepts, and answers something else than expected";
    case TcpOutcome::unresolved: return "has a name that does not resolve";
    case TcpOutcome::failed: return fmt::format("could not be tried on this host ({})", fact.detail);
    case TcpOutcome::proxy_refused: return fmt::format("cannot be tried: nobody listens at its proxy{}", fact.detail.empty() ? "" : " (" + fact.detail + ")");
    case TcpOutcome::proxy_closed: return "cannot be tried: its proxy takes the connection and closes it";
    case TcpOutcome::proxy_silent: return "cannot be tried: its proxy takes the connection and says nothing";
    case TcpOutcome::proxy_failed: return fmt::format("cannot be reached: its proxy replies {}, {}", fact.reply, socks_reply(fact.reply));
    case TcpOutcome::held: return "answers";
  }
  return "is silent";
}

}  // namespace watch::views
