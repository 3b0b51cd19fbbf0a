#include "daemon/kernel/bystanders.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <memory>
#include <optional>

#include <dirent.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netlink/attr.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/base/clock.hpp"
#include "daemon/base/unix_socket.hpp"
#include "daemon/kernel/diag_codec.hpp"
#include "daemon/kernel/netlink_socket.hpp"
#include "daemon/kernel/route_request.hpp"
#include "daemon/kernel/session_tree.hpp"

namespace tailmend {

using netlink::DiagnosedSocket;

namespace {

constexpr std::uint32_t max_sessions = 256;     // more would not change what is done
constexpr std::size_t max_processes = 1024;
constexpr std::size_t max_text = 64 * 1024;     // of a file in /proc
using DirectoryHandle = std::unique_ptr<DIR, Release<closedir>>;

std::string read_text(const std::string& path) {
  std::string text;
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 4096> part{};
  while (fd && text.size() < max_text) {
    const ssize_t got = ::read(fd.get(), part.data(), part.size());
    if (got <= 0) break;
    text.append(part.data(), static_cast<std::size_t>(got));
  }
  return text;
}

// One per line in cgroup.procs, blanks between them in children.
std::vector<pid_t> read_pids(const std::string& path) {
  std::vector<pid_t> pids;
  const std::string text = read_text(path);
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at != end && pids.size() < max_processes;) {
    pid_t pid = 0;
    const auto read = std::from_chars(at, end, pid);
    if (read.ec == std::errc{}) pids.push_back(pid);
    at = read.ptr == at ? at + 1 : read.ptr;
  }
  return pids;
}

enum class Side : std::uint8_t { server, client };

// How many established connections from or to this port carry data and fit. The kernel looks for the port; there is no need for
// a right. Who does not fit takes nobody's place below the limit: any user may open as many as he likes.
std::uint32_t count(netlink::Socket& socket, std::uint16_t port, Side side, watch::Duration quiet, const std::function<bool(const DiagnosedSocket&)>& fits) {
  std::uint32_t found = 0;
  for (const auto family : {std::uint8_t{AF_INET}, std::uint8_t{AF_INET6}}) {
    inet_diag_req_v2 header{};
    header.sdiag_family = family;
    header.sdiag_protocol = IPPROTO_TCP;
    header.idiag_states = 1U << static_cast<unsigned>(TCP_ESTABLISHED);
    header.idiag_ext = 1U << (INET_DIAG_INFO - 1U);
    (side == Side::server ? header.id.idiag_sport : header.id.idiag_dport) = htons(port);
    const auto request = netlink::make_request(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, header);
    (void)socket.ask(*request, "list ssh sessions", [&](const netlink::Message& message) {
      const auto one = netlink::parse_diagnosed_socket(message);
      if (!one || (side == Side::server ? one->local.port : one->remote.port) != port || !netlink::carried_data(*one, quiet)) return;
      if (found < max_sessions && fits(*one)) ++found;
    });
  }
  return found;
}

class Tailnet {
 public:
  explicit Tailnet(const std::string& interface) : index_(::if_nametoindex(interface.c_str())) {
    if (auto routes = netlink::RouteRequest::open()) routes_ = std::move(*routes);
  }
  bool carries(const DiagnosedSocket& session) {
    const watch::Address& remote = session.remote.address;
    // The tailnet carries neither, and every interface has a route to link-local addresses.
    if (watch::is_loopback(remote) || watch::is_link_local(remote)) return false;
    const bool named = watch::is_tailnet(session.local.address) || watch::is_tailnet(remote);
    if (!named && index_ == 0) return false;
    const std::optional<std::uint32_t> way = way_to(remote);
    if (way == own) return false;
    return named || (way && *way == index_);
  }

 private:
  // The interface towards that address, or `own` where it is this host's: who connects from here to here loses nothing by a
  // restart, and needs no login to look like a session.
  std::optional<std::uint32_t> way_to(const watch::Address& remote) {
    const auto known = std::ranges::find(ways_, remote, &Way::remote);
    if (known != ways_.end()) return known->index;
    if (!routes_ || ways_.size() >= max_ways) return std::nullopt;
    const auto route = routes_->route(remote, 0);
    if (!route || !*route) return std::nullopt;
    ways_.push_back({.remote = remote, .index = (*route)->type == RTN_LOCAL ? own : (*route)->index});
    return ways_.back().index;
  }

