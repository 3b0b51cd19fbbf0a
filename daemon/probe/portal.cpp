#include "daemon/probe/portal.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cctype>
#include <optional>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <fmt/format.h>

#include "daemon/kernel/diag_codec.hpp"
#include "daemon/probe/dial.hpp"
#include "daemon/tailscaled/http1.hpp"

namespace tailmend {

using watch::PortalFact;

namespace {
constexpr std::string_view path = "/generate_204";
constexpr ResponseParser::Limits limits{.header = std::size_t{16} << 10U, .body = std::size_t{64} << 10U};

// derpserver.ServeNoContent: letters, digits and . - _ : of at most 64 bytes come back behind "response ".
std::string challenge(std::string_view host) { return fmt::format("ts_{}", host); }

std::string wire(std::string_view host) {
  return fmt::format(
      "GET {} HTTP/1.1\r\nHost: {}\r\nX-Tailscale-Challenge: {}\r\n"
      "Cache-Control: no-cache, no-store, must-revalidate, no-transform, max-age=0\r\nConnection: close\r\n\r\n",
      path, host, challenge(host));
}

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

bool begins(std::string_view text, std::string_view with) { return same_letters(text.substr(0, with.size()), with); }

struct Place {
  std::string_view scheme, authority, rest;
};

// Nothing for what leads to no web server ("javascript:…").
std::optional<Place> place_of(std::string_view location, std::string_view host) {
  location = location.substr(0, location.find_first_of("?#"));
  Place place{.scheme = "http://", .authority = host, .rest = location};
  for (const std::string_view scheme : {"http://", "https://", "//"}) {
    if (!begins(location, scheme)) continue;
    if (scheme.size() > 2) place.scheme = scheme;
    location.remove_prefix(scheme.size());
    place.authority = location.substr(0, location.find('/'));
    place.rest = location.substr(place.authority.size());
    if (const auto user = place.authority.rfind('@'); user != place.authority.npos) place.authority.remove_prefix(user + 1);
    return place.authority.empty() ? std::nullopt : std::optional(place);
  }
  const bool other_scheme = location.substr(0, location.find('/')).find(':') != location.npos;
  return location.empty() || other_scheme ? std::nullopt : std::optional(place);
}
}  // namespace

std::string plain_location(std::string_view location, std::string_view host) {
  const auto place = place_of(location, host);
  if (!place) return "";
  const std::string_view slash = place->rest.empty() || place->rest.front() == '/' ? "" : "/";
  std::string plain = fmt::format("{}{}{}{}", place->scheme, place->authority, slash, place->rest);
  std::erase_if(plain, [](char c) { return c <= ' ' || c > '~'; });
  plain.resize(std::min(plain.size(), PortalFact::max_location));
  return plain;
}

PortalFact judge_portal(const PortalReply& reply, std::string_view host) {
  PortalFact fact{.found = false, .location = plain_location(reply.location, host)};
  const auto place = place_of(reply.location, host);
  switch (reply.status) {
    case 204: fact.found = reply.response != "response " + challenge(host); break;
    case 301:
    case 302:
    case 303:
    case 307:
    case 308: fact.found = !reply.location.empty() && !(place && place->scheme == "https://" && place->rest == path); break;
    case 200: fact.found = reply.markup || !reply.location.empty(); break;
    case 511: fact.found = true; break;
    default: break;
  }
  if (!fact.found) fact.location.clear();
  return fact;
}

class Portal::Try {
 public:
  Try(Loop& loop, const PortalQuestion& question, OnAnswer on_answer)
      : loop_(&loop),
        host_(watch::to_string(question.remote.address)),
        wire_(wire(host_)),
        on_answer_(std::move(on_answer)),
        parser_([this](unsigned, std::string_view piece) { return body(piece); }, limits,
                [this](std::string_view name, std::string_view value) { field(name, value); }) {}
  Try(const Try&) = delete;
  Try& operator=(const Try&) = delete;

