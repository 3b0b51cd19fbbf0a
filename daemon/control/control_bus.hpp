// The D-Bus service org.tailmend.Tailmend1: what the daemon knows as properties, commands as methods. No bus, a bus that
// comes back and one that hangs are no trouble: it is tried again, and never waited for. Decides nothing itself.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "daemon/control/bus_facts.hpp"
#include "daemon/control/control.hpp"
#include "daemon/control/control_bus_calls.hpp"

namespace tailmend {

class ControlBus {
 public:
  // Why there is no service, once for each reason: "no D-Bus service: …, retrying". The socket serves meanwhile.
  using OnTrouble = std::function<void(const std::string&)>;

  // `address` is that of the bus, "" = the system bus.
  ControlBus(Loop& loop, Answerer answerer, OnTrouble on_trouble, std::string address = "");
  ControlBus(Loop& loop, Answerer answerer, OnTrouble on_trouble, std::string address, ControlCalls::Limits limits);
  ~ControlBus();
  ControlBus(const ControlBus&) = delete;
  ControlBus& operator=(const ControlBus&) = delete;

  // What changed since is told once in this turn of the loop, however often this is called. Not while the bus does not
  // take what was sent before: then with the next call after it does.
  void show(BusFacts facts);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace tailmend