  struct Way {
    watch::Address remote;
    std::uint32_t index = 0;
  };
  static constexpr std::uint32_t own = UINT32_MAX;
  static constexpr std::size_t max_ways = 1024;
  std::uint32_t index_;
  std::optional<netlink::RouteRequest> routes_;
  std::vector<Way> ways_;
};

std::optional<std::uint64_t> cgroup_id(const std::string& directory) {
  struct stat status{};
  if (directory.empty() || ::stat(directory.c_str(), &status) != 0) return std::nullopt;
  return status.st_ino;
}

std::uint32_t count_openssh(const BystandersQuestion& question) {
  auto socket = netlink::Socket::open(NETLINK_SOCK_DIAG);
  if (!socket) return 0;
  Tailnet tailnet(question.interface);
  const auto cgroup = cgroup_id(question.cgroup);
  std::uint32_t found = 0;
  for (const auto port : question.ssh_ports) {
    found += count(*socket, port, Side::server, question.session_quiet, [&](const auto& one) { return tailnet.carries(one); });
    if (cgroup) found += count(*socket, port, Side::client, question.session_quiet, [&](const auto& one) { return one.cgroup == cgroup; });
  }
  return found;
}

// The kernel keeps a process's children by the thread that made them.
std::vector<pid_t> children_of(pid_t pid) {
  std::vector<pid_t> children;
  const std::string tasks = "/proc/" + std::to_string(pid) + "/task";
  const DirectoryHandle directory(pid > 0 ? ::opendir(tasks.c_str()) : nullptr);
  while (const dirent* entry = directory ? ::readdir(directory.get()) : nullptr) {
    const auto some = read_pids(tasks + "/" + entry->d_name + "/children");
    children.insert(children.end(), some.begin(), some.end());
    if (children.size() >= max_processes) break;
  }
  return children;
}

std::optional<Process> read_process(pid_t pid, pid_t main) {
  const std::string folder = "/proc/" + std::to_string(pid);
  auto process = parse_process(read_text(folder + "/stat"), ::sysconf(_SC_CLK_TCK));
  // Taildrive's servers are told by what tailscaled has them do, run by sudo, su or itself; without a right to look at
  // what they hold open there is nothing else.
  if (process && process->parent == main) process->serves_files = read_text(folder + "/cmdline").find("serve-taildrive") != std::string::npos;
  return process;
}

// logind takes a session of Tailscale SSH out of the unit's control group where it can (login, su), and still its end
// comes with tailscaled's: so the children are asked for, and the group for what has lost its parent.
std::uint32_t count_tailscale_ssh(const BystandersQuestion& question) {
  const pid_t main = listener_of(question.socket).value_or(0);
  std::vector<pid_t> pids = children_of(main);
  if (!question.cgroup.empty()) {
    const auto members = read_pids(question.cgroup + "/cgroup.procs");
    pids.insert(pids.end(), members.begin(), members.end());
  }
  std::vector<Process> processes;
  for (const pid_t pid : pids) {
    if (auto process = read_process(pid, main)) processes.push_back(*process);
  }
  return std::min(count_sessions(processes, main, read_boot_clock()), max_sessions);
}

// Asks whether a shared lock would be refused, which needs no right to write: somebody holds it to change something.
bool is_locked(const std::string& path) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  flock question{};
  question.l_type = F_RDLCK;
  question.l_whence = SEEK_SET;
  return fd && ::fcntl(fd.get(), F_OFD_GETLK, &question) == 0 && question.l_type != F_UNLCK;
}

}  // namespace

watch::BystandersFact look_for_bystanders(const BystandersQuestion& question) {
  watch::BystandersFact fact{.ssh = count_openssh(question), .tailscale_ssh = count_tailscale_ssh(question), .package_manager = ""};
  const auto held = std::ranges::find_if(question.locks, [](const PackageLock& lock) { return is_locked(lock.path); });
  if (held != question.locks.end()) fact.package_manager = held->manager;
  return fact;
}

}  // namespace tailmend
