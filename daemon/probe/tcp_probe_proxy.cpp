#include "daemon/probe/tcp_probe_proxy.hpp"

#include <array>
#include <cassert>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <fmt/format.h>

#include "daemon/probe/dial.hpp"

namespace tailmend {

using watch::Endpoint;
using watch::Family;
using watch::TcpOutcome;
using Stage = SocksAnswers::Stage;

namespace {

// The same port on the loopback address of the other family: "localhost" is either, and a proxy listens on one of them.
Endpoint other_loopback(const Endpoint& place) {
  watch::Address other;
  if (place.address.family == Family::v4) {
    other.family = Family::v6;
    other.bytes[15] = 1;
  } else {
    other.family = Family::v4;
    other.bytes = {127, 0, 0, 1};
  }
  return {.address = other, .port = place.port};
}

// A host without IPv6 has no ::1 to knock at.
bool absent(const Endpoint& place, int error) {
  return place.address.family == Family::v6 && (error == EADDRNOTAVAIL || error == EAFNOSUPPORT);
}

std::string how_closed(int error) {
  if (error == 0) return "closed (FIN)";
  return error == ECONNRESET || error == EPIPE ? "reset (RST)" : std::strerror(error);
}

}  // namespace

ThroughProxy::ThroughProxy(Loop& loop, std::string_view proxy, SocksDestination destination, IsPast is_past, OnEnd on_end)
    : loop_(&loop), destination_(std::move(destination)), is_past_(std::move(is_past)), on_end_(std::move(on_end)) {
  for (const Endpoint& place : socks_places(proxy)) doors_.push_back({.place = place});
  if (doors_.size() == 1 && watch::is_loopback(doors_[0].place.address))
    doors_.push_back({.place = other_loopback(doors_[0].place), .asked_for = false});
  if (doors_.empty()) {
    end_soon(TcpOutcome::failed, fmt::format("{} is no address of a proxy", proxy));
  } else {
    knock();
  }
}

void ThroughProxy::knock() {
  auto dialled = dial({.remote = door().place});
  int error = dialled ? dialled->error : dialled.error().error;
  if (!dialled && !absent(door().place, error)) return end_soon(TcpOutcome::failed, to_string(dialled.error()));
  if (dialled) socket_ = std::move(dialled->socket);
  if (error != 0) {
    auto later = loop_->soon([this, error] { knocked(error); });
    assert(later);  // fails only without memory
    io_ = std::move(*later);
    return;
  }
  auto watched = loop_->watch_descriptor(socket_.get(), EPOLLOUT, [this](std::uint32_t) { ready(); });
  if (!watched) return end_soon(TcpOutcome::failed, to_string(watched.error()));
  io_ = std::move(*watched);
}

void ThroughProxy::ready() {
  if (inside_) return hear();
  const int error = connect_error(socket_.get());
  // A RST to our SYN is ECONNREFUSED: this one came after the proxy had taken the connection.
  if (error == ECONNRESET) return door().asked_for ? closed(error) : enter();
  knocked(error);
}

void ThroughProxy::knocked(int error) {
  if (error == 0) return enter();
  io_.reset();
  socket_.reset();
  if (!door().asked_for) return end(TcpOutcome::proxy_refused, "");
  const Reply reply = reply_of(error);
  const bool missing = absent(door().place, error);
  if (reply == Reply::silent) return end(TcpOutcome::proxy_silent, std::strerror(error));
  if (reply == Reply::local && !missing) return end(TcpOutcome::failed, to_string(fault("connect to the proxy", error)));
  const bool last = at_ + 1 == doors_.size();
  // Where localhost is 127.0.0.1 alone there is nothing to say.
  if (!missing || last || !doors_[at_ + 1].asked_for) {
    note_ += fmt::format("{}{} {}", note_.empty() ? "" : ", ", to_string(door().place),
                         reply == Reply::refused ? "refuses" : fmt::format("is not there ({})", std::strerror(error)));
  }
  if (last) return end(TcpOutcome::proxy_refused, "");
  ++at_;
  knock();
}

void ThroughProxy::enter() {
  if (!note_.empty()) note_ += fmt::format(", {} listens", to_string(door().place));
  if (!door().asked_for) return end(TcpOutcome::proxy_refused, "");
  inside_ = true;
  Loop::set_events(io_, EPOLLIN | EPOLLRDHUP);
  say(socks_greeting());
}

// At most 262 bytes into a fresh socket: there is room, or the other side has gone.
void ThroughProxy::say(std::string_view words) {
  if (words.empty()) return end(TcpOutcome::failed, "SOCKS5 cannot name this target");
  const auto n = ::send(socket_.get(), words.data(), words.size(), MSG_NOSIGNAL);
  // Who has left is told by hear(), after what they said before.
  if (n == static_cast<ssize_t>(words.size()) || (n < 0 && (errno == EPIPE || errno == ECONNRESET))) return;
  end(TcpOutcome::failed, to_string(fault("write to the proxy", n < 0 ? errno : EMSGSIZE)));
}

void ThroughProxy::hear() {
  std::array<char, 512> buffer;
  const auto n = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
  if (n < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (n <= 0) return closed(n < 0 ? errno : 0);
  heard({buffer.data(), static_cast<std::size_t>(n)});
}

void ThroughProxy::heard(std::string_view bytes) {
  const Stage before = answers_.stage();
  const std::string_view rest = answers_.feed(bytes);
  switch (answers_.stage()) {
    case Stage::greeting: return;
    case Stage::request:
      if (before == Stage::greeting) say(socks_connect(destination_));
      return;
    case Stage::strange: return end(TcpOutcome::proxy_closed, answers_.trouble());
    case Stage::granted:
    case Stage::denied: break;
  }
  if (before == Stage::greeting) return end(TcpOutcome::proxy_closed, "answers before it is asked");
  if (answers_.stage() == Stage::denied)
    return end(outcome_of_reply(answers_.reply()), fmt::format("the proxy replies {}, {}", answers_.reply(), watch::socks_reply(answers_.reply())));
  early_ = rest;
  const watch::Address& from = answers_.from();
  const bool told = from.family != Family::none && !watch::is_unspecified(from) && !watch::is_tailnet(from);
  end(told && is_past_ && is_past_(from) ? TcpOutcome::wrong_egress : TcpOutcome::held, told ? "the proxy connected from " + to_string(from) : "");
}

void ThroughProxy::closed(int error) {
  const char* const when = !inside_                              ? "at once"
                           : answers_.stage() == Stage::greeting ? "after the greeting"
                                                                 : "when asked for the target";
  end(TcpOutcome::proxy_closed, fmt::format("{} {}", how_closed(error), when));
}

std::string ThroughProxy::with_note(std::string detail) const {
  if (note_.empty()) return detail;
  return detail.empty() ? note_ : note_ + "; " + detail;
}

ThroughProxy::End ThroughProxy::unfinished() const {
  if (!door().asked_for) return {.outcome = TcpOutcome::proxy_refused, .detail = note_};
  if (answers_.stage() == Stage::request)
    return {.outcome = TcpOutcome::timed_out, .detail = with_note("the proxy is still trying")};
  return {.outcome = TcpOutcome::proxy_silent,
          .detail = with_note(inside_ ? "no answer to the greeting" : "does not take the connection")};
}

void ThroughProxy::end(TcpOutcome outcome, std::string detail) {
  io_.reset();
  End result{.outcome = outcome,
             .reply = answers_.reply(),
             .detail = with_note(std::move(detail)),
             .socket = {},
             .early = std::move(early_)};
  if (outcome == TcpOutcome::held) result.socket = std::move(socket_);
  socket_.reset();
  const auto tell = std::move(on_end_);
  tell(std::move(result));  // may destroy this object
}

void ThroughProxy::end_soon(TcpOutcome outcome, std::string detail) {
  auto later = loop_->soon([this, outcome, said = std::move(detail)] { end(outcome, said); });
  assert(later);
  io_ = std::move(*later);
}

}  // namespace tailmend
