#include "daemon/control/control_socket.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "daemon/control/caller.hpp"
#include "daemon/control/control_codec.hpp"

namespace tailmend {

namespace {

constexpr int backlog = 64;
constexpr int accepts_a_turn = 16;  // then the others of the loop have their turn
constexpr std::size_t read_size = 4096;

// A last word to one who is not served; whether it arrives is theirs.
void refuse(const Descriptor& socket, const std::string& why) {
  const std::string bytes = encode(ControlReply{.exit_code = 1, .text = "tailmend: " + why + "\n", .to_stderr = true});
  (void)::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

}  // namespace

struct ControlSocket::Visitor {
  Descriptor socket;
  ucred peer{};
  RequestReader reader;
  std::string out;
  std::size_t sent = 0;
  Source source;
  Source deadline;
};

ControlSocket::ControlSocket(Loop& loop, std::string path, Answerer answerer) : ControlSocket(loop, std::move(path), std::move(answerer), Limits{}) {}

ControlSocket::ControlSocket(Loop& loop, std::string path, Answerer answerer, Limits limits)
    : loop_(loop), path_(std::move(path)), answerer_(std::move(answerer)), limits_(limits) {}

ControlSocket::~ControlSocket() = default;

Expected<void> ControlSocket::listen() {
  auto listener = UnixListener::open(path_, backlog);
  if (!listener) return std::unexpected(listener.error());
  auto accepting = loop_.watch_descriptor((*listener)->get(), EPOLLIN, [this](std::uint32_t) { accept(); });
  if (!accepting) return std::unexpected(accepting.error());
  listener_ = std::move(*listener);
  accepting_ = std::move(*accepting);
  // The loop's clock is a descriptor too, and has to be there once there are none: see rest().
  auto clock = loop_.at(loop_.now(), [this] { resting_.reset(); });
  if (clock) resting_ = std::move(*clock);
  return {};
}

void ControlSocket::accept() {
  for (int i = 0; i < accepts_a_turn; ++i) {
    Descriptor socket(::accept4(listener_->get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket) {
      admit(std::move(socket));
    } else if (errno == EAGAIN) {
      return;
    } else if (errno != ECONNABORTED && errno != EINTR) {
      return rest();
    }
  }
}

// Mostly no descriptor is left. The listener stays readable meanwhile, so it must not be looked at.
void ControlSocket::rest() {
  Loop::set_events(accepting_, 0);
  auto resting = loop_.at(loop_.now() + limits_.no_descriptors, [this] {
    resting_.reset();
    Loop::set_events(accepting_, EPOLLIN);
  });
  if (resting) resting_ = std::move(*resting);
}

bool ControlSocket::has_room_for(uid_t uid) const {
  if (uid == 0) return visitors_.size() < limits_.connections;
  const auto others = std::count_if(visitors_.begin(), visitors_.end(), [](const auto& visitor) { return visitor->peer.uid != 0; });
  const auto own = std::count_if(visitors_.begin(), visitors_.end(), [uid](const auto& visitor) { return visitor->peer.uid == uid; });
  return visitors_.size() < limits_.connections && static_cast<std::size_t>(others) < limits_.connections - limits_.for_root &&
         static_cast<std::size_t>(own) < limits_.per_user;
}

void ControlSocket::admit(Descriptor socket) {
  auto visitor = std::make_unique<Visitor>();
  visitor->socket = std::move(socket);
  socklen_t size = sizeof visitor->peer;
  if (::getsockopt(visitor->socket.get(), SOL_SOCKET, SO_PEERCRED, &visitor->peer, &size) < 0) return;
  if (!has_room_for(visitor->peer.uid)) return refuse(visitor->socket, "the daemon has as many commands to answer as it takes at once; try again");
  Visitor& its = *visitor;
  auto source = loop_.watch_descriptor(its.socket.get(), EPOLLIN, [this, &its](std::uint32_t) {
    if (its.out.empty()) read(its);
    else write(its);
  });
  auto deadline = loop_.at(loop_.now() + limits_.request, [this, &its] {
    if (its.out.empty()) refuse(its.socket, "the command did not come in time");
    drop(its);
  });
  if (!source || !deadline) return;
  its.source = std::move(*source);
  its.deadline = std::move(*deadline);
  visitors_.push_back(std::move(visitor));
}

void ControlSocket::read(Visitor& visitor) {
  auto stage = RequestReader::Stage::more;
  while (stage == RequestReader::Stage::more) {
    std::array<char, read_size> bytes;
    const ssize_t got = ::recv(visitor.socket.get(), bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got < 0) return drop(visitor);
    stage = got == 0 ? visitor.reader.finish() : visitor.reader.feed({bytes.data(), static_cast<std::size_t>(got)});
  }
  answer(visitor);
}

void ControlSocket::answer(Visitor& visitor) {
  ControlReply reply{.exit_code = 1, .text = "tailmend: " + visitor.reader.trouble() + "\n", .to_stderr = true};
  if (visitor.reader.stage() == RequestReader::Stage::done) {
    ControlRequest request = visitor.reader.request();
    // Only one who may act needs a name.
    request.caller = visitor.peer.uid == 0 ? caller_of(0, visitor.peer.pid) : Caller{.uid = visitor.peer.uid};
    reply = presentable(answerer_(request));
  }
  visitor.out = encode(reply);
  Loop::set_events(visitor.source, EPOLLOUT);
  write(visitor);
}

void ControlSocket::write(Visitor& visitor) {
  while (visitor.sent < visitor.out.size()) {
    const ssize_t sent = ::send(visitor.socket.get(), visitor.out.data() + visitor.sent, visitor.out.size() - visitor.sent, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) return;
    if (sent < 0) break;
    visitor.sent += static_cast<std::size_t>(sent);
  }
  drop(visitor);
}

void ControlSocket::drop(Visitor& visitor) {
  std::erase_if(visitors_, [&](const auto& one) { return one.get() == &visitor; });
}

}  // namespace tailmend
