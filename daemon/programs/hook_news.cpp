#include "daemon/programs/hook_news.hpp"

#include <array>

#include "daemon/base/utf8.hpp"

namespace tailmend {

namespace {

std::string interface_of(const std::optional<watch::Way>& way) { return way ? way->interface : std::string(); }
std::string gateway_of(const std::optional<watch::Way>& way) {
  return way && way->gateway.family != watch::Family::none ? watch::to_string(way->gateway) : std::string();
}

constexpr auto variables = std::to_array<HookVariable>({
    {"TAILMEND_VERDICT", [](const HookNews& n) { return std::string(watch::to_string(n.judgement.verdict)); }},
    {"TAILMEND_VERDICT_BEFORE", [](const HookNews& n) { return n.before; }},
    {"TAILMEND_WHOSE", [](const HookNews& n) { return std::string(watch::code(n.judgement.whose)); }},
    {"TAILMEND_SENTENCE", [](const HookNews& n) { return n.judgement.sentence; }},
    {"TAILMEND_ADVICE", [](const HookNews& n) { return n.judgement.advice; }},
    {"TAILMEND_EXIT", [](const HookNews& n) { return std::to_string(watch::exit_status(n.judgement.verdict)); }},
    {"TAILMEND_PERSON", [](const HookNews& n) { return std::string(n.person ? "yes" : "no"); }},
    {"TAILMEND_STATE", [](const HookNews& n) { return std::string(watch::to_string(n.state)); }},
    {"TAILMEND_EPISODE", [](const HookNews& n) { return std::to_string(n.episode); }},
    {"TAILMEND_WAN4", [](const HookNews& n) { return interface_of(n.egress.v4); }},
    {"TAILMEND_WAN4_GATEWAY", [](const HookNews& n) { return gateway_of(n.egress.v4); }},
    {"TAILMEND_WAN6", [](const HookNews& n) { return interface_of(n.egress.v6); }},
    {"TAILMEND_WAN6_GATEWAY", [](const HookNews& n) { return gateway_of(n.egress.v6); }},
});

// systemd takes a variable only as UTF-8 without control characters, and a mail's subject has one line.
std::string clean(std::string text) {
  text = as_utf8(std::string(whole_characters(text, max_hook_value)));
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return text;
}

}  // namespace

std::span<const HookVariable> hook_variables() { return variables; }

std::vector<std::string> hook_environment(const HookNews& news) {
  std::vector<std::string> environment;
  for (const HookVariable& variable : variables) environment.push_back(std::string(variable.name) + "=" + clean(variable.value(news)));
  return environment;
}

}  // namespace tailmend
