#include "daemon/commands/diagnose_sections.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "daemon/base/handles.hpp"
#include "daemon/base/redact.hpp"
#include "daemon/base/version.hpp"
#include "daemon/commands/diagnose_run.hpp"
#include "daemon/config/config_file.hpp"
#include "daemon/state/state_folder.hpp"

namespace tailmend {

namespace {

constexpr watch::Duration child_limit = std::chrono::seconds(5);
constexpr std::size_t most_config_files = 64;
constexpr std::size_t most_config_bytes = std::size_t{256} << 10U;
constexpr std::size_t most_flight_bytes = std::size_t{64} << 10U;
constexpr std::size_t most_small_bytes = 4096;
constexpr Excerpt::Limits routes{.most_lines = 2000};
constexpr Excerpt::Limits newest{.keep = Excerpt::Keep::last};

// No Environment: what stands there may be a secret that has no form.
constexpr const char* unit_properties =
    "--property=Id,Description,LoadState,ActiveState,SubState,UnitFileState,FragmentPath,DropInPaths,Result,ExecMainPID,ExecMainStatus,"
    "ExecMainStartTimestamp,ActiveEnterTimestamp,StateChangeTimestamp,NRestarts,Restart,RestartUSec,WatchdogUSec,MemoryCurrent,"
    "TasksCurrent,NeedDaemonReload,Wants,Requires,After";
constexpr std::array<const char*, 9> sysctls = {
    "net/ipv4/ip_forward",           "net/ipv4/conf/all/src_valid_mark",   "net/ipv4/conf/all/rp_filter",
    "net/ipv4/conf/default/rp_filter", "net/ipv4/conf/tailscale0/rp_filter", "net/ipv6/conf/all/forwarding",
    "net/ipv6/conf/default/forwarding", "net/ipv6/conf/all/disable_ipv6",    "net/ipv6/conf/tailscale0/disable_ipv6"};

struct Source {
  const char* name;
  std::vector<std::string> argv;
  Excerpt::Limits limits = {};
  Excerpt::Filter filter = {};
};

DiagnoseSection of_program(Source source) {
  Excerpt excerpt(source.limits, std::move(source.filter));
  std::string note = run_bounded(std::move(source.argv), child_limit, [&](std::string_view bytes) { return excerpt.take(bytes); });
  std::string text = excerpt.finish();
  if (const auto cut = excerpt.cut(); !cut.empty()) note += (note.empty() ? "" : "; ") + cut;
  if (text.empty() && note.empty()) note = "nothing there";
  return {.name = source.name, .text = redact(text), .note = std::move(note)};
}

DiagnoseSection of_text(std::string name, std::string_view text, Excerpt::Limits limits = {}) {
  Excerpt excerpt(limits);
  excerpt.take(text);
  std::string kept = excerpt.finish();
  return {.name = std::move(name), .text = redact(kept), .note = text.empty() ? "nothing there" : excerpt.cut()};
}

std::string first_line(std::vector<std::string> argv) {
  const std::string name = argv[0];
  Excerpt excerpt({.most_lines = 1});
  const auto trouble = run_bounded(std::move(argv), child_limit, [&](std::string_view bytes) { return excerpt.take(bytes); });
  std::string line = excerpt.finish();
  if (!line.empty()) return line;
  return (trouble.empty() ? name + " says nothing" : trouble) + "\n";
}

// The end of a file; of one in /proc, whose size is told as 0, its beginning.
std::string tail_of(const std::string& path, std::size_t most, std::string& note) {
  // Non-blocking: a fifo in its place must not hold us.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat about {};
  if (!file || ::fstat(file.get(), &about) < 0) {
    note = path + ": " + std::strerror(errno);
    return {};
  }
  if (!S_ISREG(about.st_mode)) {
    note = path + " is not a regular file";
    return {};
  }
  const auto size = static_cast<std::size_t>(std::max<off_t>(about.st_size, 0));
  const std::size_t begin = size > most ? size - most : 0;
  std::string text(most, '\0');
  const ssize_t got = ::pread(file.get(), text.data(), text.size(), static_cast<off_t>(begin));
  if (got < 0) note = path + ": " + std::strerror(errno);
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  if (begin > 0) {
    // Half a line may begin with half a key.
    const auto end = text.find('\n');
    text.erase(0, end == std::string::npos ? text.size() : end + 1);
    note = fmt::format("earlier lines are left out: {} of {} bytes are kept", text.size(), size);
  }
  return text;
}

DiagnoseSection versions() {
  std::string text = fmt::format("tailmend    {}\n", version);
  utsname kernel{};
  if (::uname(&kernel) == 0) text += fmt::format("kernel      {} {} {} {}\n", kernel.sysname, kernel.release, kernel.version, kernel.machine);
  std::string note;
  const auto release = tail_of("/etc/os-release", most_small_bytes, note);
  constexpr std::string_view pretty = "PRETTY_NAME=";
  const auto at = release.find(pretty);
  const auto end = release.find('\n', at);
  text += "host        " + (at == std::string::npos ? "not told in /etc/os-release" : release.substr(at + pretty.size(), end - at - pretty.size())) + "\n";
  text += "systemd     " + first_line({"systemctl", "--version"});
  text += "tailscale   " + first_line({"tailscale", "version"});
  return of_text("versions", text);
}

DiagnoseSection kernel_settings() {
  std::string text;
  for (const char* name : sysctls) {
    std::string note;
    auto value = tail_of(std::string("/proc/sys/") + name, most_small_bytes, note);
    if (value.empty()) value = "cannot be read: " + note + "\n";
    text += fmt::format("{} = {}", name, value);
  }
  return of_text("sysctl", text);
}

void add_configuration(const Options& options, std::vector<DiagnoseSection>& sections) {
  const std::filesystem::path main_file = options.config;
  std::vector<std::filesystem::path> files{main_file};
  auto more = list_conf_d(main_file.parent_path() / "conf.d", most_config_files);
  if (more) files.insert(files.end(), more->begin(), more->end());
  for (const auto& file : files) {
    auto text = read_text(file, most_config_bytes);
    const std::string name = "configuration " + file.string();
    if (!text) sections.push_back({.name = name, .text = {}, .note = text.error()});
    else if (!*text) sections.push_back({.name = name, .text = {}, .note = "no such file"});
    else sections.push_back(of_text(name, **text));
  }
  if (!more) sections.push_back({.name = "configuration conf.d", .text = {}, .note = more.error()});
}

// ss tells a socket in one line, and more of it in indented ones.
Excerpt::Filter of_tailscaled() {
  return [ours = false](std::string_view line) mutable {
    if (!line.starts_with('\t') && !line.starts_with(' ')) ours = line.contains("\"tailscaled\"");
    return ours;
  };
}

std::vector<Source> network_sources() {
  return {
      {.name = "ip rule", .argv = {"ip", "rule"}, .limits = routes},
      {.name = "ip -6 rule", .argv = {"ip", "-6", "rule"}, .limits = routes},
      {.name = "ip route show table main", .argv = {"ip", "route", "show", "table", "main"}, .limits = routes},
      {.name = "ip -6 route show table main", .argv = {"ip", "-6", "route", "show", "table", "main"}, .limits = routes},
      {.name = "ip route show table 52", .argv = {"ip", "route", "show", "table", "52"}, .limits = routes},
      {.name = "ip -6 route show table 52", .argv = {"ip", "-6", "route", "show", "table", "52"}, .limits = routes},
      {.name = "ip -brief link", .argv = {"ip", "-brief", "link"}, .limits = routes},
      {.name = "ip -brief address", .argv = {"ip", "-brief", "address"}, .limits = routes},
      {.name = "ss -tnpi, those of tailscaled", .argv = {"ss", "-tnpi"}, .limits = routes, .filter = of_tailscaled()},
  };
}

std::vector<Source> tailscale_sources() {
  return {
      {.name = "systemctl show tailscaled", .argv = {"systemctl", "show", "tailscaled.service", unit_properties}},
      {.name = "systemctl show tailmend", .argv = {"systemctl", "show", "tailmend.service", unit_properties}},
      {.name = "tailscale status", .argv = {"tailscale", "status", "--json"}},
      {.name = "tailscale debug prefs", .argv = {"tailscale", "debug", "prefs"}},
  };
}

std::vector<Source> journal_sources() {
  return {
      {.name = "journal of tailmend", .argv = {"journalctl", "--no-pager", "-o", "short-iso", "-u", "tailmend", "-n", "500"}, .limits = newest},
      {.name = "journal of tailscaled", .argv = {"journalctl", "--no-pager", "-o", "short-iso", "-u", "tailscaled", "-n", "300"}, .limits = newest},
  };
}

Source own_check(const Options& options) {
  // Sooner than its limit here, so that it still says what it knows.
  Source source{.name = "tailmend check", .argv = {"/proc/self/exe", "check", "--json", "--timeout", "4s"}};
  if (options.config_named) source.argv.insert(source.argv.end(), {"--config", options.config});
  return source;
}

}  // namespace

std::vector<DiagnoseSection> diagnose_sections(const Options& options, const AskDaemon& ask_daemon) {
  std::vector<DiagnoseSection> sections{versions(), of_program(own_check(options))};
  for (const std::string command : {"status", "history", "why"}) sections.push_back(of_text("tailmend " + command, ask_daemon({command, "--json"})));
  add_configuration(options, sections);
  for (auto sources : {tailscale_sources(), network_sources()}) {
    for (auto& source : sources) sections.push_back(of_program(std::move(source)));
  }
  sections.push_back(kernel_settings());
  for (auto& source : journal_sources()) sections.push_back(of_program(std::move(source)));
  std::string note, record;
  for (const char* name : {"/flight/current", "/flight/previous"}) {
    if (!record.empty()) break;
    note.clear();
    record = tail_of(usual_state_directory + std::string(name), most_flight_bytes, note);
  }
  sections.push_back({.name = "flight record", .text = redact(record), .note = std::move(note)});
  return sections;
}

}  // namespace tailmend
