#include "daemon/probe/socks5.hpp"

#include "daemon/base/printable.hpp"
#include "tests/support/catch.hpp"

using namespace tailmend;
using namespace std::string_literals;
using Stage = SocksAnswers::Stage;
using watch::TcpOutcome;

namespace {

watch::Address address(const char* text) { return watch::parse_address(text).value(); }
const std::string accepted = "\x05\x00"s;
const std::string granted_v4 = "\x05\x00\x00\x01\x64\x40\x00\x01\x10\x92"s;  // from 100.64.0.1:4242

// Fed whole, and in every two pieces; the answers must not depend on that.
SocksAnswers after(const std::string& bytes, const std::string& rest = "") {
  SocksAnswers whole;
  CHECK(whole.feed(bytes) == rest);
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    SocksAnswers pieces;
    std::string left(pieces.feed(bytes.substr(0, cut)));
    left += pieces.feed(bytes.substr(cut));
    INFO(cut);
    CHECK(left == rest);
    CHECK(pieces.stage() == whole.stage());
    CHECK(pieces.reply() == whole.reply());
    CHECK(pieces.from() == whole.from());
  }
  return whole;
}

}  // namespace

TEST_CASE("the greeting offers no authentication and nothing else") { CHECK(socks_greeting() == "\x05\x01\x00"s); }

TEST_CASE("a request names an IPv4 address, an IPv6 address, or a name") {
  CHECK(socks_connect({.address = address("10.77.0.10"), .port = 502}) == "\x05\x01\x00\x01\x0a\x4d\x00\x0a\x01\xf6"s);
  CHECK(socks_connect({.address = address("fd00::1"), .port = 80}) ==
        "\x05\x01\x00\x04\xfd\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x50"s);
  CHECK(socks_connect({.name = "plc", .port = 65535}) == "\x05\x01\x00\x03\x03plc\xff\xff"s);
  CHECK(socks_connect({.name = "plc", .address = address("10.77.0.10"), .port = 1}) == "\x05\x01\x00\x03\x03plc\x00\x01"s);
  CHECK(socks_connect({.name = std::string(255, 'a'), .port = 1}).size() == SocksAnswers::max_bytes);
}

TEST_CASE("what the protocol cannot name has no request") {
  CHECK(socks_connect({.port = 1}).empty());
  CHECK(socks_connect({.name = std::string(256, 'a'), .port = 1}).empty());
}

TEST_CASE("a connection is granted, and what follows is the target's") {
  CHECK(after("").stage() == Stage::greeting);
  CHECK(after(accepted).stage() == Stage::request);
  const auto v4 = after(accepted + granted_v4 + "SSH-2.0", "SSH-2.0");
  CHECK(v4.stage() == Stage::granted);
  CHECK(v4.from() == address("100.64.0.1"));
  const auto v6 = after(accepted + "\x05\x00\x00\x04\xfd\x7a\x11\x5c\xa1\xe0\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x01x"s, "x");
  CHECK(v6.stage() == Stage::granted);
  CHECK(v6.from() == address("fd7a:115c:a1e0::1"));
  const auto named = after(accepted + "\x05\x00\x00\x03\x02me\x00\x01yz"s, "yz");
  CHECK(named.stage() == Stage::granted);
  CHECK(named.from().family == watch::Family::none);
  CHECK(after(accepted + "\x05\x00\x00\x03\x00\x00\x01"s).stage() == Stage::granted);
  CHECK(after(accepted + "\x05\x00\x00\x03\xff"s + std::string(255 + 2, 'n') + "!", "!").stage() == Stage::granted);
}

TEST_CASE("an answer that is cut short is still due") {
  for (std::size_t size = 0; size < granted_v4.size(); ++size) {
    INFO(size);
    CHECK(after(accepted + granted_v4.substr(0, size)).stage() == Stage::request);
  }
  CHECK(after("\x05").stage() == Stage::greeting);
}

