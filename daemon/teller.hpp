// The journal's words for each step: transitions, verdicts, remedies and what was left out, one line each. Never decides,
// never says a thing twice in a row.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "daemon/journal.hpp"
#include "daemon/step.hpp"

namespace tailmend {

class Teller {
 public:
  explicit Teller(Journal& journal) : journal_(journal) {}

  void take(const Step& step);
  // An edge to the world does not work as it should.
  void trouble(const std::string& text);
  // A new machine begins: its first verdict is news.
  void forget_verdict() { said_.reset(); }

 private:
  void tell_transition(const Step& step);
  void tell_verdict(const Step& step);
  void tell_skips(const Step& step);
  void tell_remedies(const Step& step);

  Journal& journal_;
  std::optional<std::pair<watch::Verdict, std::uint8_t>> said_;  // and its cause
  std::string said_skips_;
  std::string said_trouble_;
};

}  // namespace tailmend
