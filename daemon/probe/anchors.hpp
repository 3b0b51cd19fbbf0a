// Whether the WAN carries anything: TCP to remembered addresses, leaving as tailscaled's own traffic does, closed as
// soon as they answer. Sends no data, resolves no name, and does not say whether the WAN is up.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "daemon/base/loop.hpp"
#include "daemon/base/token.hpp"
#include "daemon/probe/anchor_book.hpp"
#include "libwatch/evidence.hpp"
#include "libwatch/policy.hpp"

namespace tailmend {

struct AnchorQuestion {
  std::vector<Anchor> anchors;
  watch::Duration limit = watch::Policy::anchor_limit;
  // Where the kernel sends tailscaled's packets now (watch::Egress). Used only where the mark is not permitted.
  std::string interface_v4;
  std::string interface_v6;
};

class Anchors {
 public:
  // `open` is the number of anchors still to answer.
  using OnAnswer = std::function<void(const watch::AnchorFact& fact, std::uint32_t open)>;

  explicit Anchors(Loop& loop) : loop_(&loop) {}

  // One answer for each anchor, in the order they come, within `limit`, never from within ask(); none for an empty
  // question. Destroying the token closes what is open.
  [[nodiscard]] Token ask(AnchorQuestion question, OnAnswer on_answer);

  // False after a question whose sockets could not be marked (no CAP_NET_ADMIN): an exit node or policy rules may have
  // led them another way than tailscaled's.
  [[nodiscard]] bool marked() const { return marked_; }

  static constexpr std::uint32_t mark = 0x80000;  // tailscaled's own, tsconst/linuxfw.go
  static constexpr std::size_t max_open = 16;     // further anchors of one question fail at once

 private:
  class Asked;
  Loop* loop_;
  bool marked_ = true;
};

}  // namespace tailmend
