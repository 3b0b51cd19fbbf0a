// The words of the facts, as a person reads them.
#include "libwatch/evidence.hpp"

#include "libwatch/observation.hpp"
#include "libwatch/policy.hpp"

namespace watch {

std::string_view to_string(TcpOutcome outcome) {
  switch (outcome) {
    case TcpOutcome::held: return "held";
    case TcpOutcome::refused: return "refused";
    case TcpOutcome::reset: return "reset";
    case TcpOutcome::timed_out: return "timed out";
    case TcpOutcome::unreachable: return "unreachable";
    case TcpOutcome::wrong_egress: return "wrong egress";
    case TcpOutcome::unanswered: return "unanswered";
    case TcpOutcome::unexpected: return "unexpected";
    case TcpOutcome::unresolved: return "unresolved";
    case TcpOutcome::failed: return "failed";
    case TcpOutcome::proxy_refused: return "proxy refused";
    case TcpOutcome::proxy_closed: return "proxy closed";
    case TcpOutcome::proxy_silent: return "proxy silent";
    case TcpOutcome::proxy_failed: return "proxy failed";
  }
  return "?";
}

std::string_view socks_reply(std::uint8_t code) {
  switch (code) {
    case 1: return "general failure";
    case 2: return "not allowed by its rules";
    case 3: return "network unreachable";
    case 4: return "host unreachable";
    case 5: return "connection refused";
    case 6: return "TTL expired";
    case 7: return "command not supported";
    case 8: return "address type not supported";
    default: return "an unknown reply";
  }
}

std::string_view to_string(NameOutcome outcome) {
  switch (outcome) {
    case NameOutcome::resolved: return "resolved";
    case NameOutcome::unknown: return "unknown";
    case NameOutcome::silent: return "silent";
  }
  return "?";
}

// As in PingResult and in `tailscale ping`; LocalAPI's `type` takes the same words.
std::string_view to_string(PingKind kind) {
  switch (kind) {
    case PingKind::disco: return "disco";
    case PingKind::tsmp: return "TSMP";
    case PingKind::icmp: return "ICMP";
  }
  return "?";
}

std::string_view to_string(PingOutcome outcome) {
  switch (outcome) {
    case PingOutcome::pong: return "pong";
    case PingOutcome::silent: return "silent";
    case PingOutcome::failed: return "failed";
    case PingOutcome::unasked: return "unasked";
  }
  return "?";
}

std::string_view to_string(AnchorKind kind) {
  switch (kind) {
    case AnchorKind::derp: return "DERP";
    case AnchorKind::control: return "control";
    case AnchorKind::configured: return "configured";
  }
  return "?";
}

std::string_view to_string(AnchorOutcome outcome) {
  switch (outcome) {
    case AnchorOutcome::answered: return "answered";
    case AnchorOutcome::refused: return "refused";
    case AnchorOutcome::silent: return "silent";
    case AnchorOutcome::unreachable: return "unreachable";
    case AnchorOutcome::failed: return "failed";
  }
  return "?";
}

std::string_view to_string(Life life) {
  switch (life) {
    case Life::answering: return "answering";
    case Life::silent: return "silent";
    case Life::dead: return "dead";
  }
  return "?";
}

std::string_view to_string(Sight sight) {
  switch (sight) {
    case Sight::seen: return "seen";
    case Sight::no_rights: return "no rights";
    case Sight::no_support: return "no support";
  }
  return "?";
}

std::string_view to_string(BusHint hint) {
  switch (hint) {
    case BusHint::connected: return "connected";
    case BusHint::lost: return "lost";
    case BusHint::state: return "state";
    case BusHint::prefs: return "prefs";
    case BusHint::health: return "health";
    case BusHint::endpoints: return "endpoints";
  }
  return "?";
}

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::done: return "done";
    case Outcome::failed: return "failed";
    case Outcome::unavailable: return "unavailable";
    case Outcome::contradicted: return "contradicted";
    case Outcome::withheld: return "withheld";
  }
  return "?";
}

std::string_view to_string(Remedy remedy) {
  switch (remedy) {
    case Remedy::ping: return "ping";
    case Remedy::kick: return "kick";
    case Remedy::rebind: return "rebind";
    case Remedy::reconnect: return "reconnect";
    case Remedy::conntrack: return "conntrack";
    case Remedy::up_reset: return "up-reset";
    case Remedy::restart: return "restart";
  }
  return "?";
}

}  // namespace watch
