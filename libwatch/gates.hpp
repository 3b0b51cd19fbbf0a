// What stands between the machine and a remedy, by name. A person's word overrules each by its own name only; what no
// name overrules (the budget, an administrator's will, no way out, a job of systemd's) is not in here.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace watch {

enum class Gate : std::uint8_t { verdict, steps, targets, peers, control, ssh, packages, witness, memory, rounds, start_limit, pause, observe };
inline constexpr std::size_t gates = 13;

struct GateWord {
  Gate gate;
  std::string_view name;
  std::string_view help;
};
inline constexpr std::array<GateWord, gates> gate_words{{
    {Gate::verdict, "verdict", "what was found does not call for this remedy"},
    {Gate::steps, "steps", "the remedy is not in `steps` of the configuration"},
    {Gate::targets, "targets", "the targets answer and a restart would interrupt them, or none is configured"},
    {Gate::peers, "peers", "a peer still gets through"},
    {Gate::control, "control", "the control server does not answer; a restart would leave tailscaled without its tailnet"},
    {Gate::ssh, "ssh", "an ssh session over the tailnet is in use and would be cut"},
    {Gate::packages, "packages", "a package manager is at work"},
    {Gate::witness, "witness", "with no witness in the tailnet the fault may be elsewhere"},
    {Gate::memory, "memory", "tailscaled keeps its state in memory; a restart would lose this host's identity"},
    {Gate::rounds, "rounds", "a hard remedy needs more bad rounds than were seen"},
    {Gate::start_limit, "start-limit", "tailscaled was started less than five minutes ago, and that was in vain"},
    {Gate::pause, "pause", "a person paused all remedies"},
    {Gate::observe, "observe", "mode is \"observe\""},
}};

consteval bool every_gate_has_its_word() {
  for (std::size_t i = 0; i < gates; ++i)
    if (gate_words[i].gate != Gate(i) || gate_words[i].name.empty() || gate_words[i].help.empty()) return false;
  return true;
}
static_assert(every_gate_has_its_word(), "the words are in the order of the enum");

constexpr std::string_view to_string(Gate gate) { return gate_words[static_cast<std::size_t>(gate)].name; }
constexpr std::optional<Gate> gate_named(std::string_view name) {
  for (const auto& word : gate_words)
    if (word.name == name) return word.gate;
  return std::nullopt;
}

// A set of gates.
struct Gates {
  std::uint16_t bits = 0;
  constexpr void add(Gate gate) { bits = static_cast<std::uint16_t>(bits | (1U << static_cast<unsigned>(gate))); }
  [[nodiscard]] constexpr bool has(Gate gate) const { return ((bits >> static_cast<unsigned>(gate)) & 1U) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits == 0; }
  friend bool operator==(const Gates&, const Gates&) = default;
};

}  // namespace watch
