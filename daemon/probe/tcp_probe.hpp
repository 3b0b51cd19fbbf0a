// TCP to a target as one of its clients would do it: connect, send and expect where asked, stay open for `hold`, close.
// Tells how that ended. Never chooses the way it leaves, never resolves a name, never judges the answer, and never has
// two connections open to one address and port (a PLC has few).
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "daemon/base/loop.hpp"
#include "daemon/base/token.hpp"
#include "libwatch/evidence.hpp"

namespace tailmend {

struct TcpQuestion {
  watch::Address address;
  std::uint16_t port = 0;
  watch::Duration timeout = std::chrono::seconds(3);      // to connect, and for `expect` to come
  watch::Duration hold = std::chrono::milliseconds(250);  // to stay open once connected
  std::string send;                                       // at most TcpProbe::max_bytes, as `expect`
  std::string expect;
  std::uint32_t mark = 0;      // SO_MARK; 0 = none
  std::string bind_interface;  // "" = not bound; with `mark`, only where the mark is not permitted
  std::string proxy;  // "127.0.0.1:1055" or "localhost:1055": through SOCKS5, neither marked nor bound; "" = straight
  std::string name;   // with a proxy: what it connects to, instead of `address`
  // With a proxy: whether a connection that it made from there went past the tailnet. Then nothing is sent.
  std::function<bool(const watch::Address& from)> is_past = {};
};

// `took` is the time to connect for held, reset, unanswered and unexpected; the time until the answer else. `detail`
// says what the outcome alone does not: who closed, what came instead, which errno, or that the mark was not permitted.
struct TcpAnswer {
  watch::TcpOutcome outcome = watch::TcpOutcome::failed;
  watch::Duration took{};
  std::uint8_t reply = 0;  // the SOCKS5 proxy's, where it was not 0
  std::string detail;
};

// The outcomes:
//   held         connected, and still open after `hold`; with `expect`, it also came. A service that closes after
//                `expect` has answered, so that counts as held.
//   reset        connected, then closed (FIN) or reset (RST) by the other side before that
//   unanswered   connected, and `expect` did not come by the later of `timeout` and `hold`
//   unexpected   connected, and something other than `expect` came first
//   refused, timed_out, unreachable: never connected; failed: not tried, or this host could not
//   wrong_egress the proxy has connected, but past the tailnet
//   proxy_refused, proxy_closed, proxy_silent, proxy_failed: the proxy is at fault, or says nothing of the target. One
//                that has taken the request and is silent waits for the target: timed_out.
// Never wrong_egress without a proxy, nor unresolved, which are known before a probe is made.
class TcpProbe {
 public:
  using OnAnswer = std::function<void(const TcpAnswer&)>;

  explicit TcpProbe(Loop& loop);

  // Destroying the token cancels and closes the connection. Answered exactly once, never from within ask(), within
  // 2 · timeout + hold: a question to an address and port to which a connection is open waits for its end, at most for
  // its own timeout.
  [[nodiscard]] Token ask(TcpQuestion question, OnAnswer on_answer);

  static constexpr std::size_t max_bytes = 4096;
  static constexpr std::size_t max_tries = 64;  // asked and not answered; more fail at once

 private:
  class Try;
  struct Line;
  Loop* loop_;
  std::shared_ptr<Line> line_;  // outlives this object while a token does
};

}  // namespace tailmend