  void begin(const PortalQuestion& question);

 private:
  void ready(std::uint32_t events);
  bool write();
  void read();
  void field(std::string_view name, std::string_view value);
  bool body(std::string_view piece);
  [[nodiscard]] bool enough() const;
  void nothing_soon();
  void answer(const PortalFact& fact);
  void judge();

  Loop* loop_;
  std::string host_;
  std::string wire_;  // what is still to be sent
  OnAnswer on_answer_;
  PortalReply reply_;
  bool typed_ = false;  // the reply says of what type its body is
  bool begun_ = false;  // the body has
  ResponseParser parser_;
  Descriptor socket_;
  Source io_;
  Source limit_;
};

void Portal::Try::begin(const PortalQuestion& question) {
  auto dialled = dial({.remote = question.remote, .mark = netlink::tailscaled_mark, .interface = question.interface});
  if (!dialled || dialled->error != 0) return nothing_soon();
  socket_ = std::move(dialled->socket);
  auto watched = loop_->watch_descriptor(socket_.get(), EPOLLOUT, [this](std::uint32_t events) { ready(events); });
  if (!watched) return nothing_soon();
  io_ = std::move(*watched);
  auto limit = loop_->at(loop_->now() + question.limit, [this] { answer({}); });
  assert(limit);  // fails only without memory
  limit_ = std::move(*limit);
}

void Portal::Try::nothing_soon() {
  auto later = loop_->soon([this] { answer({}); });
  assert(later);
  io_ = std::move(*later);
}

void Portal::Try::ready(std::uint32_t events) {
  if (connect_error(socket_.get()) != 0) return answer({});
  if ((events & EPOLLOUT) != 0 && !write()) return answer({});
  if ((events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0) read();
}

bool Portal::Try::write() {
  while (!wire_.empty()) {
    const auto sent = ::send(socket_.get(), wire_.data(), wire_.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return errno == EAGAIN;
    wire_.erase(0, static_cast<std::size_t>(sent));
  }
  Loop::set_events(io_, EPOLLIN);
  return true;
}

void Portal::Try::read() {
  std::array<char, 4096> buffer;
  for (;;) {
    const auto got = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
      parser_.finish();
      return judge();
    }
    const auto stage = parser_.feed({buffer.data(), static_cast<std::size_t>(got)});
    if (stage != ResponseParser::Stage::more || enough()) return judge();
  }
}

void Portal::Try::field(std::string_view name, std::string_view value) {
  const auto take = [&](std::string& place) {
    if (place.empty()) place = value.substr(0, max_field);
  };
  if (same_letters(name, "Location")) take(reply_.location);
  if (same_letters(name, "X-Tailscale-Response")) take(reply_.response);
  if (!same_letters(name, "Content-Type")) return;
  typed_ = true;
  reply_.markup = begins(value, "text/html") || begins(value, "application/xhtml");
}

// Portals that do not say of what type their page is.
bool Portal::Try::body(std::string_view piece) {
  if (begun_ || typed_) return true;
  const auto first = piece.find_first_not_of(" \t\r\n");
  if (first == piece.npos) return true;
  begun_ = true;
  reply_.markup = piece[first] == '<';
  return true;
}

bool Portal::Try::enough() const {
  return parser_.has_head() && (parser_.status() != 200 || typed_ || begun_);
}

void Portal::Try::judge() {
  if (!parser_.has_head()) return answer({});
  reply_.status = parser_.status();
  answer(judge_portal(reply_, host_));
}

void Portal::Try::answer(const PortalFact& fact) {
  io_.reset();
  limit_.reset();
  socket_.reset();
  const auto tell = std::move(on_answer_);
  tell(fact);  // may destroy this object
}

Token Portal::ask(const PortalQuestion& question, OnAnswer on_answer) {
  auto asked = std::make_shared<Try>(*loop_, question, std::move(on_answer));
  asked->begin(question);
  return asked;
}

}  // namespace tailmend
