// What the machine asks of the edges. Each action is answered by exactly one observation within its limit (TryTargets
// and TryAnchors by one per target and per anchor); Cancel and Remember by none.
#pragma once
#include <cstdint>
#include <variant>
#include <vector>

#include "libwatch/observation.hpp"

namespace watch {

struct TryTargets { Round round; };                 // → TargetSeen for every configured target
struct AskStatus { Round round; bool peers = true; };  // → StatusSeen
struct AskPrefs { Round round; };                   // → PrefsSeen
struct PingPeer { Round round; Address peer; PingKind kind; std::uint16_t size = 0; };  // → PingSeen; an address behind a router asks through it
struct TryAnchors { Round round; };                 // → AnchorSeen for each, or NoAnchors
struct LookAtConnections { Round round; };          // → ConnectionsSeen
struct AskUnit { Round round; };                    // → UnitSeen
struct AskBystanders { Round round; };              // → BystandersSeen
struct AskNode { Round round; std::int64_t node = 0; };  // → NodeSeen
struct AskNames { Round round; };                   // → NamesSeen
struct TryPortal { Round round; };                  // → PortalSeen
struct AskForwarding { Round round; };              // → ForwardingSeen
struct AskRoutes { Round round; std::vector<Address> peers; };  // → RoutesSeen
// Makes tailscaled speak to control: LocalAPI debug?action=restun. No observation; LookAtConnections follows.
struct Restun {};
// The round is over or was overtaken: drop what is still open, its connections first. No observation.
struct Cancel { Round round; };
// Write to disk, and on to it, before the Apply that follows in the same decision; if that fails the Apply is not
// carried out and RemedySeen says `failed`.
struct Remember { std::vector<Instant> restarts; std::vector<Instant> up_resets; };
// Scope of a kick: only connections that are dead, or all of tailscaled's own.
enum class Scope : std::uint8_t { dead, all };
struct Apply { std::uint32_t attempt = 0; Remedy remedy = Remedy::ping; Scope scope = Scope::dead; bool start_only = false; };  // → RemedySeen

using Action = std::variant<TryTargets, AskStatus, AskPrefs, PingPeer, TryAnchors, LookAtConnections, AskUnit, AskBystanders,
                            AskNode, AskNames, TryPortal, AskForwarding, AskRoutes, Restun, Cancel, Remember, Apply>;

}  // namespace watch
