#include "daemon/hands/hands.hpp"

#include <sys/stat.h>

#include <algorithm>

#include <fmt/format.h>

#include "daemon/kernel/bystanders.hpp"

namespace tailmend {

namespace {
constexpr std::string_view anchors_file = "anchors";
}  // namespace

Hands::Hands(Loop& loop, const watch::Policy& policy, StateStore store, OnSeen on_seen, OnTrouble on_trouble)
    : loop_(loop),
      policy_(policy),
      store_(std::move(store)),
      on_seen_(std::move(on_seen)),
      on_trouble_(std::move(on_trouble)),
      kernel_(loop, policy.tailscale.interface, [this](watch::NetworkSeen seen) { on_seen_(std::move(seen)); }),
      localapi_(loop, policy.tailscale.socket),
      systemd_(loop, policy.tailscale.unit),
      tcp_(loop),
      anchors_(loop),
      portal_(loop),
      names_(loop),
      names_check_(names_),
      targets_(loop, names_),
      children_(loop),
      remedies_(loop, localapi_, systemd_, children_, store_) {
  const auto known = store_.load(anchors_file);
  if (known) {
    if (std::string trouble = book_.read(*known); !trouble.empty()) on_trouble_(fmt::format("remembered WAN anchors: {}, ignoring", trouble));
  } else if (known.error().error != ENOENT && known.error().error != EACCES) {
    on_trouble_(fmt::format("remembered WAN anchors: {}, ignoring", to_string(known.error())));
  }
  configure(policy);
}

Expected<void> Hands::start(Attention attention) {
  keeps_ = attention == Attention::standing;
  if (keeps_) {
    bus_.emplace(loop_, policy_.tailscale.socket, [this](watch::BusSeen seen) {
      if (seen.hint == watch::BusHint::connected) look_for_leftover();
      on_seen_(seen);
    });
    look_for_leftover();
    systemd_.on_change([this](watch::UnitFact fact) { on_seen_(watch::UnitSeen{.fact = std::move(fact)}); });
  }
  return kernel_.start();
}

// After a power cut this start often comes before tailscaled's: asked again each time that it is there, until it was told.
void Hands::look_for_leftover() {
  if (leftover_done_) return;
  leftover_ = remedies_.look_for_leftover([this](std::string text) {
    leftover_done_ = true;
    on_trouble_(std::move(text));
  });
}

void Hands::configure(const watch::Policy& policy) {
  policy_ = policy;
  targets_.configure(policy_.targets);
  book_.configure(policy_.anchors);
  remedies_.configure(policy_.tailscale);
  targets_.refresh();
}

void Hands::carry_out(const std::vector<watch::Action>& actions) {
  for (const auto& action : actions)
    std::visit([this](const auto& one) { act(one); }, action);
}

void Hands::keep(watch::Round round, Token token) {
  auto open = std::ranges::find(open_, round, &Open::round);
  if (open == open_.end()) {
    // The machine cancels a round before it begins the next; what is left here is answered and costs nothing but room.
    constexpr std::size_t rounds_kept = 4;
    if (open_.size() >= rounds_kept) open_.erase(open_.begin());
    open_.push_back(Open{.round = round, .tokens = {}});
    open = open_.end() - 1;
  }
  open->tokens.push_back(std::move(token));
}

void Hands::act(const watch::Cancel& action) {
  std::erase_if(open_, [&](const Open& open) { return open.round == action.round; });
}

void Hands::act(const watch::AskStatus& action) {
  Localapi::Carried carried{.targets = target_addresses(), .own_subnets = {}};
  if (prefs_) carried.own_subnets = prefs_->advertise_routes;
  keep(action.round, localapi_.status(action.peers, std::move(carried), watch::Policy::ask_limit, [this, action](watch::StatusSeen seen) {
         seen.round = action.round;
         seen.peers = action.peers;
         on_seen_(std::move(seen));
       }));
}

void Hands::act(const watch::AskPrefs& action) {
  keep(action.round, localapi_.prefs(watch::Policy::ask_limit, [this, action](watch::PrefsSeen seen) {
         if (seen.answer == watch::Answer::answered) prefs_ = seen.prefs;
         seen.round = action.round;
         on_seen_(std::move(seen));
       }));
}

void Hands::act(const watch::PingPeer& action) { ping(action, Turn::first); }

// tailscaled sends one packet for one ping. It may be lost; and a pong may come back to a socket that is there no more, for
// our own `restun` makes tailscaled open new ones where its last netcheck could not send. So silence is asked again, once.
void Hands::ping(const watch::PingPeer& action, Turn turn) {
  const watch::Duration limit = turn == Turn::first ? watch::Policy::ping_again : watch::Policy::ping_limit - watch::Policy::ping_again;
  keep(action.round, localapi_.ping(action.peer, action.kind, action.size, limit, [this, action, turn](watch::PingFact fact) {
         if (fact.outcome == watch::PingOutcome::silent && turn == Turn::first) return ping(action, Turn::last);
         on_seen_(watch::PingSeen{.round = action.round, .fact = std::move(fact)});
       }));
}

void Hands::act(const watch::TryAnchors& action) {
  AnchorQuestion question{.anchors = book_.anchors()};
  if (question.anchors.empty()) return on_seen_(watch::NoAnchors{.round = action.round});
  const watch::Egress& egress = kernel_.egress();
  if (egress.v4) question.interface_v4 = egress.v4->interface;
  if (egress.v6) question.interface_v6 = egress.v6->interface;
  keep(action.round, anchors_.ask(std::move(question), [this, action](const watch::AnchorFact& fact, std::uint32_t open) {
         on_seen_(watch::AnchorSeen{.round = action.round, .fact = fact, .open = open});
       }));
}

std::string Hands::cgroup() const {
  const std::string& group = systemd_.control_group();
  if (group.empty()) return "";
  struct stat found {};
  for (const char* root : {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}) {
    const std::string directory = root + group;
    if (::stat((directory + "/cgroup.procs").c_str(), &found) == 0) return directory;
  }
  return "";
}

OwnSockets::Label Hands::label() const {
  return [this](const watch::Endpoint& remote) {
    const Label label = book_.label(remote);
    return std::pair(label.kind, label.name);
  };
}

void Hands::act(const watch::LookAtConnections& action) {
  watch::ConnectionsFact fact = own_sockets().look(label());
  connections_ = fact.connections;
  on_seen_(watch::ConnectionsSeen{.round = action.round, .fact = std::move(fact)});
}

void Hands::act(const watch::AskUnit& action) {
  keep(action.round, systemd_.unit(watch::Policy::ask_limit, [this, action](watch::UnitFact fact) {
         on_seen_(watch::UnitSeen{.round = action.round, .fact = std::move(fact)});
       }));
}

void Hands::act(const watch::AskBystanders& action) {
  const watch::Tailscale& tailscale = policy_.tailscale;
  on_seen_(watch::BystandersSeen{.round = action.round,
                                 .fact = look_for_bystanders({.ssh_ports = policy_.ssh_ports, .interface = tailscale.interface, .socket = tailscale.socket, .cgroup = cgroup()})});
}

void Hands::act(const watch::AskNode& action) {
  keep(action.round, localapi_.node(action.node, target_addresses(), watch::Policy::ask_limit, [this, action](watch::NodeFact fact) {
         on_seen_(watch::NodeSeen{.round = action.round, .fact = std::move(fact)});
       }));
}

// The DERP map first. Not kept with its round: a look in health is over long before a silent resolver is given up.
void Hands::act(const watch::AskNames& action) {
  if (std::exchange(names_open_, true)) return;
  names_map_call_ = localapi_.derp_map(watch::Policy::ask_limit / 3, [this, action](watch::Answer, const std::vector<DerpNode>& nodes) {
    const auto control = prefs_ ? parse_control_url(prefs_->control_url) : std::nullopt;
    const auto needed = needed_names(control ? control->host : "", book_.home(), nodes);
    names_call_ = names_check_.ask(needed, watch::Policy::ask_limit * 2 / 3, [this, action](watch::NamesFact fact) {
      names_open_ = false;
      on_seen_(watch::NamesSeen{.round = action.round, .fact = std::move(fact)});
    });
  });
}

void Hands::act(const watch::TryPortal& action) {
  constexpr std::uint16_t plain_http = 80;
  const auto derp = book_.derp_v4();
  if (!derp) return on_seen_(watch::PortalSeen{.round = action.round, .fact = {}});
  PortalQuestion question{.remote = {.address = *derp, .port = plain_http}};
  if (kernel_.egress().v4) question.interface = kernel_.egress().v4->interface;
  keep(action.round, portal_.ask(question, [this, action](const watch::PortalFact& fact) {
         on_seen_(watch::PortalSeen{.round = action.round, .fact = fact});
       }));
}

void Hands::act(const watch::AskForwarding& action) {
  keep(action.round, localapi_.forwarding(watch::Policy::ask_limit, [this, action](watch::ForwardingFact fact) {
         on_seen_(watch::ForwardingSeen{.round = action.round, .fact = std::move(fact)});
       }));
}

void Hands::act(const watch::AskRoutes& action) {
  watch::RoutesSeen seen{.round = action.round, .routes = {}};
  for (const auto& peer : action.peers) {
    const auto route = kernel_.route_to(peer);
    seen.routes.push_back({.peer = peer, .interface = route ? route->interface : ""});
  }
  on_seen_(std::move(seen));
}

void Hands::act(const watch::Restun&) {
  restun_ = localapi_.debug("restun", watch::Policy::ask_limit, [](watch::Answer, std::string) {});
}

void Hands::act(const watch::Remember& action) {
  const auto saved = store_.save_budget(action.restarts, action.up_resets);
  budget_unsaved_ = !saved;
  if (!saved) on_trouble_(fmt::format("the budget cannot be kept: {}; no hard remedy is applied without it", to_string(saved.error())));
}

void Hands::act(const watch::Apply& action) {
  const auto report = [this, action](watch::Outcome outcome, std::string detail) {
    on_seen_(watch::RemedySeen{.attempt = action.attempt, .remedy = action.remedy, .outcome = outcome, .detail = std::move(detail)});
  };
  if (std::exchange(budget_unsaved_, false)) return report(watch::Outcome::withheld, "its attempt could not be written to disk first");
  if (action.remedy == watch::Remedy::up_reset) {  // looks itself, and what it then keeps is not left over
    leftover_done_ = true;
    leftover_.reset();
  }
  remedies_.apply(action, own_sockets(), report);
}

void Hands::learn_anchors(const watch::Tailnet& tailnet, std::function<void()> on_end) {
  Lesson lesson{.derp = {}, .home = tailnet.self_relay, .control_url = prefs_ ? prefs_->control_url : "", .control_addresses = {}, .connections = connections_};
  derp_call_ = localapi_.derp_map(watch::Policy::ask_limit, [this, lesson = std::move(lesson), on_end = std::move(on_end)](watch::Answer, std::vector<DerpNode> nodes) mutable {
    lesson.derp = std::move(nodes);
    const auto place = parse_control_url(lesson.control_url);
    if (!place || watch::parse_address(place->host)) {
      teach(lesson);
      if (on_end) on_end();
      return;
    }
    name_call_ = names_.resolve(place->host, watch::Policy::ask_limit, [this, lesson, on_end](const Expected<std::vector<watch::Address>>& addresses) mutable {
      if (addresses) lesson.control_addresses.assign(addresses->begin(), addresses->end());
      teach(lesson);
      if (on_end) on_end();
    });
  });
}

void Hands::teach(const Lesson& lesson) {
  if (!book_.learn(lesson) || !keeps_) return;
  if (const auto saved = store_.save(anchors_file, book_.text()); !saved)
    on_trouble_(fmt::format("WAN anchors cannot be kept: {}, ignoring", to_string(saved.error())));
}

}  // namespace tailmend
