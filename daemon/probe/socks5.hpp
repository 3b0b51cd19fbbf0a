// The client's half of SOCKS5 (RFC 1928): greeting without authentication, CONNECT, the server's two answers. Bytes in,
// bytes and stages out; bounded by the answers' own form. Never touches a socket.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/address.hpp"
#include "libwatch/evidence.hpp"

namespace tailmend {

// Where the proxy shall connect to: `name` where there is one, which it then resolves, else `address`.
struct SocksDestination {
  std::string name;
  watch::Address address;
  std::uint16_t port = 0;
  friend bool operator==(const SocksDestination&, const SocksDestination&) = default;
};

// Version 5, one method: no authentication.
std::string_view socks_greeting();
// "" for what the protocol cannot say: neither name nor address, a name of more than 255 bytes.
std::string socks_connect(const SocksDestination& destination);
// What a failure reply says of the target; proxy_failed where it says something of the proxy, or nothing at all
// (general failure: tailscaled's answer to every failed dial).
watch::TcpOutcome outcome_of_reply(std::uint8_t code);
// The places of "127.0.0.1:1055", "[::1]:1055" or "localhost:1055", in the order in which clients try them: localhost
// is ::1 before 127.0.0.1. None for anything else.
std::vector<watch::Endpoint> socks_places(std::string_view proxy);

// What came back, in pieces of any size.
class SocksAnswers {
 public:
  enum class Stage : std::uint8_t {
    greeting,  // the answer to the greeting is still due
    request,   // taken in without authentication; the answer to CONNECT is due, which is to be sent now
    granted,
    denied,   // see reply()
    strange,  // not SOCKS5, or a method that was not offered; see trouble()
  };

  // Returns what comes after the answers once the connection is granted: the target's first bytes. Nothing else.
  std::string_view feed(std::string_view bytes);

  [[nodiscard]] Stage stage() const { return stage_; }
  [[nodiscard]] std::uint8_t reply() const { return reply_; }  // 0 unless denied
  // From where the proxy connected, once granted; without family where it says a name.
  [[nodiscard]] const watch::Address& from() const { return from_; }
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

  static constexpr std::size_t max_bytes = 4 + 1 + 255 + 2;  // of one answer

 private:
  [[nodiscard]] std::size_t wanted() const;
  void judge();
  void judge_greeting();
  void judge_reply();
  void strange(std::string why);

  Stage stage_ = Stage::greeting;
  std::string held_;  // of the answer that is due
  std::uint8_t reply_ = 0;
  watch::Address from_;
  std::string trouble_;
};

}  // namespace tailmend
