// The way to a target through a SOCKS5 proxy on this host (tailscaled with userspace networking): connects to the proxy,
// has it connect to the target, and hands the connection over. Never judges the target beyond the proxy's reply, and
// never reads on once it is reached.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "daemon/base/loop.hpp"
#include "daemon/probe/socks5.hpp"
#include "libwatch/evidence.hpp"

namespace tailmend {

class ThroughProxy {
 public:
  struct End {
    watch::TcpOutcome outcome = watch::TcpOutcome::failed;  // held: connected to the target; `socket` is open
    std::uint8_t reply = 0;                                 // the proxy's, where it was not 0
    std::string detail;
    Descriptor socket;
    std::string early;  // what the target has said already
  };
  using OnEnd = std::function<void(End)>;
  using IsPast = std::function<bool(const watch::Address& from)>;  // TcpQuestion::is_past

  // `on_end` is called once and never from within this; it may destroy this object. There is no limit of time in here.
  ThroughProxy(Loop& loop, std::string_view proxy, SocksDestination destination, IsPast is_past, OnEnd on_end);
  ThroughProxy(const ThroughProxy&) = delete;
  ThroughProxy& operator=(const ThroughProxy&) = delete;

  // What it is when time is up now: a proxy that took our request and is silent waits for the target, as tailscaled's
  // does for five seconds; one that has not even answered the greeting is silent itself.
  [[nodiscard]] End unfinished() const;

 private:
  // Where the proxy may listen. A door that is not asked for is only knocked at, to tell that somebody listens there.
  struct Door {
    watch::Endpoint place;
    bool asked_for = true;
  };

  void knock();
  void knocked(int error);
  void ready();
  void enter();
  void say(std::string_view words);
  void hear();
  void heard(std::string_view bytes);
  void closed(int error);
  void end(watch::TcpOutcome outcome, std::string detail);
  void end_soon(watch::TcpOutcome outcome, std::string detail);
  [[nodiscard]] const Door& door() const { return doors_[at_]; }
  [[nodiscard]] std::string with_note(std::string detail) const;

  Loop* loop_;
  SocksDestination destination_;
  IsPast is_past_;
  OnEnd on_end_;
  std::vector<Door> doors_;
  std::size_t at_ = 0;
  std::string note_;  // who refused before this door
  bool inside_ = false;
  SocksAnswers answers_;
  std::string early_;
  Descriptor socket_;
  Source io_;
};

}  // namespace tailmend
