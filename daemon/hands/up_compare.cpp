#include <fmt/format.h>

#include <algorithm>

#include "daemon/hands/up_flags.hpp"
#include "daemon/hands/up_table.hpp"

namespace tailmend {

namespace {
using namespace up_table;

constexpr std::string_view exit_prefs[] = {"ExitNodeID", "ExitNodeIP", "AutoExitNode"};

bool is_exit(const Row& row) { return std::find(std::begin(exit_prefs), std::end(exit_prefs), row.pref) != std::end(exit_prefs); }

bool differs(const Row& row, const UpPrefs& before, const UpPrefs& after) {
  return text_of(before, row.pref) != text_of(after, row.pref);
}

// The Start path of `up` replaces everything at once: only then all of what it alone sets stands at its default.
bool was_replaced(const UpPrefs& after) {
  return std::all_of(table.begin(), table.end(), [&](const Row& row) {
    return !row.start_only || text_of(after, row.pref) == row.reset || text_of(after, row.pref) == row.absent;
  });
}

enum class Fate : std::uint8_t { same, taken, changed };

// One choice in three preferences. tailscaled itself turns an address into an id, and chooses anew for "auto".
Fate fate_of_exit(const UpPrefs& before, const UpPrefs& after, std::string_view exit_address) {
  const bool any = std::any_of(std::begin(exit_prefs), std::end(exit_prefs),
                               [&](auto pref) { return text_of(before, pref) != text_of(after, pref); });
  const bool automatic = !is_empty(before, "AutoExitNode");
  if (!any || (automatic && text_of(before, "AutoExitNode") == text_of(after, "AutoExitNode"))) return Fate::same;
  if (!is_empty(after, "ExitNodeID") || !is_empty(after, "AutoExitNode")) return Fate::changed;
  if (is_empty(after, "ExitNodeIP")) return Fate::taken;
  const bool ours = !exit_address.empty() && text_of(after, "ExitNodeIP") == fmt::format("\"{}\"", exit_address);
  return before.needs_exit_address() && ours ? Fate::taken : Fate::changed;
}

Fate fate(const Row& row, const UpPrefs& before, const UpPrefs& after, bool replaced) {
  if (!differs(row, before, after)) return Fate::same;
  // --reset never takes the control server: the CLI refuses without --force-reauth.
  const bool ours = row.pref != "ControlURL" && (!row.start_only || replaced);
  return ours && text_of(after, row.pref) == row.reset ? Fate::taken : Fate::changed;
}

void put_back(std::string& patch, const Row& row, const UpPrefs& before) {
  const std::string_view mask = row.pref == "AutoUpdate" ? R"({"CheckSet":true,"ApplySet":true})" : "true";
  patch += fmt::format("{}\"{}\":{},\"{}Set\":{}", patch.empty() ? "{" : ",", row.pref, text_of(before, row.pref), row.pref, mask);
}

std::string quoted(const std::string& argument) {
  const bool plain = std::all_of(argument.begin(), argument.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view("-_=./:,@+").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (plain) return argument;
  std::string text = "'";
  for (const char c : argument) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}
}  // namespace

UpComparison compare(const UpPrefs& before, const UpPrefs& after, std::string_view exit_address) {
  UpComparison result;
  result.same_profile = before.node() == after.node();
  if (!result.same_profile) return result;
  std::vector<std::string> flags;
  std::string by_hand;
  const bool replaced = was_replaced(after);
  const Fate exit = fate_of_exit(before, after, exit_address);
  for (const auto& row : table) {
    const Fate its = is_exit(row) ? exit : fate(row, before, after, replaced);
    if (its == Fate::same) continue;
    (its == Fate::taken ? result.taken : result.changed).push_back(row.pref);
    if (its == Fate::changed) continue;
    put_back(result.patch, row, before);
    const auto node = exit_node(before, exit_address);
    // `tailscale set` has no flag for tags.
    const bool by_flag = is_exit(row) ? !node.empty() : !row.flag.empty() && row.pref != "AdvertiseTags";
    if (!by_flag)
      by_hand += (by_hand.empty() ? "" : ", ") + std::string(row.pref);
    else if (!is_exit(row))
      add_flags(flags, row, before);
    else if (row.pref == exit_prefs[0])
      flags.push_back("--exit-node=" + node);
  }
  if (!result.patch.empty()) result.patch += '}';
  if (!flags.empty()) result.command = "sudo tailscale set";
  for (const auto& flag : flags) result.command += " " + quoted(flag);
  if (!by_hand.empty()) result.command += (flags.empty() ? "by hand: " : ", and by hand: ") + by_hand;
  return result;
}

}  // namespace tailmend
