#include "daemon/hands/up_flags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "daemon/hands/up_table.hpp"
#include "daemon/tailscaled/json_members.hpp"

namespace tailmend {

namespace {
using namespace up_table;

constexpr std::string_view default_v4 = "\"0.0.0.0/0\"";
constexpr std::string_view default_v6 = "\"::/0\"";
constexpr std::string_view timeout_flag = "--timeout=30s";
constexpr std::string_view risk_flag = "--accept-risk=lose-ssh";

bool is_text(std::string_view json) { return json.starts_with('"'); }
bool is_truth(std::string_view json) { return json == "true" || json == "false"; }
bool all_texts(std::string_view json) {
  if (json == "null") return true;
  const auto elements = json_elements(json);
  return json.starts_with('[') && std::all_of(elements.begin(), elements.end(), is_text);
}
// Every flag's value is printable, and no comma or quote can split it.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\\'; });
}
bool plain_texts(std::string_view json) {
  const auto elements = json_elements(json);
  return all_texts(json) && std::all_of(elements.begin(), elements.end(), [](const auto& element) {
           const auto text = from_json_string(element);
           return is_plain(text) && !text.empty() && text.find(',') == std::string::npos;
         });
}

bool has_shape(Shape shape, std::string_view json) {
  switch (shape) {
    case Shape::truth: return is_truth(json);
    case Shape::text: return is_text(json) && is_plain(from_json_string(json));
    case Shape::tags: return json != "[]" && plain_texts(json);  // [] is not null to the CLI: it would log in afresh
    case Shape::prefixes:
      return plain_texts(json) && (json.find(default_v4) == json.npos) == (json.find(default_v6) == json.npos);
    case Shape::netfilter: return json == "0" || json == "1" || json == "2";
    case Shape::connector: return json == R"({"Advertise":true})" || json == R"({"Advertise":false})";
    case Shape::any: return true;
  }
  return false;
}

// One spelling for what means the same.
std::string normal(const Row& row, std::string text) {
  if (row.pref == "NoStatefulFiltering" && text == "null") return "false";
  if (row.shape != Shape::prefixes) return text;
  auto elements = json_elements(text);
  if (elements.empty()) return text.starts_with('[') ? "null" : text;
  std::sort(elements.begin(), elements.end());
  return fmt::format("[{}]", fmt::join(elements, ","));
}

std::string join(std::string_view json, bool exit_routes_too) {
  std::string joined;
  for (const auto& element : json_elements(json)) {
    if (!exit_routes_too && (element == default_v4 || element == default_v6)) continue;
    if (!joined.empty()) joined += ',';
    joined += from_json_string(element);
  }
  return joined;
}

// The value of a row's flag, as prefsToFlags has it.
std::string flag_value(const Row& row, const UpPrefs& prefs) {
  const auto& text = text_of(prefs, row.pref);
  switch (row.shape) {
    case Shape::truth: return row.negated ? (text == "true" ? "false" : "true") : text;
    case Shape::text: return from_json_string(text);
    case Shape::tags: return join(text, true);
    case Shape::prefixes: return join(text, false);
    case Shape::netfilter: return text == "0" ? "off" : text == "1" ? "nodivert" : "on";
    case Shape::connector: return text == R"({"Advertise":true})" ? "true" : "false";
    case Shape::any: break;
  }
  return text;
}
}  // namespace

std::string up_table::exit_node(const UpPrefs& prefs, std::string_view exit_address) {
  if (!is_empty(prefs, "AutoExitNode")) return "auto:" + from_json_string(text_of(prefs, "AutoExitNode"));
  if (!is_empty(prefs, "ExitNodeIP")) return from_json_string(text_of(prefs, "ExitNodeIP"));
  return is_empty(prefs, "ExitNodeID") ? std::string() : std::string(exit_address);
}

void up_table::add_flags(std::vector<std::string>& argv, const Row& row, const UpPrefs& prefs) {
  argv.push_back(fmt::format("--{}={}", row.flag, flag_value(row, prefs)));
  if (row.shape == Shape::prefixes)
    argv.push_back(fmt::format("--advertise-exit-node={}", text_of(prefs, row.pref).find(default_v4) != std::string::npos));
}

