#include "daemon/setup/setup.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "daemon/kernel/conversations.hpp"
#include "daemon/kernel/route_request.hpp"
#include "daemon/probe/tcp_probe.hpp"
#include "daemon/tailscaled/localapi.hpp"
#include "daemon/tailscaled/proxy_flag.hpp"
#include "libwatch/words.hpp"

namespace tailmend {

namespace {

using watch::Answer;
using watch::Backend;
using watch::TcpOutcome;

class Search {
 public:
  Search(Loop& loop, const Settings& settings, const OnAsking& on_asking)
      : loop_(loop), policy_(settings.policy), on_asking_(on_asking), localapi_(loop, policy_.tailscale.socket), tcp_(loop) {}

  Survey run() {
    const auto limit = loop_.at(loop_.now() + survey_limit, [this] { loop_.exit(0); });
    if (!limit) return failed(to_string(limit.error()));
    calls_.push_back(localapi_.prefs(watch::Policy::ask_limit, [this](const watch::PrefsSeen& seen) {
      prefs_ = seen;
      answered();
    }));
    calls_.push_back(localapi_.status(true, {}, watch::Policy::ask_limit, [this](const watch::StatusSeen& seen) {
      status_ = seen;
      answered();
    }));
    calls_.push_back(localapi_.subnet_routes(watch::Policy::ask_limit, [this](Answer answer, std::vector<SubnetRoute> routes) {
      routes_answer_ = answer;
      routes_ = std::move(routes);
      answered();
    }));
    if (const auto ended = loop_.run(); !ended) return failed(to_string(ended.error()));
    return std::move(found_);
  }

 private:
  // How far one ground is searched.
  struct Progress {
    std::size_t wave = 0;
    std::size_t open = 0;
    std::vector<std::pair<Prospect, TcpAnswer>> answers;  // of this wave, in its order
    std::optional<Prospect> refused;                      // the first of all waves
    std::size_t asked = 0;
    std::string detour;  // where what was not asked would have gone
  };

  static Survey failed(std::string trouble) {
    Survey survey;
    survey.trouble = std::move(trouble);
    return survey;
  }

  void answered();
  bool unable();
  bool not_running(const watch::Tailnet& tailnet);
  void lay_out();
  std::string detour(const watch::Address& address);
  void ask_wave(std::size_t i);
  void end_wave(std::size_t i);
  void end_ground(std::size_t i, std::string remark);
  void propose(std::size_t i, const Prospect& prospect, watch::Duration took, bool refuses);

  static constexpr std::size_t calls_wanted = 3;

