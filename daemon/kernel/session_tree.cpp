#include "daemon/kernel/session_tree.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace tailmend {

namespace {

constexpr std::size_t longest_line = 64;  // of descent; a tree read while it changes may have a circle

// The field of proc(5)'s number `number` among those after the name, which is the second.
std::optional<long long> field(std::string_view fields, int number) {
  for (int at = 3; at < number; ++at) {
    const auto space = fields.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    fields.remove_prefix(space + 1);
  }
  long long value = 0;
  const auto read = std::from_chars(fields.data(), fields.data() + fields.size(), value);
  return read.ec == std::errc{} ? std::optional(value) : std::nullopt;
}

using Tree = std::map<pid_t, Process>;

// The child of `main`, or the orphan, from which this one descends.
const Process& top_of(const Tree& tree, const Process& process, pid_t main) {
  const Process* top = &process;
  for (std::size_t i = 0; i < longest_line && top->parent != main; ++i) {
    const auto parent = tree.find(top->parent);
    if (parent == tree.end()) break;
    top = &parent->second;
  }
  return *top;
}

bool is_session(const Process& process, pid_t main, watch::Instant now) {
  if (process.terminal) return true;
  if (main == 0 || process.parent != main) return false;
  return process.session == process.pid || now - process.started >= helpers_live;
}

}  // namespace

std::optional<Process> parse_process(std::string_view stat, long ticks_per_second) {
  // The name stands in brackets, and may hold brackets and blanks itself.
  const auto end = stat.rfind(") ");
  if (end == std::string_view::npos || ticks_per_second <= 0) return std::nullopt;
  Process process;
  const auto read = std::from_chars(stat.data(), stat.data() + stat.size(), process.pid);
  const auto fields = stat.substr(end + 2);
  if (fields.starts_with('Z') || fields.starts_with('X')) return std::nullopt;
  const auto parent = field(fields, 4);
  const auto session = field(fields, 6);
  const auto terminal = field(fields, 7);
  const auto started = field(fields, 22);
  if (read.ec != std::errc{} || !parent || !session || !terminal || !started) return std::nullopt;
  process.parent = static_cast<pid_t>(*parent);
  process.session = static_cast<pid_t>(*session);
  process.terminal = *terminal != 0;
  process.started = watch::Instant(std::chrono::milliseconds(*started / ticks_per_second * 1000 + *started % ticks_per_second * 1000 / ticks_per_second));
  return process;
}

std::uint32_t count_sessions(const std::vector<Process>& processes, pid_t main, watch::Instant now) {
  Tree tree;
  for (const auto& one : processes) {
    if (one.pid != main) tree.emplace(one.pid, one);
  }
  std::set<pid_t> sessions;
  for (const auto& [pid, one] : tree) {
    const Process& top = top_of(tree, one, main);
    if (is_session(one, main, now) && !top.serves_files) sessions.insert(top.pid);
  }
  return static_cast<std::uint32_t>(sessions.size());
}

}  // namespace tailmend
