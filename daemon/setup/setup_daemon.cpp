#include "daemon/setup/setup_daemon.hpp"

#include <array>
#include <csignal>

#include "daemon/base/unix_socket.hpp"
#include "daemon/tailscaled/json_stream.hpp"

namespace tailmend {

namespace {

enum : Place { targets = 1, address, answer };
constexpr std::array members = {
    Member{targets, "address", address, Kind::text},
    Member{targets, "answer_ms", answer, Kind::real},
    Member{whole, "targets", targets, Kind::objects},
};

struct Reading : JsonSink {
  void begin(Place) override { watched.emplace_back(); }
  void text(Place, std::string_view value) override { watched.back().address = value; }
  void real(Place, double value) override { watched.back().answer_ms = value; }
  std::vector<Watched> watched;
};

}  // namespace

Expected<void> reload_daemon(const std::string& socket) {
  const auto listener = listener_of(socket);
  if (!listener) return std::unexpected(listener.error());
  if (*listener <= 0) return std::unexpected(fault("tell the daemon of another pid namespace to read its configuration", ESRCH));
  if (::kill(*listener, SIGHUP) < 0) return std::unexpected(fault("tell the daemon to read its configuration"));
  return {};
}

std::vector<Watched> watched_in(std::string_view status_json) {
  Reading reading;
  JsonStream stream(members, reading);
  if (!stream.feed(status_json) || !stream.finish()) return {};
  return reading.watched;
}

}  // namespace tailmend
