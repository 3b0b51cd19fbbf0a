#include "daemon/probe/names_check.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace tailmend {

using watch::AnchorKind;
using watch::NameOutcome;

namespace {
// DERP host names come from control and go into a sentence.
bool is_name(std::string_view text) {
  constexpr std::size_t longest = 253;
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), plain) && !watch::parse_address(text);
}

struct Asked {
  watch::NamesFact fact;
  std::size_t open = 0;
  std::function<void(watch::NamesFact)> on_fact;
  std::vector<Token> tokens;

  void heard(std::size_t index, const Expected<std::vector<watch::Address>>& answer) {
    auto& outcome = fact.names[index].outcome;
    if (!answer) outcome = answer.error().error == 0 ? NameOutcome::unknown : NameOutcome::silent;
    if (--open > 0) return;
    const auto tell = std::move(on_fact);
    tell(std::move(fact));  // may destroy this object
  }
};
}  // namespace

std::vector<NeededName> needed_names(std::string_view control_host, std::string_view home, const std::vector<DerpNode>& derp) {
  std::vector<NeededName> needed;
  if (is_name(control_host)) needed.push_back({.kind = AnchorKind::control, .name = std::string(control_host)});
  const auto node = std::find_if(derp.begin(), derp.end(), [&](const DerpNode& one) {
    return is_name(one.host_name) && (home.empty() || one.region_code == home);
  });
  // A control server with a DERP server built in is one name.
  if (node != derp.end() && node->host_name != control_host) needed.push_back({.kind = AnchorKind::derp, .name = node->host_name});
  return needed;
}

Token NamesCheck::ask(const std::vector<NeededName>& needed, watch::Duration limit, std::function<void(watch::NamesFact)> on_fact) {
  auto asked = std::make_shared<Asked>();
  asked->fact.resolver = names_->first_server();
  asked->on_fact = std::move(on_fact);
  asked->open = needed.size();
  for (const auto& one : needed) asked->fact.names.push_back({.kind = one.kind, .name = one.name, .outcome = NameOutcome::resolved});
  if (needed.empty()) {
    asked->on_fact(asked->fact);
    return asked;
  }
  for (std::size_t i = 0; i < needed.size(); ++i)
    asked->tokens.push_back(names_->resolve(needed[i].name, limit, [one = asked.get(), i](auto answer) { one->heard(i, answer); }));
  return asked;
}

}  // namespace tailmend
