#include "daemon/probe/names.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <map>
#include <ares.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace tailmend {

using watch::Address;
using watch::Duration;

namespace {
using ChannelHandle = std::unique_ptr<std::remove_pointer_t<ares_channel>, Release<ares_destroy>>;
using AnswerHandle = std::unique_ptr<ares_addrinfo, Release<ares_freeaddrinfo>>;

// Several tries, so that a dead first server leaves time for the second.
constexpr int tries = 3;
constexpr int try_least_ms = 100;
constexpr int try_most_ms = 2000;

int try_ms(Duration limit) {
  const auto share = std::chrono::duration_cast<std::chrono::milliseconds>(limit / 6).count();
  return static_cast<int>(std::clamp<std::int64_t>(share, try_least_ms, try_most_ms));
}

int error_of(int status) { return status == ARES_ETIMEOUT ? ETIMEDOUT : status == ARES_ECONNREFUSED ? ECONNREFUSED : 0; }

Address address_of(const sockaddr* from) {
  Address address;
  if (from->sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, from, sizeof in);
    address.family = watch::Family::v4;
    std::memcpy(address.bytes.data(), &in.sin_addr, sizeof in.sin_addr);
  } else if (from->sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, from, sizeof in);
    address.family = watch::Family::v6;
    std::memcpy(address.bytes.data(), &in.sin6_addr, sizeof in.sin6_addr);
  }
  return address;
}
}  // namespace

// c-ares's process-wide state; outlives every question.
struct Names::Library {
  int status = ares_library_init(ARES_LIB_INIT_ALL);
  std::size_t open = 0;
  Library() = default;
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library() {
    if (status == ARES_SUCCESS) ares_library_cleanup();
  }
};

// One name, with a channel of its own: it reads resolv.conf when made, and ends without a trace when destroyed.
class Names::Question {
 public:
  Question(Loop& loop, std::shared_ptr<Library> library, std::string name, OnAnswer on_answer)
      : loop_(&loop), library_(std::move(library)), name_(std::move(name)), on_answer_(std::move(on_answer)) {
    ++library_->open;
  }
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;
  ~Question() { leave(); }

  void begin(Duration limit, const std::string& servers);

 private:
  int open_channel(Duration limit, const std::string& servers);
  void ask(int family);
  void heard(int status, const ares_addrinfo* answer);
  void socket_changed(int fd, bool readable, bool writable);
  void ready(int fd, std::uint32_t events);
  void settle();
  void answer_soon(std::string why);
  void answer();
  void leave();

  Loop* loop_;
  std::shared_ptr<Library> library_;  // until answered
  std::string name_;
  OnAnswer on_answer_;
  int open_ = 0;  // families not answered
  std::vector<Address> v4_;
  std::vector<Address> v6_;
  Fault fault_;  // told where no address came
  bool spoke_ = false;  // a server has sent something
  std::map<int, Source> sockets_;
  Source timer_;  // c-ares's next timeout
  Source limit_;
  ChannelHandle channel_;  // calls socket_changed() while it goes: leave() lets it go before the rest
};

void Names::Question::begin(Duration limit, const std::string& servers) {
  fault_ = fault("resolve " + name_, ETIMEDOUT);
  if (library_->open > max_open) return answer_soon("too many questions at once");
  if (const auto literal = watch::parse_address(name_)) {
    v4_.push_back(*literal);
    return answer_soon({});
  }
  if (name_.empty() || name_.find('\0') != name_.npos) return answer_soon("this is no name");
  const int status = library_->status == ARES_SUCCESS ? open_channel(limit, servers) : library_->status;
  if (status != ARES_SUCCESS) return answer_soon(ares_strerror(status));
  auto end = loop_->at(loop_->now() + limit, [this] { answer(); });
  assert(end);  // fails only without memory
  limit_ = std::move(*end);
  open_ = 2;
  ask(AF_INET);
  ask(AF_INET6);
  if (open_ > 0) return settle();
  auto later = loop_->soon([this] { answer(); });
  assert(later);
  timer_ = std::move(*later);
}

int Names::Question::open_channel(Duration limit, const std::string& servers) {
  std::array<char, 3> files_then_dns{'f', 'b', '\0'};
  ares_options options{};
  options.timeout = try_ms(limit);
  options.tries = tries;
  options.lookups = files_then_dns.data();
  options.sock_state_cb_data = this;
  options.sock_state_cb = [](void* self, ares_socket_t fd, int readable, int writable) {
    static_cast<Question*>(self)->socket_changed(fd, readable != 0, writable != 0);
  };
  ares_channel channel = nullptr;
  const int set = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB;
  if (const int status = ares_init_options(&channel, &options, set); status != ARES_SUCCESS) return status;
  channel_.reset(channel);
  return servers.empty() ? ARES_SUCCESS : ares_set_servers_ports_csv(channel, servers.c_str());
}

// One question per family, so that a server that is silent about IPv6 does not cost the IPv4 answer.
void Names::Question::ask(int family) {
  ares_addrinfo_hints hints{};
  hints.ai_family = family;
  hints.ai_flags = ARES_AI_NOSORT;
  ares_getaddrinfo(
      channel_.get(), name_.c_str(), nullptr, &hints,
      [](void* self, int status, int, ares_addrinfo* answer) {
        const AnswerHandle owned(answer);
        if (status != ARES_EDESTRUCTION) static_cast<Question*>(self)->heard(status, owned.get());
      },
      this);
}

