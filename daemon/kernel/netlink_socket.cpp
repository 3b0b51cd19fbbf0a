#include "daemon/kernel/netlink_socket.hpp"

#include <array>
#include <new>
#include <sys/socket.h>

namespace tailmend::netlink {

namespace {

// What the kernel sent; nothing to be had is EAGAIN. Netlink lets any process send to any port: those are skipped.
Expected<Bytes> receive_from_kernel(int fd, std::span<std::uint8_t> buffer) {
  for (;;) {
    sockaddr_nl sender{};
    socklen_t sender_size = sizeof sender;
    const ssize_t got = recvfrom(fd, buffer.data(), buffer.size(), MSG_TRUNC, reinterpret_cast<sockaddr*>(&sender), &sender_size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::unexpected(fault("read from netlink"));
    if (sender_size < sizeof sender || sender.nl_pid != 0) continue;
    const auto size = static_cast<std::size_t>(got);
    if (size > buffer.size()) return std::unexpected(fault("read from netlink", EMSGSIZE));
    return Bytes(buffer.data(), size);
  }
}

}  // namespace

Expected<Socket> Socket::open(int protocol) {
  SocketHandle socket(nl_socket_alloc());
  if (!socket) return std::unexpected(fault("make a netlink socket", ENOMEM));
  nl_socket_disable_auto_ack(socket.get());
  errno = 0;
  if (nl_connect(socket.get(), protocol) < 0) return std::unexpected(fault("open a netlink socket", errno == 0 ? EIO : errno));
  const timeval limit{.tv_sec = 0, .tv_usec = answer_limit_us};
  if (setsockopt(nl_socket_get_fd(socket.get()), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) < 0) {
    return std::unexpected(fault("limit the wait on netlink"));
  }
  // Lets a dump be asked for one interface. Before 4.20 the kernel ignores it, and sends more than was asked for.
  const int on = 1;
  setsockopt(nl_socket_get_fd(socket.get()), SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof on);
  return Socket(std::move(socket));
}

Expected<void> Socket::ask(nl_msg& request, const char* trying, const OnMessage& on_message) {
  errno = 0;
  if (nl_send_auto(socket_.get(), &request) < 0) return std::unexpected(fault(trying, errno == 0 ? EIO : errno));
  for (int part = 0; part < max_parts; ++part) {
    const auto read = read_part(*nlmsg_hdr(&request), trying, on_message);
    if (!read) return std::unexpected(read.error());
    if (*read == Part::complete) return {};
  }
  return std::unexpected(fault(trying, EMSGSIZE));
}

Expected<Socket::Part> Socket::read_part(const nlmsghdr& request, const char* trying, const OnMessage& on_message) {
  std::array<std::uint8_t, largest_datagram> buffer;
  auto datagram = receive_from_kernel(descriptor(), buffer);
  if (!datagram) {
    const int error = datagram.error().error;
    return std::unexpected(fault(trying, error == EAGAIN ? ETIMEDOUT : error));
  }
  while (const auto message = next_message(*datagram)) {
    if (message->sequence != request.nlmsg_seq) continue;  // the answer to a request that ran out of time
    if (const auto error = error_of(*message)) {
      if (*error != 0) return std::unexpected(fault(trying, *error));
      return Part::complete;
    }
    on_message(*message);
    if ((message->flags & NLM_F_MULTI) == 0 && (request.nlmsg_flags & NLM_F_ACK) == 0) return Part::complete;
  }
  return Part::more;
}

Expected<void> Socket::listen(std::span<sock_filter> filter, std::span<const int> groups) {
  const int fd = descriptor();
  const sock_fprog program{.len = static_cast<unsigned short>(filter.size()), .filter = filter.data()};
  if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) < 0) {
    return std::unexpected(fault("attach the netlink filter"));
  }
  // Beyond rmem_max with CAP_NET_ADMIN, up to it without.
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &listening_buffer_bytes, sizeof listening_buffer_bytes) < 0 &&
      setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &listening_buffer_bytes, sizeof listening_buffer_bytes) < 0) {
    return std::unexpected(fault("set the netlink buffer"));
  }
  if (nl_socket_set_nonblocking(socket_.get()) < 0) return std::unexpected(fault("make netlink non-blocking"));
  for (const int group : groups) {
    // NEXTHOP is younger (5.3) than the rest: a kernel that lacks it has no nexthop objects either.
    if (setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group) < 0 && errno != EINVAL) {
      return std::unexpected(fault("join a netlink group"));
    }
  }
  return {};
}

Socket::Got Socket::receive(std::span<std::uint8_t> buffer, Bytes& datagram) const {
  const auto got = receive_from_kernel(descriptor(), buffer);
  if (got) {
    datagram = *got;
    return Got::datagram;
  }
  // ENOBUFS by errno: libnl would map it and ENOMEM to one error. Whatever else goes wrong, the picture may be stale.
  return got.error().error == EAGAIN ? Got::nothing : Got::overrun;
}

}  // namespace tailmend::netlink
