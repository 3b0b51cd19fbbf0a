#include "daemon/probe/tcp_probe.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <vector>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "daemon/base/clock.hpp"
#include "daemon/base/printable.hpp"
#include "daemon/probe/dial.hpp"
#include "daemon/probe/tcp_probe_proxy.hpp"

namespace tailmend {

using watch::Duration;
using watch::Instant;
using watch::TcpOutcome;

struct TcpProbe::Line {
  std::vector<Try*> tries;  // asked and not yet ended, in the order of asking
  void leave(Try* ended);
};

class TcpProbe::Try {
 public:
  Try(Loop& loop, std::shared_ptr<Line> line, TcpQuestion question, OnAnswer on_answer)
      : loop_(&loop), line_(std::move(line)), question_(std::move(question)), on_answer_(std::move(on_answer)) {}
  Try(const Try&) = delete;
  Try& operator=(const Try&) = delete;
  ~Try() { end(); }

  void ask();
  [[nodiscard]] bool same_place(const Try& other) const {
    return question_.address == other.question_.address && question_.port == other.question_.port &&
           question_.name == other.question_.name;
  }
  [[nodiscard]] bool waiting() const { return phase_ == Phase::waiting; }
  void begin();

 private:
  enum class Phase : std::uint8_t { waiting, connecting, open, ended };

  void dial_straight();
  void dial_through_proxy();
  void arm(Instant when);
  void ready(std::uint32_t events);
  void connected();
  void time_is_up();
  void write();
  bool read();  // false: answered, and perhaps destroyed
  [[nodiscard]] bool satisfied() const { return received_.size() >= question_.expect.size(); }
  bool take(std::string_view bytes);
  void closed(int error);
  void answer(TcpOutcome outcome, std::string detail = {}, std::uint8_t reply = 0);
  void answer_soon(TcpOutcome outcome, std::string detail);
  void end() noexcept;

  Loop* loop_;
  std::shared_ptr<Line> line_;
  TcpQuestion question_;
  OnAnswer on_answer_;
  Phase phase_ = Phase::waiting;
  Instant started_;
  Instant connected_;
  std::unique_ptr<ThroughProxy> way_;  // while it is under way
  std::string note_;                   // about the way the socket leaves
  std::string received_;  // no longer than `expect`
  std::size_t sent_ = 0;
  int write_error_ = 0;
  std::size_t heard_ = 0;  // bytes in all, up to max_bytes
  Descriptor socket_;
  Source io_;
  Source timer_;
};

namespace {

std::string milliseconds(Duration duration) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count()) + " ms";
}

}  // namespace

// Destroys nothing and calls no one back: begin() answers later at the earliest.
void TcpProbe::Line::leave(Try* ended) {
  const auto place = std::find(tries.begin(), tries.end(), ended);
  if (place == tries.end()) return;
  const bool was_open = !ended->waiting();
  tries.erase(place);
  if (!was_open) return;
  const auto next = std::find_if(tries.begin(), tries.end(), [&](const Try* t) { return t->same_place(*ended); });
  if (next != tries.end()) (*next)->begin();
}

void TcpProbe::Try::ask() {
  started_ = read_boot_clock();
  if (line_->tries.size() >= max_tries) return answer_soon(TcpOutcome::failed, "too many probes at once");
  if (question_.send.size() > max_bytes || question_.expect.size() > max_bytes)
    return answer_soon(TcpOutcome::failed, "send or expect is longer than 4096 bytes");
  const bool taken =
      std::any_of(line_->tries.begin(), line_->tries.end(), [&](const Try* other) { return same_place(*other); });
  line_->tries.push_back(this);
  if (taken) return arm(started_ + question_.timeout);
  begin();
}

void TcpProbe::Try::begin() {
  phase_ = Phase::connecting;
  timer_.reset();
  started_ = read_boot_clock();
  arm(started_ + question_.timeout);
  if (timer_) question_.proxy.empty() ? dial_straight() : dial_through_proxy();
}

