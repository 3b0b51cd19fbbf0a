// The other end of an sd-bus connection without a bus between, as systemd is: a socket that answers method calls. It is
// an abstract one, which goes with the process. Or a service on a bus.
#pragma once
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <vector>

#include "daemon/base/handles.hpp"
#include "daemon/base/loop.hpp"
#include "tests/support/catch.hpp"

namespace tailmend::testing {

class BusServer {
 public:
  std::vector<std::string> calls;  // by member
  std::string caller;              // of the last, its unique name where there is a bus
  int connections = 0;

  explicit BusServer(Loop& loop) : loop_(loop) {
    static int number = 0;
    name_ = "tailmend-test-" + std::to_string(::getpid()) + "-" + std::to_string(++number);
  }
  virtual ~BusServer() = default;
  BusServer(const BusServer&) = delete;
  BusServer& operator=(const BusServer&) = delete;

  [[nodiscard]] std::string address() const { return "unix:abstract=" + name_; }
  [[nodiscard]] bool was_called(const std::string& member) const { return std::ranges::find(calls, member) != calls.end(); }

  void listen() {
    listener_.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + 1, name_.data(), name_.size());
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name_.size());
    REQUIRE(::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_.get(), 4) == 0);
    accepting_ = loop_.watch_descriptor(listener_.get(), EPOLLIN, [this](std::uint32_t) { accept(); }).value();
  }
  // On a bus, under this name; from a second time on as one that went and has come back.
  void join(const std::string& address, const char* name) {
    sd_bus* bus = nullptr;
    REQUIRE(sd_bus_new(&bus) >= 0);
    bus_.reset(bus);
    REQUIRE(sd_bus_set_address(bus, address.c_str()) >= 0);
    REQUIRE(sd_bus_set_bus_client(bus, 1) >= 0);
    serve_on(bus);
    REQUIRE(sd_bus_request_name(bus, name, 0) >= 0);
  }
  void drop() { bus_.reset(); }
  void drop_soon() {
    sd_bus_flush(bus_.get());
    dropping_ = loop_.soon([this] { drop(); }).value();
  }
  void stop() {
    accepting_.reset();
    listener_.reset();
    drop();
  }

 protected:
  virtual void serve(sd_bus_message* call, const std::string& member) = 0;
  [[nodiscard]] sd_bus* bus() const { return bus_.get(); }

 private:
  void accept() {
    const int fd = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    REQUIRE(fd >= 0);
    ++connections;
    sd_bus* bus = nullptr;
    sd_id128_t id{};
    REQUIRE(sd_id128_randomize(&id) >= 0);
    REQUIRE(sd_bus_new(&bus) >= 0);
    bus_.reset(bus);
    REQUIRE(sd_bus_set_fd(bus, fd, fd) >= 0);
    REQUIRE(sd_bus_set_server(bus, 1, id) >= 0);
    serve_on(bus);
  }

  void serve_on(sd_bus* bus) {
    REQUIRE(sd_bus_start(bus) >= 0);
    REQUIRE(sd_bus_add_filter(bus, nullptr, on_message, this) >= 0);
    REQUIRE(sd_bus_attach_event(bus, loop_.raw(), 0) >= 0);
  }

  static int on_message(sd_bus_message* message, void* self, sd_bus_error*) {
    std::uint8_t type = 0;
    sd_bus_message_get_type(message, &type);
    if (type != SD_BUS_MESSAGE_METHOD_CALL) return 0;
    auto* server = static_cast<BusServer*>(self);
    server->calls.emplace_back(sd_bus_message_get_member(message));
    if (const char* sender = sd_bus_message_get_sender(message)) server->caller = sender;
    server->serve(message, server->calls.back());
    return 1;
  }

  using Bus = std::unique_ptr<sd_bus, Release<sd_bus_close_unref>>;
  Loop& loop_;
  std::string name_;
  Descriptor listener_;
  Source accepting_;
  Source dropping_;
  Bus bus_;
};

}  // namespace tailmend::testing
