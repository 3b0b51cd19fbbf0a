#include "daemon/probe/anchors.hpp"

#include <algorithm>
#include <cassert>
#include <list>
#include <sys/epoll.h>

#include "daemon/base/clock.hpp"
#include "daemon/probe/dial.hpp"

namespace tailmend {

using watch::AnchorOutcome;

// One question and its open connections.
class Anchors::Asked : public std::enable_shared_from_this<Asked> {
 public:
  Asked(Loop& loop, OnAnswer on_answer) : loop_(&loop), on_answer_(std::move(on_answer)) {}
  bool begin(const AnchorQuestion& question);  // whether the sockets could be marked

 private:
  struct Call {
    Anchor anchor;
    Descriptor socket;
    Source source;
  };

  bool connect(Call& call, const std::string& interface);
  void fail_soon(Call& call, AnchorOutcome outcome);
  void ready(Call& call);
  void time_is_up();
  void answer(Call& call, AnchorOutcome outcome);

  Loop* loop_;
  OnAnswer on_answer_;
  watch::Instant started_;
  std::list<Call> open_;
  Source limit_;
};

namespace {
AnchorOutcome outcome_of(int error) {
  // A RST to our SYN is ECONNREFUSED. ECONNRESET came after the connection was made, before we had looked.
  if (error == ECONNRESET) return AnchorOutcome::answered;
  switch (reply_of(error)) {
    case Reply::connected: return AnchorOutcome::answered;
    case Reply::refused: return AnchorOutcome::refused;
    case Reply::silent: return AnchorOutcome::silent;
    case Reply::unreachable: return AnchorOutcome::unreachable;
    case Reply::local: return AnchorOutcome::failed;
  }
  return AnchorOutcome::failed;
}
}  // namespace

bool Anchors::Asked::begin(const AnchorQuestion& question) {
  started_ = read_boot_clock();
  bool marked = true;
  for (const auto& anchor : question.anchors) {
    auto& call = open_.emplace_back();
    call.anchor = anchor;
    const bool v6 = anchor.endpoint.address.family == watch::Family::v6;
    marked &= connect(call, v6 ? question.interface_v6 : question.interface_v4);
  }
  if (open_.empty()) return marked;
  auto limit = loop_->at(started_ + question.limit, [this] { time_is_up(); });
  assert(limit);  // fails only without memory
  limit_ = std::move(*limit);
  return marked;
}

bool Anchors::Asked::connect(Call& call, const std::string& interface) {
  if (open_.size() > max_open) return fail_soon(call, AnchorOutcome::failed), true;
  auto dialled = dial({.remote = call.anchor.endpoint, .mark = mark, .interface = interface});
  if (!dialled) return fail_soon(call, AnchorOutcome::failed), true;
  call.socket = std::move(dialled->socket);
  if (dialled->error != 0) {
    fail_soon(call, outcome_of(dialled->error));
    return !dialled->unmarked;
  }
  auto watched = loop_->watch_descriptor(call.socket.get(), EPOLLOUT, [this, &call](std::uint32_t) { ready(call); });
  if (watched) {
    call.source = std::move(*watched);
  } else {
    fail_soon(call, AnchorOutcome::failed);
  }
  return !dialled->unmarked;
}

void Anchors::Asked::fail_soon(Call& call, AnchorOutcome outcome) {
  auto later = loop_->soon([this, &call, outcome] { answer(call, outcome); });
  assert(later);
  call.source = std::move(*later);
}

void Anchors::Asked::ready(Call& call) { answer(call, outcome_of(connect_error(call.socket.get()))); }

void Anchors::Asked::time_is_up() {
  const auto self = shared_from_this();
  // An answer may destroy the token; then nobody but us holds this question.
  while (!open_.empty() && self.use_count() > 1) answer(open_.front(), AnchorOutcome::silent);
}

void Anchors::Asked::answer(Call& call, AnchorOutcome outcome) {
  const auto self = shared_from_this();
  const watch::AnchorFact fact{.kind = call.anchor.kind,
                               .name = call.anchor.name,
                               .endpoint = call.anchor.endpoint,
                               .outcome = outcome,
                               .took = read_boot_clock() - started_};
  open_.remove_if([&](const Call& other) { return &other == &call; });
  if (open_.empty()) limit_.reset();
  on_answer_(fact, static_cast<std::uint32_t>(open_.size()));
}

Token Anchors::ask(AnchorQuestion question, OnAnswer on_answer) {
  auto asked = std::make_shared<Asked>(*loop_, std::move(on_answer));
  marked_ = asked->begin(question);
  return asked;
}

}  // namespace tailmend
