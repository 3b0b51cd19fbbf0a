// A netlink socket of libnl-3: ask and be answered within a limit, or listen behind a filter. Messages that do not come
// from the kernel are dropped. Never reads what a message says beyond its frame.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <sys/time.h>

#include <linux/filter.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "daemon/base/fault.hpp"
#include "daemon/base/handles.hpp"
#include "daemon/kernel/netlink_codec.hpp"

namespace tailmend::netlink {

using SocketHandle = std::unique_ptr<nl_sock, Release<nl_socket_free>>;
using Request = std::unique_ptr<nl_msg, Release<nlmsg_free>>;

// A request of `type` with its fixed header; attributes follow with nla_put. Throws std::bad_alloc, as new does.
template <class Header>
Request make_request(int type, int flags, const Header& header) {
  Request request(nlmsg_alloc_simple(type, flags));
  Header copy = header;
  if (!request || nlmsg_append(request.get(), &copy, sizeof copy, NLMSG_ALIGNTO) < 0) throw std::bad_alloc();
  return request;
}

class Socket {
 public:
  using OnMessage = std::function<void(const Message&)>;

  static Expected<Socket> open(int protocol);
  [[nodiscard]] int descriptor() const { return nl_socket_get_fd(socket_.get()); }

  // Sends, and hands on every message of the answer until it is complete. A refusal by the kernel is a Fault with its
  // errno, silence one with ETIMEDOUT. Waits at most answer_limit_us for each part, of which there are at most max_parts.
  Expected<void> ask(nl_msg& request, const char* trying, const OnMessage& on_message);

  // From now on this socket only listens: the filter comes before the groups, so that nothing slips past it.
  Expected<void> listen(std::span<sock_filter> filter, std::span<const int> groups);
  // One datagram, into `buffer`. `overrun`: the kernel had to drop some (ENOBUFS), or this one was larger than buffer.
  enum class Got : std::uint8_t { datagram, nothing, overrun };
  Got receive(std::span<std::uint8_t> buffer, Bytes& datagram) const;

  static constexpr suseconds_t answer_limit_us = 200'000;
  static constexpr int max_parts = 4096;
  static constexpr std::size_t largest_datagram = 32768;
  static constexpr int listening_buffer_bytes = 1 << 20;

 private:
  explicit Socket(SocketHandle socket) : socket_(std::move(socket)) {}
  enum class Part : std::uint8_t { more, complete };
  Expected<Part> read_part(const nlmsghdr& request, const char* trying, const OnMessage& on_message);

  SocketHandle socket_;
};

}  // namespace tailmend::netlink
