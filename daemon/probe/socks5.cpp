#include "daemon/probe/socks5.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "daemon/base/printable.hpp"

namespace tailmend {

using watch::Address;
using watch::Family;
using watch::TcpOutcome;

namespace {

using namespace std::string_view_literals;

constexpr char version = 5;
constexpr std::uint8_t no_authentication = 0;
constexpr std::uint8_t password = 2;
constexpr std::uint8_t none_acceptable = 0xff;
constexpr char connect_command = 1;
constexpr std::uint8_t address_v4 = 1;
constexpr std::uint8_t address_name = 3;
constexpr std::uint8_t address_v6 = 4;
constexpr std::size_t method_answer = 2;
constexpr std::size_t reply_start = 2;  // a failure may end there
constexpr std::size_t reply_head = 5;  // up to the first byte of the address, which is the length of a name
constexpr std::size_t longest_name = 255;

std::uint8_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); }
std::size_t size_of(Family family) { return family == Family::v4 ? 4 : 16; }

}  // namespace

std::string_view socks_greeting() { return "\x05\x01\x00"sv; }

std::string socks_connect(const SocksDestination& destination) {
  std::string request = {version, connect_command, 0};
  if (!destination.name.empty()) {
    if (destination.name.size() > longest_name) return {};
    request += static_cast<char>(address_name);
    request += static_cast<char>(destination.name.size());
    request += destination.name;
  } else {
    if (destination.address.family == Family::none) return {};
    request += static_cast<char>(destination.address.family == Family::v4 ? address_v4 : address_v6);
    request.append(reinterpret_cast<const char*>(destination.address.bytes.data()), size_of(destination.address.family));
  }
  request += static_cast<char>(destination.port >> 8U);
  request += static_cast<char>(destination.port & 0xffU);
  return request;
}

TcpOutcome outcome_of_reply(std::uint8_t code) {
  switch (code) {
    case 3:
    case 4: return TcpOutcome::unreachable;
    case 5: return TcpOutcome::refused;
    case 6: return TcpOutcome::timed_out;
    default: return TcpOutcome::proxy_failed;
  }
}

std::vector<watch::Endpoint> socks_places(std::string_view proxy) {
  if (const auto place = watch::parse_endpoint(proxy)) return {*place};
  constexpr std::string_view local = "localhost:";
  if (!proxy.starts_with(local)) return {};
  // Written out as an address, the port is judged by the one who knows the rules for it.
  const std::string port(proxy.substr(local.size()));
  const auto v6 = watch::parse_endpoint("[::1]:" + port);
  const auto v4 = watch::parse_endpoint("127.0.0.1:" + port);
  if (!v6 || !v4) return {};
  return {*v6, *v4};
}

std::string_view SocksAnswers::feed(std::string_view bytes) {
  while (!bytes.empty() && (stage_ == Stage::greeting || stage_ == Stage::request)) {
    const std::size_t taken = std::min(bytes.size(), wanted() - held_.size());
    held_ += bytes.substr(0, taken);
    // What is not SOCKS5 is seen at its first byte, and shown with what came along.
    if (byte_at(held_, 0) != version) {
      held_ += bytes.substr(taken, max_bytes);
      strange(fmt::format("speaks no SOCKS5: {} came", printable(held_)));
      return {};
    }
    bytes.remove_prefix(taken);
    judge();
  }
  return stage_ == Stage::granted ? bytes : std::string_view{};
}

// How long the answer that is due will be, as far as can be told by now.
std::size_t SocksAnswers::wanted() const {
  if (stage_ == Stage::greeting) return method_answer;
  if (held_.size() < reply_start) return reply_start;
  if (held_.size() < reply_head) return reply_head;
  switch (byte_at(held_, 3)) {
    case address_v4: return 4 + 4 + 2;
    case address_v6: return 4 + 16 + 2;
    default: return reply_head + byte_at(held_, 4) + 2;
  }
}

void SocksAnswers::judge() {
  if (stage_ == Stage::greeting) judge_greeting();
  else judge_reply();
}

void SocksAnswers::judge_greeting() {
  if (held_.size() < method_answer) return;
  switch (const std::uint8_t method = byte_at(held_, 1); method) {
    case no_authentication: stage_ = Stage::request; break;
    case password:
    case none_acceptable: return strange("wants a user and a password");
    default: return strange(fmt::format("chose authentication method {}, which was not offered", method));
  }
  held_.clear();
}

void SocksAnswers::judge_reply() {
  if (held_.size() < reply_start) return;
  if (byte_at(held_, 1) != 0) {
    reply_ = byte_at(held_, 1);
    stage_ = Stage::denied;
    return;
  }
  if (held_.size() < reply_head) return;
  const std::uint8_t type = byte_at(held_, 3);
  if (type != address_v4 && type != address_v6 && type != address_name)
    return strange(fmt::format("granted the connection with an address of unknown type {}", type));
  if (held_.size() < wanted()) return;
  if (type != address_name) {
    from_.family = type == address_v4 ? Family::v4 : Family::v6;
    std::copy_n(held_.begin() + 4, size_of(from_.family), from_.bytes.begin());
  }
  stage_ = Stage::granted;
}

void SocksAnswers::strange(std::string why) {
  stage_ = Stage::strange;
  trouble_ = std::move(why);
}

}  // namespace tailmend
