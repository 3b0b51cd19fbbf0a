// How the hands try a target: straight where the kernel would send it through the tailnet, or through its proxy.
#include "daemon/hands/hands.hpp"

#include <net/if.h>

#include "daemon/probe/socks5.hpp"

namespace tailmend {

void Hands::act(const watch::TryTargets& action) {
  targets_.refresh();
  for (std::uint32_t i = 0; i < policy_.targets.size(); ++i) try_target(action.round, i);
}

// Where the tailnet has no route for a target, tailscaled's proxy connects as any program here would (tsdial's SystemDial), and
// the same address on an overlapping LAN may answer. It tells from where. Only what is sure counts: a proxy on this host, and an
// address that the kernel has here. That of a container or another host may be on its way into the tailnet yet.
bool Hands::is_past_tailnet(const std::string& proxy, const watch::Address& target, const watch::Address& from) {
  const auto is_ours = [this](const watch::Address& address) {
    const auto route = kernel_.route_to(address);
    return route && route->is_local;
  };
  const auto places = socks_places(proxy);
  if (places.empty() || !is_ours(places.back().address) || watch::is_loopback(from) || !is_ours(from)) return false;
  // Through the tailnet's interface it went all the same, whatever numbers that has. A name is the proxy's to resolve: where there is
  // such an interface, it may have been that.
  if (target.family == watch::Family::none) return ::if_nametoindex(policy_.tailscale.interface.c_str()) == 0;
  const auto way = kernel_.route_to(target);
  return way && way->interface != policy_.tailscale.interface;
}

// A SYN is sent only where the kernel would send it through the tailnet: a missing subnet route must not make it succeed
// on an overlapping LAN. Behind a proxy there is no interface to compare with, for tailscaled routes for itself: there it is the
// address that the proxy connected from.
void Hands::try_target(watch::Round round, std::uint32_t index) {
  const watch::Target& target = policy_.targets[index];
  watch::TargetFact fact{.target = index, .outcome = watch::TcpOutcome::unresolved};
  TcpQuestion question{.timeout = target.timeout, .hold = target.hold, .send = target.send, .expect = target.expect, .proxy = target.proxy};
  const TargetPlace* place = targets_.book().place(index);
  if (!target.proxy.empty() && place != nullptr) {
    if (place->literal) question.address = fact.address = *place->literal;
    else question.name = place->host;
    question.port = place->port;
    question.is_past = [this, proxy = target.proxy, to = question.address](const watch::Address& from) { return is_past_tailnet(proxy, to, from); };
  } else if (const auto endpoint = targets_.book().endpoint(index)) {
    question.address = fact.address = endpoint->address;
    question.port = endpoint->port;
    const auto route = kernel_.route_to(endpoint->address);
    if (!route) {
      fact.outcome = watch::TcpOutcome::failed;
      fact.detail = to_string(route.error());
      return on_seen_(watch::TargetSeen{.round = round, .fact = std::move(fact)});
    }
    fact.interface = route->interface;
    fact.table = route->table;
    if (route->interface != policy_.tailscale.interface) {
      fact.outcome = watch::TcpOutcome::wrong_egress;
      return on_seen_(watch::TargetSeen{.round = round, .fact = std::move(fact)});
    }
  } else {
    fact.detail = targets_.book().trouble(index);
    return on_seen_(watch::TargetSeen{.round = round, .fact = std::move(fact)});
  }
  keep(round, tcp_.ask(std::move(question), [this, round, fact](const TcpAnswer& answer) mutable {
         fact.outcome = answer.outcome;
         fact.took = answer.took;
         fact.reply = answer.reply;
         fact.detail = answer.detail;
         if (answer.outcome != watch::TcpOutcome::held) targets_.book().failed(fact.target);
         on_seen_(watch::TargetSeen{.round = round, .fact = fact});
       }));
}

std::vector<watch::Address> Hands::target_addresses() {
  std::vector<watch::Address> addresses;
  for (std::uint32_t i = 0; i < policy_.targets.size(); ++i) {
    const auto endpoint = targets_.book().endpoint(i);
    addresses.push_back(endpoint ? endpoint->address : watch::Address{});
  }
  return addresses;
}

}  // namespace tailmend
