// All commands and options as they are declared to CLI11, and where they land. Judges no value: options.cpp does.
#pragma once
#include <array>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Formatter.hpp>

#include "daemon/cli/command_tree.hpp"
#include "daemon/cli/options.hpp"

namespace tailmend {

// Values as they were typed.
struct Typed {
  std::string timeout;
  std::string pause_for;
  std::string episode;
  std::string remedy;
  std::string seed;
  std::string hours;
  std::string shell;
  std::vector<std::string> despite;
};

struct CommandLine {
  CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  [[nodiscard]] CLI::App* of(Command command) const { return apps.at(static_cast<std::size_t>(command)); }

  Options options;
  Typed typed;
  CLI::App app{"Keeps this host reachable over Tailscale through WAN failover.", "tailmend"};
  CLI::App* config = nullptr;  // has commands of its own
  std::array<CLI::App*, commands> apps{};

 private:
  void declare_console();
  void declare_looking();
  void declare_acting();
  void declare_configuration();
  void declare_workshop();
  CLI::App* add(CLI::App& above, Command command, const char* name, const char* help, const char* footer);

  bool declared_only_ = false;  // options that are dealt with before CLI11 sees them
};

// The choices of an option's value or of a command's operand; empty where anything goes.
std::vector<std::string> choices_of(const CLI::App& command, const std::string& word);

}  // namespace tailmend
