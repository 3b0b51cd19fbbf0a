#include "daemon/metrics_listener.hpp"

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "daemon/dial.hpp"
#include "daemon/exposition.hpp"

namespace tailmend {

namespace {

constexpr std::string_view page_path = "/metrics";
constexpr std::string_view refusal_type = "text/plain; charset=utf-8";

SocketName name_of(const std::string& place) {
  if (!place.starts_with('/')) {
    const auto endpoint = watch::parse_endpoint(place);
    return endpoint && watch::is_loopback(endpoint->address) ? socket_name(*endpoint) : SocketName{};
  }
  sockaddr_un address{};
  if (place.size() >= sizeof address.sun_path) return {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, place.data(), place.size());
  SocketName name;
  std::memcpy(&name.storage, &address, sizeof address);
  name.size = sizeof address;
  return name;
}

bool same_try(int error) { return error == EAGAIN || error == EINTR; }

// A socket in the file system whose listener is gone: a daemon that was killed leaves one.
bool abandoned(const std::string& path, const SocketName& name) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) < 0 || !S_ISSOCK(about.st_mode)) return false;
  const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&name.storage), name.size) < 0 && errno == ECONNREFUSED;
}

Expected<void> bind_to(int socket, const std::string& place, const SocketName& name) {
  const auto* address = reinterpret_cast<const sockaddr*>(&name.storage);
  const bool unix_path = place.starts_with('/');
  const int on = 1;
  if (!unix_path) (void)::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  int error = ::bind(socket, address, name.size) < 0 ? errno : 0;
  if (error == EADDRINUSE && unix_path && abandoned(place, name)) {
    ::unlink(place.c_str());
    error = ::bind(socket, address, name.size) < 0 ? errno : 0;
  }
  if (error != 0) return std::unexpected(fault("listen on " + place, error));
  // As readable as the file: the unit's umask keeps everything else to root.
  if (unix_path && ::chmod(place.c_str(), 0666) < 0) return std::unexpected(fault("make readable " + place));
  return {};
}

}  // namespace

Expected<std::unique_ptr<MetricsListener>> MetricsListener::open(Loop& loop, const std::string& place, Page page, watch::Duration limit) {
  const SocketName name = name_of(place);
  if (name.size == 0) return std::unexpected(fault("listen on " + place, EINVAL));
  Descriptor socket(::socket(name.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return std::unexpected(fault("make a socket to listen on " + place));
  const int fd = socket.get();
  if (auto bound = bind_to(fd, place, name); !bound) return std::unexpected(bound.error());
  std::unique_ptr<MetricsListener> listener(
      new MetricsListener(loop, std::move(socket), place.starts_with('/') ? place : std::string(), std::move(page), limit));
  if (::listen(fd, most_guests) < 0) return std::unexpected(fault("listen on " + place));
  auto accepting = loop.watch_descriptor(fd, EPOLLIN, [raw = listener.get()](std::uint32_t) { raw->accept(); });
  if (!accepting) return std::unexpected(accepting.error());
  listener->accepting_ = std::move(*accepting);
  return listener;
}

MetricsListener::MetricsListener(Loop& loop, Descriptor socket, std::string path, Page page, watch::Duration limit)
    : loop_(loop), socket_(std::move(socket)), path_(std::move(path)), page_(std::move(page)), limit_(limit) {}

MetricsListener::~MetricsListener() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

void MetricsListener::accept() {
  Descriptor socket(::accept4(socket_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!socket) return same_try(errno) || errno == ECONNABORTED ? void() : rest();
  Guest& guest = guests_.emplace_back();
  guest.socket = std::move(socket);
  auto ready = loop_.watch_descriptor(guest.socket.get(), EPOLLIN, [this, &guest](std::uint32_t) { serve(guest); });
  auto limit = loop_.at(loop_.now() + limit_, [this, &guest] { dismiss(guest); });
  if (!ready || !limit) return dismiss(guest);
  guest.ready = std::move(*ready);
  guest.limit = std::move(*limit);
  if (guests_.size() >= most_guests) Loop::set_events(accepting_, 0);
}

// Out of descriptors or memory: who waits would wake the loop again at once.
void MetricsListener::rest() {
  Loop::set_events(accepting_, 0);
  auto later = loop_.at(loop_.now() + limit_, [this] { admit(); });
  if (later) resting_ = std::move(*later);
}

void MetricsListener::admit() {
  resting_.reset();
  if (guests_.size() < most_guests) Loop::set_events(accepting_, EPOLLIN);
}

void MetricsListener::serve(Guest& guest) {
  const bool stays = !guest.answering ? hear(guest) : guest.sent < guest.head.size() + guest.body->size() ? answer(guest) : see_off(guest);
  if (!stays) dismiss(guest);
}

// Each of these: whether the guest stays.
bool MetricsListener::hear(Guest& guest) {
  const std::size_t had = guest.request.size();
  guest.request.resize(most_request_bytes);
  const ssize_t got = ::recv(guest.socket.get(), guest.request.data() + had, most_request_bytes - had, 0);
  const int error = errno;
  guest.request.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got < 0) return same_try(error);
  if (got == 0) return false;
  const Wanted wanted = read_request(guest.request, page_path);
  if (wanted == Wanted::more) return true;
  const bool due = wanted == Wanted::page || wanted == Wanted::head;
  guest.answering = true;
  guest.body = due ? page_() : std::make_shared<const std::string>(refusal(wanted));
  guest.head = response_head(wanted, due ? exposition_type : refusal_type, guest.body->size());
  if (wanted == Wanted::head) guest.body = std::make_shared<const std::string>();
  guest.request = {};
  return answer(guest);
}

bool MetricsListener::answer(Guest& guest) {
  for (;;) {
    const bool in_head = guest.sent < guest.head.size();
    const std::string_view whole = in_head ? guest.head : *guest.body;
    const std::string_view left = whole.substr(in_head ? guest.sent : guest.sent - guest.head.size());
    if (left.empty()) break;
    const ssize_t sent = ::send(guest.socket.get(), left.data(), left.size(), MSG_NOSIGNAL | (in_head ? MSG_MORE : 0));
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno != EAGAIN) return false;
    if (sent < 0) return Loop::set_events(guest.ready, EPOLLOUT), true;
    guest.sent += static_cast<std::size_t>(sent);
  }
  // Closed with bytes unread, the kernel would reset the connection, and the answer could be lost: the guest goes first.
  ::shutdown(guest.socket.get(), SHUT_WR);
  Loop::set_events(guest.ready, EPOLLIN);
  return true;
}

bool MetricsListener::see_off(Guest& guest) {
  char bytes[4096];
  const ssize_t got = ::recv(guest.socket.get(), bytes, sizeof bytes, 0);
  if (got < 0) return same_try(errno);
  guest.ignored += static_cast<std::size_t>(got);
  return got > 0 && guest.ignored < most_ignored;
}

void MetricsListener::dismiss(const Guest& guest) {
  guests_.remove_if([&](const Guest& other) { return &other == &guest; });
  admit();
}

}  // namespace tailmend