  Loop& loop_;
  const watch::Policy& policy_;
  const OnAsking& on_asking_;
  Survey found_;
  Localapi localapi_;
  TcpProbe tcp_;
  std::vector<Token> calls_;
  std::size_t answers_ = 0;
  watch::PrefsSeen prefs_;
  watch::StatusSeen status_;
  Answer routes_answer_ = Answer::lost;
  std::vector<SubnetRoute> routes_;
  std::string proxy_;
  std::vector<Progress> progress_;  // of each ground
  std::size_t open_grounds_ = 0;
};

void Search::answered() {
  if (++answers_ < calls_wanted) return;
  if (unable()) return loop_.exit(0);
  lay_out();
  std::size_t most = 0;
  for (const auto& ground : found_.grounds) {
    if (!ground.remark.empty()) continue;
    ++open_grounds_;
    for (const auto& wave : ground.waves) most += wave.size();
  }
  if (open_grounds_ == 0) return loop_.exit(0);
  on_asking_(most);
  progress_.resize(found_.grounds.size());
  for (std::size_t i = 0; i < found_.grounds.size(); ++i)
    if (found_.grounds[i].remark.empty()) ask_wave(i);
}

// What a person has to mend before anything can be looked for.
bool Search::unable() {
  const auto stop = [&](std::string trouble, std::string advice) {
    found_.trouble = std::move(trouble);
    found_.advice = std::move(advice);
    return true;
  };
  for (const Answer answer : {prefs_.answer, status_.answer, routes_answer_}) {
    if (answer == Answer::answered) continue;
    const bool gone = answer == Answer::absent || answer == Answer::refused;
    const bool forbidden = answer == Answer::denied || answer == Answer::forbidden;
    return stop(fmt::format("tailscaled does not answer at {}: {}", policy_.tailscale.socket, to_string(answer)),
                gone        ? fmt::format("install Tailscale and log in, or start it: sudo systemctl start {}", policy_.tailscale.unit)
                : forbidden ? "ask as root: sudo tailmend setup"
                            : "tailmend check, which says more");
  }
  const watch::Tailnet& tailnet = status_.tailnet;
  found_.tailscaled = fmt::format("{} {}", tailnet.version.substr(0, tailnet.version.find('-')), to_string(tailnet.backend));
  if (not_running(tailnet)) return true;
  if (!routes_.empty() && !prefs_.prefs.accept_routes)
    return stop(fmt::format("this host ignores subnet routes; {} carries {}", routes_[0].router, to_string(routes_[0].prefix)), "sudo tailscale set --accept-routes");
  if (tailnet.tun) return false;
  for (const auto& target : policy_.targets)
    if (!target.proxy.empty()) proxy_ = target.proxy;
  if (proxy_.empty()) proxy_ = proxy_flag_of_tailscaled();
  if (!proxy_.empty()) return false;
  return stop("tailscaled has no interface (userspace networking), and no SOCKS5 proxy of it is to be seen", "start it with --socks5-server=localhost:1055");
}

bool Search::not_running(const watch::Tailnet& tailnet) {
  const auto stop = [&](const char* trouble, const char* advice) {
    found_.trouble = trouble;
    found_.advice = advice;
    return true;
  };
  if (prefs_.prefs.logged_out || tailnet.backend == Backend::needs_login)
    return stop("this host is not logged in to a tailnet", "sudo tailscale up, with the flags that this host is to have");
  if (tailnet.backend == Backend::needs_machine_auth) return stop("this host waits to be approved", "approve it in the admin console");
  if (!prefs_.prefs.want_running || tailnet.backend == Backend::stopped) return stop("Tailscale is switched off on this host", "sudo tailscale up");
  if (tailnet.backend != Backend::running) return stop("tailscaled is not connected yet", "ask again in a moment, or: tailmend check");
  return false;
}

void Search::lay_out() {
  std::vector<watch::Prefix> subnets;
  for (const auto& route : routes_) subnets.push_back(route.prefix);
  const auto talks = conversations_within(subnets);
  for (const auto& route : routes_) {
    if (found_.grounds.size() == most_grounds) break;
    found_.grounds.push_back(ground_behind(route, talks));
    if (!route.online) found_.grounds.back().remark = "offline";
  }
  if (routes_.empty())
    for (const auto& peer : status_.tailnet.witnesses) found_.grounds.push_back(ground_of(peer));
  for (auto& ground : found_.grounds)
    if (const std::string name = watched_by(ground, policy_.targets); !name.empty()) ground.remark = fmt::format("has its target already, {}", name);
}

// "" where the kernel would send to it through the tailnet; behind a proxy tailscaled routes for itself.
std::string Search::detour(const watch::Address& address) {
  if (!proxy_.empty()) return "";
  auto kernel = netlink::RouteRequest::open();
  if (!kernel) return to_string(kernel.error());
  const auto route = kernel->route(address, 0);
  if (!route) return to_string(route.error());
  if (!*route) return "the kernel has no route to it";
  const auto link = kernel->link((*route)->index);
  if (!link) return to_string(link.error());
  const std::string interface = *link ? (*link)->name : "nowhere";
  return interface == policy_.tailscale.interface ? "" : fmt::format("the kernel sends it to {}, not to {}", interface, policy_.tailscale.interface);
}

void Search::ask_wave(std::size_t i) {
  const Ground& ground = found_.grounds[i];
  Progress& progress = progress_[i];
  progress.answers.clear();
  if (progress.wave == ground.waves.size()) {
    if (progress.refused) {
      propose(i, *progress.refused, {}, true);
      return end_ground(i, "answers with a refusal");
    }
    return end_ground(i, progress.asked == 0 ? progress.detour : fmt::format("nothing answers of {} asked", progress.asked));
  }
  for (const auto& prospect : ground.waves[progress.wave]) {
    if (std::string other = detour(prospect.at.address); !other.empty()) {
      progress.detour = std::move(other);
      continue;
    }
    progress.answers.emplace_back(prospect, TcpAnswer{});
  }
  progress.open = progress.answers.size();
  progress.asked += progress.open;
  found_.asked += progress.open;
  if (progress.open == 0) return end_wave(i);
  for (std::size_t n = 0; n < progress.answers.size(); ++n) {
    const watch::Endpoint at = progress.answers[n].first.at;
    calls_.push_back(tcp_.ask({.address = at.address, .port = at.port, .proxy = proxy_}, [this, i, n](const TcpAnswer& answer) {
      progress_[i].answers[n].second = answer;
      if (--progress_[i].open == 0) end_wave(i);
    }));
  }
}

void Search::end_wave(std::size_t i) {
  Progress& progress = progress_[i];
  for (const auto& [prospect, answer] : progress.answers) {
    if (answer.outcome == TcpOutcome::held) {
      propose(i, prospect, answer.took, false);
      return end_ground(i, fmt::format("{} answers in {}", to_string(prospect.at), watch::words(answer.took)));
    }
    if (answer.outcome == TcpOutcome::refused && !progress.refused) progress.refused = prospect;
  }
  ++progress.wave;
  ask_wave(i);
}

void Search::propose(std::size_t i, const Prospect& prospect, watch::Duration took, bool refuses) {
  const Ground& ground = found_.grounds[i];
  std::vector<std::string> taken;
  for (const auto& target : policy_.targets) taken.push_back(target.name);
  for (const auto& other : found_.proposals) taken.push_back(other.name);
  found_.proposals.push_back({.name = target_name(ground.router, prospect.at.port, taken), .prospect = prospect, .router = ground.router, .subnet = ground.subnet,
                              .refuses = refuses, .proxy = proxy_, .took = took});
}

void Search::end_ground(std::size_t i, std::string remark) {
  found_.grounds[i].remark = std::move(remark);
  if (--open_grounds_ == 0) loop_.exit(0);
}

}  // namespace

Survey survey(Loop& loop, const Settings& settings, const OnAsking& on_asking) { return Search(loop, settings, on_asking).run(); }

}  // namespace tailmend
