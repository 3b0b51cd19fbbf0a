// All edges behind one door: the machine's actions in, observations out. Used by the daemon and by `check` alike. Never
// decides; what it reports goes to the one mailbox it was given.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/base/loop.hpp"
#include "daemon/hands/remedies.hpp"
#include "daemon/kernel/kernel.hpp"
#include "daemon/kernel/own_sockets.hpp"
#include "daemon/probe/anchor_book.hpp"
#include "daemon/probe/anchors.hpp"
#include "daemon/probe/names.hpp"
#include "daemon/probe/names_check.hpp"
#include "daemon/probe/portal.hpp"
#include "daemon/probe/tcp_probe.hpp"
#include "daemon/programs/child.hpp"
#include "daemon/state/state_store.hpp"
#include "daemon/systemd/systemd_bus.hpp"
#include "daemon/tailscaled/localapi.hpp"
#include "daemon/tailscaled/localapi_bus.hpp"
#include "libwatch/action.hpp"

namespace tailmend {

// What went wrong beside the question asked: for the journal, or a line under the report.
using OnTrouble = std::function<void(std::string)>;

class Hands {
 public:
  // May be called from within carry_out(), for what is known at once: put it into a mailbox and return.
  using OnSeen = std::function<void(watch::Observation)>;

  // `policy` is copied; give a changed one to configure(). Nothing is opened before start().
  Hands(Loop& loop, const watch::Policy& policy, StateStore store, OnSeen on_seen, OnTrouble on_trouble);

  // Subscribes to the kernel and reports its first picture; standing: also to tailscaled's and systemd's notifications,
  // and what is learned is kept on disk. once: for one look, writes nothing.
  enum class Attention : std::uint8_t { once, standing };
  [[nodiscard]] Expected<void> start(Attention attention);
  void configure(const watch::Policy& policy);

  void carry_out(const std::vector<watch::Action>& actions);

  // Learns the WAN's anchors from tailscaled: its DERP map, its control server, and where its connections go.
  // Preferences must have been asked before. `on_end` is called once, at the latest after 2 · Policy::ask_limit, whatever
  // came of it.
  void learn_anchors(const watch::Tailnet& tailnet, std::function<void()> on_end = {});
  [[nodiscard]] bool knows_anchors() const { return !book_.anchors().empty(); }
  [[nodiscard]] const watch::Egress& egress() const { return kernel_.egress(); }
  // Whether tailscaled's own connections can be seen, and closed, with the rights that this process has.
  [[nodiscard]] watch::Sight sight() const { return own_sockets().look(label()).sight; }
  // The kernel may have missed something while the machine slept.
  void look_again(watch::Hints hints) { kernel_.look_again(hints); }

 private:
  struct Open {
    watch::Round round;
    std::vector<Token> tokens;
  };

  enum class Turn : std::uint8_t { first, last };

  void act(const watch::TryTargets& action);
  void act(const watch::AskStatus& action);
  void act(const watch::AskPrefs& action);
  void act(const watch::PingPeer& action);
  void act(const watch::TryAnchors& action);
  void act(const watch::LookAtConnections& action);
  void act(const watch::AskUnit& action);
  void act(const watch::AskBystanders& action);
  void act(const watch::AskNode& action);
  void act(const watch::AskNames& action);
  void act(const watch::TryPortal& action);
  void act(const watch::AskForwarding& action);
  void act(const watch::AskRoutes& action);
  void act(const watch::Restun& action);
  void act(const watch::Cancel& action);
  void act(const watch::Remember& action);
  void act(const watch::Apply& action);

  void look_for_leftover();
  void try_target(watch::Round round, std::uint32_t index);
  bool is_past_tailnet(const std::string& proxy, const watch::Address& target, const watch::Address& from);
  void ping(const watch::PingPeer& action, Turn turn);
  std::vector<watch::Address> target_addresses();  // Family::none where a name is not known yet
  void keep(watch::Round round, Token token);
  void teach(const Lesson& lesson);
  [[nodiscard]] std::string cgroup() const;
  [[nodiscard]] OwnSockets own_sockets() const { return OwnSockets(cgroup()); }
  [[nodiscard]] OwnSockets::Label label() const;

  Loop& loop_;
  watch::Policy policy_;
  StateStore store_;
  OnSeen on_seen_;
  OnTrouble on_trouble_;
  Kernel kernel_;
  Localapi localapi_;
  SystemdBus systemd_;
  TcpProbe tcp_;
  Anchors anchors_;
  Portal portal_;
  AnchorBook book_;
  Names names_;
  NamesCheck names_check_;
  TargetNames targets_;
  Children children_;
  Remedies remedies_;
  std::optional<LocalapiBus> bus_;
  std::vector<Open> open_;
  std::vector<watch::OwnConnection> connections_;  // as last seen
  std::optional<watch::Prefs> prefs_;              // as last told
  bool keeps_ = false;
  bool budget_unsaved_ = false;
  bool names_open_ = false;
  bool leftover_done_ = false;
  Token restun_;
  Token leftover_;
  Token derp_call_;
  Token name_call_;
  Token names_map_call_;
  Token names_call_;
};

}  // namespace tailmend