TEST_CASE("every reply code is a failure as soon as it is there, and is kept") {
  for (int code = 1; code <= 255; ++code) {
    INFO(code);
    const std::string reply = {'\x05', static_cast<char>(code)};
    const auto cut = after(accepted + reply);
    CHECK(cut.stage() == Stage::denied);
    CHECK(cut.reply() == code);
    CHECK(after(accepted + reply + "\x00\x01\x00\x00\x00\x00\x00\x00"s).reply() == code);
  }
}

TEST_CASE("a reply code says something of the target, or of the proxy") {
  CHECK(outcome_of_reply(1) == TcpOutcome::proxy_failed);
  CHECK(outcome_of_reply(2) == TcpOutcome::proxy_failed);
  CHECK(outcome_of_reply(3) == TcpOutcome::unreachable);
  CHECK(outcome_of_reply(4) == TcpOutcome::unreachable);
  CHECK(outcome_of_reply(5) == TcpOutcome::refused);
  CHECK(outcome_of_reply(6) == TcpOutcome::timed_out);
  for (const int code : {7, 8, 9, 128, 255}) CHECK(outcome_of_reply(static_cast<std::uint8_t>(code)) == TcpOutcome::proxy_failed);
}

TEST_CASE("what is not SOCKS5 is strange from its first byte") {
  SocksAnswers web;
  CHECK(web.feed("HTTP/1.1 400 Bad Request\r\n\r\n").empty());
  CHECK(web.stage() == Stage::strange);
  CHECK(web.trouble() == "speaks no SOCKS5: \"HTTP/1.1 400 Bad Request…\" came");
  CHECK(web.feed("more").empty());
  CHECK(after("\x04\x00"s).trouble() == "speaks no SOCKS5: \"\\x04\\x00\" came");
  CHECK(after(accepted + "HTTP").stage() == Stage::strange);
  SocksAnswers talker;
  CHECK(talker.feed(std::string(1 << 20, 'x')).empty());
  CHECK(talker.trouble().size() < 100);
}

TEST_CASE("an authentication that was not offered is strange") {
  CHECK(after("\x05\x02"s).trouble() == "wants a user and a password");
  CHECK(after("\x05\xff"s).trouble() == "wants a user and a password");
  CHECK(after("\x05\x01"s).trouble() == "chose authentication method 1, which was not offered");
}

TEST_CASE("a grant with an address of a type that does not exist is strange") {
  for (const int type : {0, 2, 5, 255}) {
    const auto answers = after(accepted + "\x05\x00\x00"s + static_cast<char>(type) + "\x00"s);
    CHECK(answers.stage() == Stage::strange);
    CHECK(answers.trouble() == "granted the connection with an address of unknown type " + std::to_string(type));
  }
}

TEST_CASE("a proxy is at an address, or at either of localhost") {
  using Places = std::vector<watch::Endpoint>;
  CHECK(socks_places("127.0.0.1:1055") == Places{{address("127.0.0.1"), 1055}});
  CHECK(socks_places("[::1]:1055") == Places{{address("::1"), 1055}});
  CHECK(socks_places("localhost:1055") == Places{{address("::1"), 1055}, {address("127.0.0.1"), 1055}});
  for (const char* bad : {"", "localhost", "localhost:", "localhost:0", "localhost:65536", "localhost:1x", "proxy:1", ":1"}) {
    INFO(bad);
    CHECK(socks_places(bad).empty());
  }
}

TEST_CASE("bytes are shown so that a log line stays one") {
  CHECK(printable("").size() == 2);
  CHECK(printable("a\"\\\n\x7f\xff") == "\"a\\x22\\x5c\\x0a\\x7f\\xff\"");
  CHECK(printable(std::string(24, 'a')) == '"' + std::string(24, 'a') + '"');
  CHECK(printable(std::string(25, 'a')) == '"' + std::string(24, 'a') + "…\"");
}