void Names::Question::heard(int status, const ares_addrinfo* answer) {
  --open_;
  if (status != ARES_SUCCESS) {
    // One family's answer says more of the resolver than that the other's is missing.
    if (fault_.error == 0) return;
    const int error = error_of(status);
    fault_ = fault("resolve " + name_ + (error != 0 ? "" : std::string(": ") + ares_strerror(status)), error);
    return;
  }
  for (const auto* node = answer->nodes; node != nullptr; node = node->ai_next) {
    const auto address = address_of(node->ai_addr);
    auto& list = address.family == watch::Family::v6 ? v6_ : v4_;
    const bool is_new = std::find(list.begin(), list.end(), address) == list.end();
    if (address.family != watch::Family::none && is_new && list.size() < max_addresses) list.push_back(address);
  }
}

void Names::Question::socket_changed(int fd, bool readable, bool writable) {
  if (!readable && !writable) {
    sockets_.erase(fd);
    return;
  }
  const std::uint32_t events = (readable ? EPOLLIN : 0U) | (writable ? EPOLLOUT : 0U);
  if (const auto known = sockets_.find(fd); known != sockets_.end()) return Loop::set_events(known->second, events);
  auto watched =
      loop_->watch_descriptor(fd, events, [this, fd](std::uint32_t ready_events) { ready(fd, ready_events); });
  if (watched) sockets_.emplace(fd, std::move(*watched));  // else c-ares's own timeout tells
}

void Names::Question::ready(int fd, std::uint32_t events) {
  const bool writable = (events & EPOLLOUT) != 0;
  const bool readable = (events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0;
  // c-ares ends SERVFAIL and REFUSED, which it tries elsewhere first, as if nobody had answered. A pending error is its to see.
  char byte = 0;
  if ((events & (EPOLLIN | EPOLLERR)) == EPOLLIN && ::recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0) spoke_ = true;
  ares_process_fd(channel_.get(), readable ? fd : ARES_SOCKET_BAD, writable ? fd : ARES_SOCKET_BAD);
  settle();
}

// After every turn of c-ares: done, or its next timeout.
void Names::Question::settle() {
  if (open_ == 0) return answer();
  timeval next{};
  if (ares_timeout(channel_.get(), nullptr, &next) == nullptr) return timer_.reset();
  const auto wait = std::chrono::seconds(next.tv_sec) + std::chrono::microseconds(next.tv_usec);
  auto timer = loop_->at(loop_->now() + wait, [this] {
    ares_process_fd(channel_.get(), ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    settle();
  });
  assert(timer);
  timer_ = std::move(*timer);
}

void Names::Question::answer_soon(std::string why) {
  fault_ = fault("resolve " + name_ + ": " + why, 0);
  auto later = loop_->soon([this] { answer(); });
  assert(later);
  timer_ = std::move(*later);
}

void Names::Question::leave() {
  channel_.reset();
  timer_.reset();
  limit_.reset();
  if (library_) --library_->open;
  library_.reset();
}

void Names::Question::answer() {
  leave();
  v4_.insert(v4_.end(), v6_.begin(), v6_.end());
  if (v4_.size() > max_addresses) v4_.resize(max_addresses);
  const auto tell = std::move(on_answer_);
  if (v4_.empty() && spoke_ && fault_.error != 0) fault_ = fault("resolve " + name_ + ": the resolver answers without an address", 0);
  if (v4_.empty()) return tell(std::unexpected(std::move(fault_)));
  tell(std::move(v4_));  // may destroy this object
}

// A channel of its own, as a question has: resolv.conf may be another now.
std::string Names::first_server() const {
  ares_channel raw = nullptr;
  if (library_->status != ARES_SUCCESS || ares_init(&raw) != ARES_SUCCESS) return "";
  const ChannelHandle channel(raw);
  if (!servers_.empty() && ares_set_servers_ports_csv(raw, servers_.c_str()) != ARES_SUCCESS) return "";
  ares_addr_port_node* list = nullptr;
  if (ares_get_servers_ports(raw, &list) != ARES_SUCCESS || list == nullptr) return "";
  const std::unique_ptr<ares_addr_port_node, Release<ares_free_data>> owned(list);
  Address address{.family = list->family == AF_INET6 ? watch::Family::v6 : watch::Family::v4};
  if (address.family == watch::Family::v6) std::memcpy(address.bytes.data(), &list->addr.addr6, sizeof list->addr.addr6);
  else std::memcpy(address.bytes.data(), &list->addr.addr4, sizeof list->addr.addr4);
  return watch::to_string(address);
}

Names::Names(Loop& loop, std::string servers)
    : loop_(&loop), servers_(std::move(servers)), library_(std::make_shared<Library>()) {}

Token Names::resolve(std::string name, Duration limit, OnAnswer on_answer) {
  auto question = std::make_shared<Question>(*loop_, library_, std::move(name), std::move(on_answer));
  question->begin(limit, servers_);
  return question;
}

void TargetNames::configure(const std::vector<watch::Target>& targets) {
  tokens_.clear();
  tokens_.resize(targets.size());
  book_.configure(targets);
}

void TargetNames::refresh() {
  for (auto& lookup : book_.due(loop_->now())) {
    tokens_[lookup.target] =
        names_->resolve(std::move(lookup.name), limit, [this, target = lookup.target](auto answer) {
          if (answer) return book_.resolved(target, std::move(*answer));
          book_.unresolved(target, to_string(answer.error()));
        });
  }
}

}  // namespace tailmend
