#include "tests/support/scripted_localapi.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>
#include <utility>

#include "tests/support/scripted_http.hpp"

namespace tailmend::testing {

using Clock = std::chrono::steady_clock;

struct ScriptedLocalapi::Connection {
  Descriptor socket;
  std::string in;
  std::string out;
  std::function<std::string()> more;  // the next bytes once `out` is sent; "" = no more
  Clock::time_point not_before{};     // sends nothing before
  bool drip = false;                  // a byte every millisecond
  bool bus = false;
  bool busy = false;                  // a reply is under way
  bool close_after = false;
  bool deaf = false;                  // answers nothing any more
  bool ended = false;
};

ScriptedLocalapi::ScriptedLocalapi(std::string socket, std::string log) : path_(std::move(socket)) {
  if (!log.empty()) log_.reset(std::fopen(log.c_str(), "ae"));
  ::unlink(path_.c_str());
  listener_.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  wake_.reset(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path_.size() >= sizeof(address.sun_path)) throw std::system_error(ENAMETOOLONG, std::system_category(), path_);
  std::memcpy(address.sun_path, path_.data(), path_.size());
  if (::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_.get(), SOMAXCONN) != 0) {
    throw std::system_error(errno, std::system_category(), path_);
  }
  thread_ = std::thread([this] { run(); });
}

ScriptedLocalapi::~ScriptedLocalapi() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  ::eventfd_write(wake_.get(), 1);
  thread_.join();
  ::unlink(path_.c_str());
}

void ScriptedLocalapi::tell(std::string_view command) {
  const std::lock_guard lock(mutex_);
  world_.tell(command);
  ::eventfd_write(wake_.get(), 1);
}

std::vector<std::string> ScriptedLocalapi::requests() {
  const std::lock_guard lock(mutex_);
  return requests_;
}
std::size_t ScriptedLocalapi::accepted() {
  const std::lock_guard lock(mutex_);
  return accepted_;
}
std::size_t ScriptedLocalapi::open() {
  const std::lock_guard lock(mutex_);
  return connections_.size();
}
void ScriptedLocalapi::close_connections() {
  const std::lock_guard lock(mutex_);
  connections_.clear();
}

bool ScriptedLocalapi::wait_until(const std::function<bool()>& condition) {
  const auto until = Clock::now() + std::chrono::seconds(5);
  for (;;) {
    if (condition()) return true;
    std::unique_lock lock(mutex_);
    if (Clock::now() >= until) return false;
    changed_.wait_for(lock, std::chrono::milliseconds(20));
  }
}

int ScriptedLocalapi::next_timeout() const {
  auto next = Clock::now() + std::chrono::hours(1);
  for (const auto& connection : connections_) {
    if (connection.drip && (!connection.out.empty() || connection.more)) return 1;
    if (connection.not_before > Clock::now() && connection.not_before < next) next = connection.not_before;
  }
  return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(next - Clock::now()).count()) + 1;
}

void ScriptedLocalapi::run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    std::vector<pollfd> polled = {{.fd = listener_.get(), .events = POLLIN, .revents = 0},
                                  {.fd = wake_.get(), .events = POLLIN, .revents = 0}};
    const auto now = Clock::now();
    for (const auto& connection : connections_) {
      const bool wants = (!connection.out.empty() || connection.more) && connection.not_before <= now && !connection.drip;
      polled.push_back({.fd = connection.socket.get(), .events = static_cast<short>(wants ? POLLIN | POLLOUT : POLLIN), .revents = 0});
    }
    const int timeout = next_timeout();
    lock.unlock();
    ::poll(polled.data(), polled.size(), timeout);
    lock.lock();
    eventfd_t count = 0;
    ::eventfd_read(wake_.get(), &count);
    for (;;) {
      Descriptor socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
      if (!socket) break;
      ++accepted_;
      connections_.emplace_back().socket = std::move(socket);
    }
    spread_news();
    for (auto& connection : connections_) serve(connection);
    spread_news();
    std::erase_if(connections_, [](const Connection& connection) { return connection.ended; });
    changed_.notify_all();
  }
  connections_.clear();
  listener_.reset();
}

