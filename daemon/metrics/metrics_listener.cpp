#include "daemon/metrics/metrics_listener.hpp"

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>

#include "daemon/metrics/exposition.hpp"
#include "daemon/probe/dial.hpp"

namespace tailmend {

namespace {

constexpr int accepts_a_turn = 64;  // then the others of the loop have their turn
constexpr std::string_view page_path = "/metrics";
constexpr std::string_view refusal_type = "text/plain; charset=utf-8";

bool is_path(const std::string& place) { return place.starts_with('/'); }

bool same_try(int error) { return error == EAGAIN || error == EINTR; }

Expected<Descriptor> listen_on_loopback(const std::string& place) {
  const auto endpoint = watch::parse_endpoint(place);
  if (!endpoint || !watch::is_loopback(endpoint->address)) return std::unexpected(fault("listen on " + place, EINVAL));
  const SocketName name = socket_name(*endpoint);
  Descriptor socket(::socket(name.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return std::unexpected(fault("make a socket to listen on " + place));
  const int on = 1;
  (void)::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&name.storage), name.size) < 0 || ::listen(socket.get(), SOMAXCONN) < 0)
    return std::unexpected(fault("listen on " + place));
  return socket;
}

}  // namespace

Expected<std::unique_ptr<MetricsListener>> MetricsListener::open(Loop& loop, const std::string& place, Page page, watch::Duration limit) {
  std::unique_ptr<MetricsListener> listener(new MetricsListener(loop, std::move(page), limit));
  if (is_path(place)) {
    auto socket = UnixListener::open(place, SOMAXCONN);
    if (!socket) return std::unexpected(socket.error());
    listener->at_path_ = std::move(*socket);
  } else {
    auto socket = listen_on_loopback(place);
    if (!socket) return std::unexpected(socket.error());
    listener->at_address_ = std::move(*socket);
  }
  auto accepting = loop.watch_descriptor(listener->fd(), EPOLLIN, [raw = listener.get()](std::uint32_t) { raw->accept(); });
  if (!accepting) return std::unexpected(accepting.error());
  listener->accepting_ = std::move(*accepting);
  return listener;
}

MetricsListener::MetricsListener(Loop& loop, Page page, watch::Duration limit) : loop_(loop), page_(std::move(page)), limit_(limit) {}

void MetricsListener::accept() {
  for (int i = 0; i < accepts_a_turn; ++i) {
    Descriptor socket(::accept4(fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket) let_in(std::move(socket));
    else if (errno == EAGAIN) return;
    else if (errno != ECONNABORTED && errno != EINTR) return rest();
  }
}

void MetricsListener::let_in(Descriptor socket) {
  if (guests_.size() >= most_guests) make_room();
  Guest& guest = guests_.emplace_back();
  guest.socket = std::move(socket);
  auto ready = loop_.watch_descriptor(guest.socket.get(), EPOLLIN, [this, &guest](std::uint32_t) { serve(guest); });
  auto limit = loop_.at(loop_.now() + limit_, [this, &guest] { dismiss(guest); });
  if (!ready || !limit) return dismiss(guest);
  guest.ready = std::move(*ready);
  guest.limit = std::move(*limit);
  serve(guest);  // who waited has mostly asked already, and is answered before anybody else is let in
}

// The one who has been silent for longest goes, or, where all are being answered, the one who has been for longest.
void MetricsListener::make_room() {
  const auto silent = std::ranges::find(guests_, false, &Guest::answering);
  guests_.erase(silent == guests_.end() ? guests_.begin() : silent);
}

// Out of descriptors or memory: who waits would wake the loop again at once.
void MetricsListener::rest() {
  Loop::set_events(accepting_, 0);
  auto later = loop_.at(loop_.now() + limit_, [this] {
    resting_.reset();
    Loop::set_events(accepting_, EPOLLIN);
  });
  if (later) resting_ = std::move(*later);
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
}

}  // namespace tailmend
