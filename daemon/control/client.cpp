#include "daemon/control/client.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "daemon/base/clock.hpp"
#include "daemon/base/fault.hpp"
#include "daemon/base/handles.hpp"
#include "daemon/base/posix_time.hpp"
#include "daemon/base/unix_socket.hpp"
#include "daemon/control/client_doors.hpp"
#include "daemon/control/control_codec.hpp"

namespace tailmend {

namespace {

using Why = NoAnswer::Why;

constexpr int door_share = 3;  // of the limit, to find out whether somebody is at the first door

// How long a call on the socket may take from now on. False: no time is left.
bool set_limit(const Descriptor& socket, int option, watch::Instant until) {
  const auto left = until - read_boot_clock();
  if (left <= watch::Duration::zero()) return false;
  const timeval time = to_timeval(left);
  return ::setsockopt(socket.get(), SOL_SOCKET, option, &time, sizeof time) == 0;
}

std::expected<Descriptor, Missed> connect(const std::string& path, watch::Instant until) {
  const auto name = unix_name(path);
  if (!name) return missed(Why::failed, "the path of the daemon's socket is empty or too long: " + path);
  // Blocking: then the kernel keeps a place in the listener's queue for us, however many others want one.
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket || !set_limit(socket, SO_SNDTIMEO, until)) return missed(Why::failed, to_string(fault("make a socket")));
  if (::connect(socket.get(), generic(*name), sizeof *name) == 0) return socket;
  switch (errno) {
    case ENOENT:
    case ENOTDIR:
    case ECONNREFUSED: return missed(Why::not_running, says_not_running);
    case EACCES:
    case EPERM: return missed(Why::forbidden, fmt::format("this user may not speak to the daemon at {}; try it with sudo", path));
    case EAGAIN:
    case EINTR: return missed(Why::silent, fmt::format("the daemon does not answer at {}; what it says: journalctl -u tailmend", path));
    default: return missed(Why::failed, to_string(fault("connect to " + path)));
  }
}

Knocked judge(std::string_view bytes, const std::string& path) {
  auto reply = decode_reply(bytes);
  if (reply) return std::move(*reply);
  switch (reply.error()) {
    case ReplyTrouble::cut: return missed(Why::silent, says_ended, true);
    case ReplyTrouble::garbled: return missed(Why::other_version, fmt::format("what answers at {} does not speak as this program does; restart the daemon: sudo systemctl restart tailmend", path), true);
    case ReplyTrouble::other_version: return missed(Why::other_version, says_other_version, true);
  }
  return missed(Why::failed, "no answer", true);
}

}  // namespace

Knocked ask_socket(const ControlRequest& request, const std::string& path, watch::Instant somebody_by, watch::Instant until) {
  const auto socket = connect(path, somebody_by);
  if (!socket) return std::unexpected(socket.error());
  const std::string bytes = encode(request);
  // A daemon that serves nobody more answers, and closes, without having read: its answer is what counts.
  (void)::send(socket->get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  ::shutdown(socket->get(), SHUT_WR);
  std::string said;
  std::array<char, 16384> piece;
  while (said.size() <= max_control_head + max_reply_bytes) {
    if (!set_limit(*socket, SO_RCVTIMEO, until)) break;
    const ssize_t got = ::recv(socket->get(), piece.data(), piece.size(), 0);
    if (got == 0 || (got < 0 && errno == ECONNRESET)) return judge(said, path);
    if (got < 0 && errno != EINTR) break;
    if (got > 0) said.append(piece.data(), static_cast<std::size_t>(got));
  }
  return missed(Why::silent, says_silent, true);
}

Doors doors() { return {.bus_address = "", .first = ::geteuid() == 0 ? Doors::First::socket : Doors::First::bus}; }

std::expected<ControlReply, NoAnswer> ask(const ControlRequest& request, const Doors& doors) {
  if (std::string trouble = trouble_in(request.words); !trouble.empty()) return std::unexpected(NoAnswer{.why = Why::failed, .text = std::move(trouble)});
  const watch::Instant now = read_boot_clock();
  const watch::Instant until = now + doors.limit;
  const auto bus = [&](watch::Instant somebody_by) { return ask_bus(request, doors.bus_address, somebody_by, until); };
  const auto socket = [&](watch::Instant somebody_by) { return ask_socket(request, doors.socket, somebody_by, until); };
  const bool bus_first = doors.first == Doors::First::bus;
  auto first = bus_first ? bus(now + doors.limit / door_share) : socket(now + doors.limit / door_share);
  if (first) return std::move(*first);
  if (first.error().delivered) return std::unexpected(std::move(first.error().no));
  auto second = bus_first ? socket(until) : bus(until);
  if (second) return std::move(*second);
  // That there is nobody says less than what stood in the way at the other door.
  const bool first_says_more = second.error().no.why == Why::not_running && first.error().no.why != Why::not_running;
  return std::unexpected(std::move(first_says_more ? first.error().no : second.error().no));
}

}  // namespace tailmend