void ScriptedLocalapi::spread_news() {
  for (const auto& line : world_.take_notifications()) {
    for (auto& connection : connections_) {
      if (connection.bus) connection.out += chunk(line + "\n");
    }
  }
  if (!world_.take_hang_up()) return;
  for (auto& connection : connections_) connection.ended = connection.ended || connection.bus;
}

void ScriptedLocalapi::serve(Connection& connection) {
  char buffer[4096];
  for (;;) {
    const ssize_t got = ::recv(connection.socket.get(), buffer, sizeof buffer, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) break;
    if (got <= 0) {
      connection.ended = true;
      return;
    }
    connection.in.append(buffer, static_cast<std::size_t>(got));
  }
  while (!connection.busy && !connection.deaf && take_request(connection)) {
  }
  if (!write_some(connection)) connection.ended = true;
}

bool ScriptedLocalapi::take_request(Connection& connection) {
  const std::size_t end = connection.in.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  const std::string head = connection.in.substr(0, end + 2);
  const std::string length = field_of(head, "Content-Length");
  const std::size_t size = length.empty() ? 0 : std::stoul(length);
  if (connection.in.size() < end + 4 + size) return false;
  const std::string body = connection.in.substr(end + 4, size);
  connection.in.erase(0, end + 4 + size);

  const std::string method = head.substr(0, head.find(' '));
  const std::string target = head.substr(method.size() + 1, head.find(' ', method.size() + 1) - method.size() - 1);
  const std::string line = method + " " + target + (body.empty() ? "" : " " + body);
  requests_.push_back(line);
  if (log_) {
    std::fprintf(log_.get(), "%s\n", line.c_str());
    std::fflush(log_.get());
  }
  world_.requested(line);
  connection.busy = true;
  if (field_of(head, "Host") != "local-tailscaled.sock" || !field_of(head, "Referer").empty() || !field_of(head, "Origin").empty()) {
    connection.out += reply("403 Forbidden", "invalid localapi request\n");
  } else {
    answer(connection, method, target, body);
  }
  return true;
}

void ScriptedLocalapi::answer(Connection& connection, const std::string& method, const std::string& target, const std::string& body) {
  static constexpr std::string_view prefix = "/localapi/v0/";
  const std::size_t mark = std::min(target.find('?'), target.size());
  const std::string path = target.starts_with(prefix) ? target.substr(prefix.size(), mark - prefix.size()) : target;
  const std::string query = mark < target.size() ? target.substr(mark + 1) : "";
  connection.not_before = Clock::now() + world_.wait(path);
  switch (world_.trouble(path)) {
    case Trouble::none: return answer_well(connection, method, path, query, body);
    case Trouble::drip:
      connection.drip = true;
      return answer_well(connection, method, path, query, body);
    case Trouble::silent: connection.deaf = true; return;
    case Trouble::garbage: connection.out = "\x16\x03\x01 this is not the protocol you are looking for\r\n\r\n"; break;
    case Trouble::not_json: connection.out = reply("200 OK", "<html>no JSON here</html>"); break;
    case Trouble::half:
      connection.out = std::string(chunked_head) + chunk(world_.status_piece(0, true));
      break;
    case Trouble::hang_up: break;
    case Trouble::endless_header:
      connection.out = "HTTP/1.1 200 OK\r\n";
      connection.more = [n = 0]() mutable { return "X-Endless-" + std::to_string(n++) + ": and so on\r\n"; };
      return;
    case Trouble::huge_chunk: connection.out = std::string(chunked_head) + "8000000000000000\r\n{"; return;
    case Trouble::oversize:
      connection.out = std::string(chunked_head) + chunk("{");
      connection.more = [] { return chunk(std::string(std::size_t{64} << 10U, ' ')); };
      return;
    case Trouble::forbidden: connection.out = reply("403 Forbidden", "access denied\n"); return;
    case Trouble::not_found: connection.out = reply("404 Not Found", "404 page not found\n"); return;
    case Trouble::not_built: connection.out = reply("501 Not Implemented", "not built in\n"); return;
    case Trouble::not_ready: connection.out = reply("503 Service Unavailable", R"({"error":"backend not ready"})"); return;
    case Trouble::bad_request: connection.out = reply("400 Bad Request", R"({"Error":"no"})"); return;
  }
  connection.close_after = true;
}