void TcpProbe::Try::dial_through_proxy() {
  SocksDestination destination{.name = question_.name, .address = question_.address, .port = question_.port};
  way_ = std::make_unique<ThroughProxy>(*loop_, question_.proxy, std::move(destination), question_.is_past, [this](ThroughProxy::End end) {
    const auto spent = std::move(way_);
    if (end.outcome != TcpOutcome::held) return answer(end.outcome, std::move(end.detail), end.reply);
    note_ = std::move(end.detail);
    socket_ = std::move(end.socket);
    auto watched = loop_->watch_descriptor(socket_.get(), EPOLLOUT, [this](std::uint32_t events) { ready(events); });
    if (!watched) return answer(TcpOutcome::failed, to_string(watched.error()));
    io_ = std::move(*watched);
    connected();
    write();
    if (!end.early.empty()) (void)take(end.early);
  });
}

void TcpProbe::Try::dial_straight() {
  auto dialled = dial({.remote = {.address = question_.address, .port = question_.port},
                       .mark = question_.mark,
                       .interface = question_.bind_interface});
  if (!dialled) return answer_soon(TcpOutcome::failed, to_string(dialled.error()));
  if (dialled->unmarked)
    note_ = question_.bind_interface.empty() ? "not marked: no rights"
                                             : "not marked: no rights; bound to " + question_.bind_interface;
  socket_ = std::move(dialled->socket);
  if (dialled->error != 0) {
    const int error = dialled->error;
    auto later = loop_->soon([this, error] { closed(error); });
    assert(later);
    io_ = std::move(*later);
    return;
  }
  auto watched = loop_->watch_descriptor(socket_.get(), EPOLLOUT, [this](std::uint32_t events) { ready(events); });
  if (!watched) return answer_soon(TcpOutcome::failed, to_string(watched.error()));
  io_ = std::move(*watched);
}

void TcpProbe::Try::arm(Instant when) {
  auto timer = loop_->at(when, [this] { time_is_up(); });
  if (!timer) return answer_soon(TcpOutcome::failed, to_string(timer.error()));  // the loop's first: no descriptor
  timer_ = std::move(*timer);
}

void TcpProbe::Try::ready(std::uint32_t events) {
  if (phase_ == Phase::connecting) {
    const int error = connect_error(socket_.get());
    // A RST to our SYN is ECONNREFUSED. So this one came after the connection was made, before we had looked.
    const bool was_made = error == 0 || error == ECONNRESET;
    if (was_made) connected();
    if (error != 0) return closed(error);
  }
  if ((events & EPOLLOUT) != 0) write();
  read();
}

void TcpProbe::Try::connected() {
  connected_ = read_boot_clock();
  phase_ = Phase::open;
  Loop::set_events(io_, EPOLLIN | EPOLLRDHUP);
  arm(connected_ + question_.hold);
}

void TcpProbe::Try::time_is_up() {
  if (phase_ == Phase::waiting) return answer(TcpOutcome::failed, "the connection before it is still open");
  if (way_) {
    const auto end = way_->unfinished();
    return answer(end.outcome, end.detail, end.reply);
  }
  if (phase_ == Phase::connecting) return answer(TcpOutcome::timed_out);
  // What came while we were busy elsewhere came in time.
  if (!read()) return;
  if (satisfied()) return answer(TcpOutcome::held);
  const Instant last = std::max(started_ + question_.timeout, connected_ + question_.hold);
  if (read_boot_clock() >= last) return answer(TcpOutcome::unanswered);
  arm(last);
}

void TcpProbe::Try::write() {
  while (sent_ < question_.send.size()) {
    const auto n = ::send(socket_.get(), question_.send.data() + sent_, question_.send.size() - sent_, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) return Loop::set_events(io_, EPOLLIN | EPOLLOUT | EPOLLRDHUP);
    if (n < 0) {
      write_error_ = errno;  // told by read(), after what came before it
      return;
    }
    sent_ += static_cast<std::size_t>(n);
  }
  Loop::set_events(io_, EPOLLIN | EPOLLRDHUP);
}

