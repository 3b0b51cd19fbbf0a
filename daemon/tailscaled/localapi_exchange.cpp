#include "daemon/tailscaled/localapi_exchange.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <utility>

namespace tailmend {

watch::Answer answer_for_connect(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR: return watch::Answer::absent;
    case ECONNREFUSED: return watch::Answer::refused;
    case EACCES:
    case EPERM: return watch::Answer::denied;
    default: return watch::Answer::lost;
  }
}

Exchange::Exchange(Descriptor socket, std::string wire, ResponseParser::Limits limits, Callbacks callbacks)
    : socket_(std::move(socket)), wire_(std::move(wire)), parser_(callbacks.on_body, limits), callbacks_(std::move(callbacks)) {}

Expected<void> Exchange::begin(Loop& loop) {
  // Writable comes at once, so that even an instant failure is told from the loop.
  auto source = loop.watch_descriptor(socket_.get(), EPOLLIN | EPOLLOUT, [weak = weak_from_this()](std::uint32_t events) {
    if (const auto self = weak.lock()) self->ready(events);
  });
  if (!source) return std::unexpected(source.error());
  source_ = std::move(*source);
  return {};
}

void Exchange::close() {
  source_.reset();
  socket_.reset();
  callbacks_ = {};
}

void Exchange::end(watch::Answer answer) {
  source_.reset();
  const bool whole = answer == watch::Answer::answered;
  // What the status line says is worth more than how the rest of an error's text went.
  if (parser_.status() != 0 && (whole || answer_for(parser_.status()) != watch::Answer::answered)) {
    answer = answer_for(parser_.status());
  }
  const End end{.answer = answer, .untouched = !received_, .reusable = whole && wire_.empty() && parser_.keep_alive()};
  const auto call = std::exchange(callbacks_, {});
  if (!end.reusable) socket_.reset();
  if (call.on_end) call.on_end(end);
}

void Exchange::ready(std::uint32_t events) {
  const auto keep = shared_from_this();
  if ((events & EPOLLOUT) != 0 && !write_some()) return end(watch::Answer::lost);
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) read_some();
}

bool Exchange::write_some() {
  while (!wire_.empty()) {
    const ssize_t sent = ::send(socket_.get(), wire_.data(), wire_.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) return true;
    // A server that answers before it has read all (403, say) and closes: its answer counts, reading tells.
    if (sent < 0) break;
    wire_.erase(0, static_cast<std::size_t>(sent));
  }
  Loop::set_events(source_, EPOLLIN);
  return true;
}

void Exchange::read_some() {
  std::array<char, read_size> buffer;
  for (int i = 0; i < reads_per_wake; ++i) {
    const ssize_t got = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) break;
    if (got <= 0) {
      const bool whole = got == 0 && parser_.finish() == ResponseParser::Stage::done;
      return end(whole ? watch::Answer::answered : watch::Answer::lost);
    }
    received_ = true;
    const auto stage = parser_.feed({buffer.data(), static_cast<std::size_t>(got)});
    if (stage == ResponseParser::Stage::failed) return end(parser_.trouble());
    if (stage == ResponseParser::Stage::done) return end(watch::Answer::answered);
  }
  if (callbacks_.on_progress) {
    const auto call = callbacks_.on_progress;
    call();
  }
}

}  // namespace tailmend
