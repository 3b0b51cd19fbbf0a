#include "daemon/tailscaled/localapi_line.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/epoll.h>
#include <unistd.h>
#include <utility>

#include "daemon/base/unix_socket.hpp"

namespace tailmend {

namespace {
// Registering with the loop fails only once the loop has ended; then nobody waits for an answer any more.
void hold(Source& slot, Expected<Source> source) {
  if (source) slot = std::move(*source);
}
}  // namespace

Line::Line(Loop& loop, std::string socket, Localapi::Limits limits)
    : loop_(&loop), socket_(std::move(socket)), limits_(limits) {}

Token Line::ask(Request request, std::uint64_t body_limit, watch::Duration limit, ResponseParser::OnBody on_body,
                std::function<void(watch::Answer)> on_end) {
  auto asking = std::make_shared<Asking>();
  asking->wire = to_wire(request);
  asking->body_limit = body_limit;
  asking->on_body = std::move(on_body);
  asking->on_end = std::move(on_end);
  hold(asking->deadline, loop_->at(loop_->now() + limit, [weak = weak_from_this(), one = std::weak_ptr(asking)] {
    const auto self = weak.lock();
    const auto late = one.lock();
    if (self && late) self->finish(late, watch::Answer::timed_out);
  }));
  if (waiting_.size() < limits_.waiting) {
    waiting_.push_back(asking);
  } else {
    turned_away_.push_back(asking);
  }
  later();
  return {asking.get(), [weak = weak_from_this(), asking](void*) {
            if (const auto self = weak.lock()) self->cancel(asking);
          }};
}

void Line::later() {
  if (serving_) return;
  hold(serving_, loop_->soon([weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->serve();
  }));
}

void Line::serve() {
  serving_.reset();
  for (const auto& asking : std::exchange(turned_away_, {})) finish(asking, watch::Answer::timed_out);
  while (!waiting_.empty() && active_.size() < limits_.at_once) {
    const auto asking = std::move(waiting_.front());
    waiting_.pop_front();
    active_.push_back(asking);
    start(asking);
  }
}

void Line::start(const std::shared_ptr<Asking>& asking) {
  asking->retry.reset();
  Descriptor socket;
  // A socket that somebody removed is gone for everybody else; what we still have open must not hide that.
  if (!kept_.empty() && ::access(socket_.c_str(), F_OK) != 0) kept_.clear();
  asking->on_kept = !asking->fresh_only && !kept_.empty();
  if (asking->on_kept) {
    socket = std::move(kept_.back().socket);
    kept_.pop_back();
  } else {
    auto connected = connect_unix(socket_);
    if (!connected && connected.error().error == EAGAIN) {
      return hold(asking->retry, loop_->at(loop_->now() + retry_after, [weak = weak_from_this(), one = std::weak_ptr(asking)] {
        const auto self = weak.lock();
        const auto again = one.lock();
        if (self && again) self->start(again);
      }));
    }
    if (!connected) return finish(asking, answer_for_connect(connected.error().error));
    socket = std::move(*connected);
  }
  asking->exchange = std::make_shared<Exchange>(
      std::move(socket), asking->wire, ResponseParser::Limits{.body = asking->body_limit},
      Exchange::Callbacks{.on_body = asking->on_body,
                          .on_progress = {},
                          .on_end = [weak = weak_from_this(), one = std::weak_ptr(asking)](const Exchange::End& end) {
                            const auto self = weak.lock();
                            const auto ended = one.lock();
                            if (self && ended) self->on_exchange_end(ended, end);
                          }});
  if (!asking->exchange->begin(*loop_)) finish(asking, watch::Answer::lost);
}

void Line::on_exchange_end(const std::shared_ptr<Asking>& asking, const Exchange::End& end) {
  // A kept connection may have been closed just as it was used again. Not a byte came back, so a fresh one is tried, once.
  if (asking->on_kept && end.untouched && end.answer == watch::Answer::lost) {
    asking->exchange.reset();
    asking->fresh_only = true;
    return start(asking);
  }
  if (end.reusable) keep(asking->exchange->release());
  finish(asking, end.answer);
}

void Line::finish(const std::shared_ptr<Asking>& asking, watch::Answer answer) {
  const auto on_end = std::exchange(asking->on_end, {});
  if (!on_end) return;  // answered or cancelled already
  forget(asking);
  on_end(answer);
}

// Takes it out of every list and ends what it has under way.
void Line::forget(std::shared_ptr<Asking> asking) {
  std::erase(active_, asking);
  std::erase(waiting_, asking);
  std::erase(turned_away_, asking);
  asking->deadline.reset();
  asking->retry.reset();
  asking->on_body = {};
  if (asking->exchange) asking->exchange->close();
  asking->exchange.reset();
  if (!waiting_.empty()) later();
}

void Line::cancel(const std::shared_ptr<Asking>& asking) {
  const auto on_end = std::exchange(asking->on_end, {});
  forget(asking);
}

void Line::close() {
  const auto self = shared_from_this();
  for (const auto& list : {std::vector(waiting_.begin(), waiting_.end()), active_, turned_away_}) {
    for (const auto& asking : list) cancel(asking);
  }
  kept_.clear();
  serving_.reset();
}

void Line::keep(Descriptor socket) {
  if (kept_.size() >= limits_.idle) return;
  const int fd = socket.get();
  // Nothing may come on a resting connection but its end.
  auto source = loop_->watch_descriptor(fd, EPOLLIN, [weak = weak_from_this(), fd](std::uint32_t) {
    if (const auto self = weak.lock()) self->drop(fd);
  });
  if (source) kept_.push_back({.socket = std::move(socket), .source = std::move(*source)});
}

void Line::drop(int fd) {
  std::erase_if(kept_, [fd](const Kept& kept) { return kept.socket.get() == fd; });
}

}  // namespace tailmend