void ScriptedLocalapi::answer_well(Connection& connection, const std::string& method, const std::string& path,
                                   const std::string& query, const std::string& body) {
  if (path == "status" && method == "GET") {
    connection.out = chunked_head;
    connection.more = [this, peers = parameter(query, "peers") != "false", index = std::size_t{0}, last = false]() mutable {
      if (last) return std::string();
      const std::string piece = world_.status_piece(index++, peers);
      last = piece.empty();
      return chunk(piece);
    };
  } else if (path == "prefs" && method == "GET") {
    connection.out = std::string(chunked_head) + chunk(world_.prefs()) + chunk("");
  } else if (path == "prefs" && method == "PATCH") {
    try {
      world_.patch_prefs(body);
      connection.out = reply("200 OK", world_.prefs());
    } catch (const std::exception& error) {
      connection.out = reply("400 Bad Request", R"({"Error":")" + std::string(error.what()) + "\"}");
    }
  } else if (path == "ping") {
    if (method != "POST") {
      connection.out = reply("400 Bad Request", "want POST\n");
    } else {
      answer_ping(connection, query);
    }
  } else if (path == "derpmap" && method == "GET") {
    connection.out = reply("200 OK", world_.derp_map());
  } else if (path == "peer-by-id" && method == "GET") {
    const std::string node = world_.node(parameter(query, "id"));
    connection.out = node.empty() ? reply("404 Not Found", "no peer with that NodeID\n") : std::string(chunked_head) + chunk(node) + chunk("");
  } else if (path == "check-ip-forwarding" && method == "GET") {
    connection.out = reply("200 OK", world_.forwarding());
  } else if (path == "debug" && method == "POST") {
    connection.out = reply("200 OK", "done\n");
  } else if (path == "start" && method == "POST") {
    connection.out = reply("204 No Content", "");
  } else if (path == "watch-ipn-bus" && method == "GET") {
    connection.bus = true;
    connection.out = std::string(chunked_head) + chunk(world_.first_notification() + "\n");
  } else {
    connection.out = reply("404 Not Found", "404 page not found\n");
  }
}

void ScriptedLocalapi::answer_ping(Connection& connection, const std::string& query) {
  const auto ping = world_.ping(parameter(query, "ip"), parameter(query, "type"));
  if (ping.kind == ScriptedPing::Kind::silent) {
    connection.deaf = true;
  } else {
    connection.out = reply("200 OK", world_.ping_result(parameter(query, "ip"), ping));
  }
}

// False: the connection is over.
bool ScriptedLocalapi::write_some(Connection& connection) {
  if (connection.not_before > Clock::now()) return true;
  for (;;) {
    if (connection.out.empty() && connection.more) {
      connection.out = connection.more();
      if (connection.out.empty()) connection.more = nullptr;
    }
    if (connection.out.empty()) break;
    const std::size_t size = connection.drip ? 1 : connection.out.size();
    const ssize_t sent = ::send(connection.socket.get(), connection.out.data(), size, MSG_NOSIGNAL);
    if (sent < 0) return errno == EAGAIN || errno == EINTR;
    connection.out.erase(0, static_cast<std::size_t>(sent));
    if (connection.drip) return true;
  }
  if (connection.busy && !connection.deaf && !connection.bus) {
    if (connection.close_after) return false;
    connection.busy = connection.drip = false;
  }
  return true;
}

}  // namespace tailmend::testing
