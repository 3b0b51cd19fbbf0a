#include "daemon/kernel/own_sockets.hpp"

#include <algorithm>
#include <optional>

#include <dirent.h>
#include <fcntl.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netlink/attr.h>
#include <sys/stat.h>

namespace tailmend {

using netlink::DiagnosedSocket;

namespace {

using DirectoryHandle = std::unique_ptr<DIR, Release<closedir>>;

inet_diag_req_v2 request_for(std::uint8_t family, std::uint8_t protocol) {
  inet_diag_req_v2 header{};
  header.sdiag_family = family;
  header.sdiag_protocol = protocol;
  header.idiag_states = protocol == IPPROTO_TCP ? 1U << static_cast<unsigned>(TCP_ESTABLISHED) : ~0U;
  return header;
}

// Our own probes carry tailscaled's mark as well, so that they leave the same way.
std::vector<std::uint64_t> inodes_of_ours() {
  std::vector<std::uint64_t> inodes;
  const DirectoryHandle directory(opendir("/proc/self/fd"));
  while (const dirent* entry = directory ? readdir(directory.get()) : nullptr) {
    struct stat status{};
    if (fstatat(dirfd(directory.get()), entry->d_name, &status, 0) == 0 && S_ISSOCK(status.st_mode)) {
      inodes.push_back(status.st_ino);
    }
  }
  return inodes;
}

// A cgroup's id is the inode of its directory. The unit has a new one after each start.
std::optional<std::uint64_t> cgroup_id(const std::string& path) {
  struct stat status{};
  if (path.empty() || stat(path.c_str(), &status) != 0) return std::nullopt;
  return status.st_ino;
}

Expected<void> list(netlink::Socket& socket, std::uint8_t family, std::uint8_t protocol, std::vector<DiagnosedSocket>& found) {
  auto header = request_for(family, protocol);
  header.idiag_ext = 1U << (INET_DIAG_INFO - 1U);
  const auto request = netlink::make_request(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, header);
  const auto filter = netlink::mark_filter();
  nla_put(request.get(), INET_DIAG_REQ_BYTECODE, sizeof filter, &filter);
  return socket.ask(*request, "list sockets", [&](const netlink::Message& message) {
    const auto one = netlink::parse_diagnosed_socket(message);
    // The kernel has filtered; what is to be destroyed is looked at twice.
    if (one && one->mark && netlink::is_marked(*one->mark) && found.size() < OwnSockets::max_sockets) found.push_back(*one);
  });
}

Expected<void> destroy_one(netlink::Socket& socket, const DiagnosedSocket& victim) {
  auto header = request_for(victim.family, IPPROTO_TCP);
  header.id = victim.id;
  const auto request = netlink::make_request(SOCK_DESTROY, NLM_F_ACK, header);
  return socket.ask(*request, "destroy a TCP connection", [](const netlink::Message&) {});
}

watch::Sight sight_of(int error) {
  return error == EPERM || error == EACCES ? watch::Sight::no_rights : watch::Sight::no_support;
}

bool unanswered(int error) { return error == ETIMEDOUT || error == ENOBUFS || error == ENOMEM || error == EMSGSIZE; }

watch::OwnConnection connection(const DiagnosedSocket& socket, const OwnSockets::Label& label) {
  auto [kind, name] = label(socket.remote);
  return watch::OwnConnection{.kind = kind, .name = std::move(name), .remote = socket.remote, .life = netlink::judge(socket),
                              .unanswered = socket.unanswered, .retransmissions = socket.retransmissions,
                              .last_answer = socket.last_answer};
}

}  // namespace

Expected<std::vector<DiagnosedSocket>> OwnSockets::find(netlink::Socket& socket, std::uint8_t protocol) const {
  std::vector<DiagnosedSocket> found;
  for (const std::uint8_t family : {std::uint8_t{AF_INET}, std::uint8_t{AF_INET6}}) {
    const auto listed = list(socket, family, protocol, found);
    // A kernel without IPv6 has no IPv6 connections.
    if (!listed && family == AF_INET6 && listed.error().error == ENOENT) continue;
    if (!listed) return std::unexpected(listed.error());
  }
  const auto ours = inodes_of_ours();
  const auto cgroup = cgroup_id(cgroup_);
  std::erase_if(found, [&](const DiagnosedSocket& one) {
    return std::find(ours.begin(), ours.end(), one.inode) != ours.end() || (cgroup && one.cgroup && *one.cgroup != *cgroup);
  });
  std::stable_sort(found.begin(), found.end(), [](const DiagnosedSocket& a, const DiagnosedSocket& b) {
    return netlink::judge(a) > netlink::judge(b);
  });
  return found;
}

watch::ConnectionsFact OwnSockets::look(const Label& label) const {
  watch::ConnectionsFact fact;
  auto socket = netlink::Socket::open(NETLINK_SOCK_DIAG);
  if (!socket) return {.sight = sight_of(socket.error().error), .connections = {}};
  const auto found = find(*socket, IPPROTO_TCP);
  if (!found) return {.sight = sight_of(found.error().error), .connections = {}};
  for (const auto& one : *found) {
    if (fact.connections.size() == watch::ConnectionsFact::max_connections) break;
    fact.connections.push_back(connection(one, label));
  }
  return fact;
}

Expected<std::vector<std::uint16_t>> OwnSockets::udp_ports() const {
  auto socket = netlink::Socket::open(NETLINK_SOCK_DIAG);
  if (!socket) return std::unexpected(socket.error());
  const auto found = find(*socket, IPPROTO_UDP);
  if (!found) return std::unexpected(found.error());
  std::vector<std::uint16_t> ports;
  for (const auto& one : *found) {
    if (one.remote.port == 0 && std::ranges::find(ports, one.local.port) == ports.end()) ports.push_back(one.local.port);
  }
  std::ranges::sort(ports);
  return ports;
}

Expected<Destroyed> OwnSockets::destroy(watch::Scope scope) const {
  auto socket = netlink::Socket::open(NETLINK_SOCK_DIAG);
  if (!socket) return Destroyed{.sight = sight_of(socket.error().error)};
  const auto found = find(*socket, IPPROTO_TCP);
  if (!found && unanswered(found.error().error)) return std::unexpected(found.error());
  if (!found) return Destroyed{.sight = sight_of(found.error().error)};
  Destroyed result;
  for (const auto& one : *found) {
    const bool dead = netlink::judge(one) == watch::Life::dead;
    if (dead) ++result.dead;
    if (!dead && scope == watch::Scope::dead) continue;
    const auto destroyed = destroy_one(*socket, one);
    if (destroyed) ++result.closed;
    if (destroyed || destroyed.error().error == ENOENT) continue;  // it ended by itself meanwhile
    if (unanswered(destroyed.error().error)) return std::unexpected(destroyed.error());
    result.sight = sight_of(destroyed.error().error);
  }
  return result;
}

}  // namespace tailmend