bool TcpProbe::Try::read() {
  std::array<char, 1024> buffer;
  while (heard_ < max_bytes) {
    const auto n = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (n > 0) {
      if (!take({buffer.data(), static_cast<std::size_t>(n)})) return false;
      continue;
    }
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) return true;
    closed(n < 0 ? errno : write_error_);
    return false;
  }
  // A talker: enough heard. From now on only a reset shows (EPOLLERR comes unasked), which is enough.
  Loop::set_events(io_, 0);
  const int error = connect_error(socket_.get());
  if (error == 0) return true;
  closed(error);
  return false;
}

// False: answered. `expect` must come first; what follows it does not matter.
bool TcpProbe::Try::take(std::string_view bytes) {
  heard_ += bytes.size();
  if (satisfied()) return true;
  received_ += bytes.substr(0, question_.expect.size() - received_.size());
  if (question_.expect.compare(0, received_.size(), received_) != 0) {
    answer(TcpOutcome::unexpected, printable(received_) + " came");
    return false;
  }
  if (!satisfied() || read_boot_clock() < connected_ + question_.hold) return true;
  answer(TcpOutcome::held);
  return false;
}

// The connection was not made, or has ended: an errno, 0 for FIN.
void TcpProbe::Try::closed(int error) {
  if (phase_ == Phase::open) {
    if (error == 0 && satisfied() && !question_.expect.empty()) return answer(TcpOutcome::held);
    // EPIPE: the RST came after a FIN.
    const std::string how = error == 0                              ? "closed (FIN)"
                            : error == ECONNRESET || error == EPIPE ? "reset (RST)"
                                                                    : std::strerror(error);
    return answer(TcpOutcome::reset, how + " after " + milliseconds(read_boot_clock() - connected_));
  }
  switch (reply_of(error)) {
    case Reply::connected: break;
    case Reply::refused: return answer(TcpOutcome::refused);
    case Reply::silent: return answer(TcpOutcome::timed_out, std::strerror(error));
    case Reply::unreachable: return answer(TcpOutcome::unreachable, std::strerror(error));
    case Reply::local: break;
  }
  answer(TcpOutcome::failed, to_string(fault("connect", error)));
}

void TcpProbe::Try::answer(TcpOutcome outcome, std::string detail, std::uint8_t reply) {
  const bool was_open = phase_ == Phase::open;
  TcpAnswer result{.outcome = outcome,
                   .took = (was_open ? connected_ : read_boot_clock()) - started_,
                   .reply = reply,
                   .detail = std::move(detail)};
  if (!note_.empty()) result.detail += (result.detail.empty() ? "" : "; ") + note_;
  const auto tell = std::move(on_answer_);
  end();
  tell(result);  // may destroy this object
}

void TcpProbe::Try::answer_soon(TcpOutcome outcome, std::string detail) {
  // A loop that has ended takes none, and nobody waits for an answer then.
  if (auto later = loop_->soon([this, outcome, said = std::move(detail)] { answer(outcome, said); })) io_ = std::move(*later);
}

// Closes first, so that the next in line finds the place free.
void TcpProbe::Try::end() noexcept {
  if (phase_ == Phase::ended) return;
  io_.reset();
  timer_.reset();
  socket_.reset();
  way_.reset();
  line_->leave(this);
  phase_ = Phase::ended;
}

TcpProbe::TcpProbe(Loop& loop) : loop_(&loop), line_(std::make_shared<Line>()) {}

Token TcpProbe::ask(TcpQuestion question, OnAnswer on_answer) {
  auto asked = std::make_shared<Try>(*loop_, line_, std::move(question), std::move(on_answer));
  asked->ask();
  return asked;
}

}  // namespace tailmend
