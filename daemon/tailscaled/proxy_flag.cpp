#include "daemon/tailscaled/proxy_flag.hpp"

#include <dirent.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <vector>

#include "daemon/base/handles.hpp"
#include "daemon/config/config_file.hpp"

namespace tailmend {

namespace {

constexpr std::size_t longest_command_line = std::size_t{16} << 10U;

using FolderHandle = std::unique_ptr<DIR, Release<closedir>>;

std::vector<std::string_view> words_in(std::string_view command_line) {
  std::vector<std::string_view> words;
  while (!command_line.empty()) {
    const std::size_t end = std::min(command_line.find('\0'), command_line.size());
    words.push_back(command_line.substr(0, end));
    command_line.remove_prefix(std::min(end + 1, command_line.size()));
  }
  return words;
}

// What listens everywhere is asked here.
std::string at_home(std::string_view listener) {
  const std::size_t colon = listener.rfind(':');
  if (colon == std::string_view::npos) return "";
  const std::string_view host = listener.substr(0, colon);
  const bool everywhere = host.empty() || host == "0.0.0.0" || host == "[::]";
  return (everywhere ? "localhost" : std::string(host)) + std::string(listener.substr(colon));
}

}  // namespace

std::string proxy_flag_in(std::string_view command_line) {
  constexpr std::string_view flag = "socks5-server";
  const auto words = words_in(command_line);
  for (std::size_t i = 1; i < words.size(); ++i) {
    std::string_view word = words[i];
    if (!word.starts_with('-')) continue;
    word.remove_prefix(std::min(word.find_first_not_of('-'), word.size()));  // Go takes one dash or two
    if (word == flag && i + 1 < words.size()) return at_home(words[i + 1]);
    if (word.starts_with(flag) && word.substr(flag.size()).starts_with('=')) return at_home(word.substr(flag.size() + 1));
  }
  return "";
}

std::string proxy_flag_of_tailscaled() {
  const FolderHandle processes(::opendir("/proc"));
  while (const dirent* entry = processes ? ::readdir(processes.get()) : nullptr) {
    if (std::isdigit(static_cast<unsigned char>(entry->d_name[0])) == 0) continue;
    const std::string process = std::string("/proc/") + entry->d_name;
    const auto name = read_text(process + "/comm", longest_command_line);
    if (!name || !*name || **name != "tailscaled\n") continue;
    const auto line = read_text(process + "/cmdline", longest_command_line);
    if (!line || !*line) continue;
    if (std::string proxy = proxy_flag_in(**line); !proxy.empty()) return proxy;
  }
  return "";
}

}  // namespace tailmend