Expected<UpPrefs> UpPrefs::parse(std::string_view json) {
  std::vector<std::string_view> chosen{"WantRunning", "Config.NodeID"};
  for (const auto& row : table) chosen.push_back(row.pref);
  auto members = json_members(json, chosen);
  if (!members) return std::unexpected(fault("read tailscaled's preferences", members.error().error));
  const auto find = [&](std::string_view name) -> std::string* {
    const auto at = std::find_if(members->begin(), members->end(), [&](const auto& member) { return member.name == name; });
    return at == members->end() ? nullptr : &at->text;
  };
  UpPrefs prefs;
  for (std::size_t i = 0; i < rows; ++i) {
    const auto* found = find(table[i].pref);
    if (found == nullptr && table[i].absent.empty())
      return std::unexpected(fault(fmt::format("read tailscaled's preferences, which have no {}", table[i].pref), EBADMSG));
    prefs.texts_[i] = normal(table[i], found == nullptr ? std::string(table[i].absent) : std::move(*found));
    if (!has_shape(table[i].shape, prefs.texts_[i]))
      return std::unexpected(fault(fmt::format("understand the preference {}", table[i].pref), EBADMSG));
  }
  const auto* want_running = find("WantRunning");
  if (want_running == nullptr || !is_truth(*want_running))
    return std::unexpected(fault("understand the preference WantRunning", EBADMSG));
  prefs.want_running_ = *want_running == "true";
  if (const auto* node = find("Config.NodeID")) prefs.node_ = from_json_string(*node);
  return prefs;
}

std::string UpPrefs::snapshot() const {
  std::string text = fmt::format("{{\"WantRunning\":{},\"Config\":{{\"NodeID\":{}}}", want_running_, to_json_string(node_));
  for (std::size_t i = 0; i < rows; ++i) text += fmt::format(",\"{}\":{}", table[i].pref, texts_[i]);
  return text + "}\n";
}

bool UpPrefs::needs_exit_address() const {
  return !is_empty(*this, "ExitNodeID") && is_empty(*this, "ExitNodeIP") && is_empty(*this, "AutoExitNode");
}

std::string exit_address(std::string_view status_json) {
  constexpr std::array<std::string_view, 1> chosen{"ExitNodeStatus.TailscaleIPs"};
  const auto members = json_members(status_json, chosen);
  if (!members || members->empty()) return {};
  const auto addresses = json_elements(members->front().text);
  if (addresses.empty()) return {};
  const auto prefix = from_json_string(addresses.front());
  return prefix.substr(0, prefix.find('/'));
}

Expected<std::vector<std::string>> up_arguments(const UpPrefs& prefs, const UpCommand& command) {
  if (prefs.needs_exit_address() && (command.exit_address.empty() || !is_plain(command.exit_address)))
    return std::unexpected(fault("find the exit node's address", EINVAL));
  std::vector<std::string> argv{command.cli};
  if (!command.socket.empty()) argv.push_back("--socket=" + command.socket);
  argv.insert(argv.end(), {"up", "--reset"});
  const auto exit = exit_node(prefs, command.exit_address);
  argv.push_back("--exit-node=" + exit);
  for (const auto& row : table) {
    if (row.flag.empty()) continue;
    // The CLI refuses this one without an exit node; what --reset takes by it is put back after.
    const bool idle = row.pref == "ExitNodeAllowLANAccess" && exit.empty();
    if (idle)
      argv.push_back(fmt::format("--{}=false", row.flag));
    else
      add_flags(argv, row, prefs);
  }
  argv.insert(argv.end(), {std::string(timeout_flag), std::string(risk_flag)});
  return argv;
}

std::vector<std::string> without_unknown_flag(const UpPrefs& prefs, std::vector<std::string> argv, std::string_view output) {
  constexpr std::string_view complaint = "flag provided but not defined: -";
  const auto at = output.find(complaint);
  if (at == output.npos) return {};
  output.remove_prefix(at + complaint.size());
  const auto flag = output.substr(0, output.find_first_of(" \r\n"));
  const auto row = std::find_if(table.begin(), table.end(), [&](const Row& it) { return it.flag == flag; });
  if (row == table.end() || flag.empty()) return {};
  // A CLI without the flag leaves the preference alone, or resets it: only where both are the same.
  const auto& text = text_of(prefs, row->pref);
  if (text != row->reset && text != row->absent) return {};
  if (std::erase_if(argv, [&](const auto& it) { return it.starts_with(fmt::format("--{}=", flag)); }) == 0) return {};
  return argv;
}

}  // namespace tailmend
