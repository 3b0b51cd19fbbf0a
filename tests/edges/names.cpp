// Names against a DNS server of our own on the loopback address.
#include "daemon/names.hpp"

#include <array>
#include <optional>

#include "tests/support/catch.hpp"
#include "tests/support/tcp_peer.hpp"

using namespace tailmend;
using namespace tailmend::testing;
using namespace std::chrono_literals;

namespace {

constexpr unsigned char type_a = 1;

// Answers every question in one way, RFC 1035 as far as that needs.
class DnsServer {
 public:
  enum class Reply : std::uint8_t { answers, only_v4, no_such_name, silent, garbles };

  DnsServer(Loop& loop, Reply reply) : reply_(reply) {
    ready_ = *loop.watch_descriptor(bound_.socket.get(), EPOLLIN, [this](std::uint32_t) { hear(); });
  }
  [[nodiscard]] std::string place() const { return "127.0.0.1:" + std::to_string(bound_.port); }
  [[nodiscard]] int questions() const { return questions_; }

 private:
  void hear() {
    std::array<char, 512> buffer;
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    auto* name = reinterpret_cast<sockaddr*>(&from);
    const auto n = ::recvfrom(bound_.socket.get(), buffer.data(), buffer.size(), 0, name, &size);
    if (n < 17) return;
    ++questions_;
    const std::string reply = reply_to({buffer.data(), static_cast<std::size_t>(n)});
    if (!reply.empty()) ::sendto(bound_.socket.get(), reply.data(), reply.size(), 0, name, size);
  }

  [[nodiscard]] std::string reply_to(const std::string& question) const {
    // Header of 12 bytes, then the name, which ends with a zero, type and class.
    const auto end = question.find('\0', 12) + 5;
    const auto type = static_cast<unsigned char>(question[end - 3]);
    std::string reply = question.substr(0, end);
    reply[2] = static_cast<char>(0x81);  // a response, recursion desired
    reply[3] = static_cast<char>(0x80);  // available, no error
    reply.replace(6, 6, 6, '\0');
    switch (reply_) {
      case Reply::silent: return {};
      case Reply::no_such_name: reply[3] = static_cast<char>(0x83); return reply;
      case Reply::garbles: reply[7] = 1; return reply + "\xc0";
      case Reply::only_v4:
        if (type != type_a) return {};
        break;
      case Reply::answers: break;
    }
    reply[7] = 1;  // one answer: the question's name, its type, class IN, 60 s, the address
    reply += std::string("\xc0\x0c\x00", 3) + static_cast<char>(type) + std::string("\x00\x01\x00\x00\x00\x3c\x00", 7);
    reply += type == type_a ? std::string("\x04\x0a\x4d\x00\x0a", 5) : "\x10\xfd" + std::string(14, '\0') + "\x01";
    return reply;
  }

  Reply reply_;
  Bound bound_ = bind_loopback(SOCK_DGRAM);
  Source ready_;
  int questions_ = 0;
};
using DnsReply = DnsServer::Reply;
using Answer = Expected<std::vector<watch::Address>>;

const watch::Address plc_v4 = watch::parse_address("10.77.0.10").value();
const watch::Address plc_v6 = watch::parse_address("fd00::1").value();

Answer resolve(Loop& loop, Names& names, const std::string& name, watch::Duration limit = 2s) {
  std::optional<Answer> answer;
  int times = 0;
  const auto token = names.resolve(name, limit, [&](Answer a) {
    answer = std::move(a);
    ++times;
  });
  CHECK_FALSE(answer.has_value());
  REQUIRE(turn_until(loop, [&] { return answer.has_value(); }));
  CHECK(times == 1);
  return *answer;
}

}  // namespace

TEST_CASE("a name has its addresses, IPv4 first") {
  Loop loop;
  DnsServer server(loop, DnsReply::answers);
  Names names(loop, server.place());
  const auto answer = resolve(loop, names, "plc.example.net");
  REQUIRE(answer.has_value());
  CHECK(*answer == std::vector{plc_v4, plc_v6});
}

TEST_CASE("a server that is silent about IPv6 does not cost the IPv4 address") {
  Loop loop;
  DnsServer server(loop, DnsReply::only_v4);
  Names names(loop, server.place());
  const auto answer = resolve(loop, names, "plc.example.net", 300ms);
  REQUIRE(answer.has_value());
  CHECK(*answer == std::vector{plc_v4});
}

TEST_CASE("a name that does not exist is a fault with the resolver's words, at once") {
  Loop loop;
  DnsServer server(loop, DnsReply::no_such_name);
  Names names(loop, server.place());
  const auto answer = resolve(loop, names, "nobody.example.net", 10s);
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().error == 0);
  CHECK(to_string(answer.error()).find("resolve nobody.example.net: ") == 0);
}

TEST_CASE("a silent resolver costs its limit and no more") {
  Loop loop;
  DnsServer server(loop, DnsReply::silent);
  Names names(loop, server.place());
  const auto before = std::chrono::steady_clock::now();
  const auto answer = resolve(loop, names, "plc.example.net", 150ms);
  const auto took = std::chrono::steady_clock::now() - before;
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().error == ETIMEDOUT);
  CHECK(took >= 150ms);
  CHECK(took < 2s);
  CHECK(server.questions() > 0);
}

TEST_CASE("a dead first server leaves time for the second") {
  Loop loop;
  DnsServer silent(loop, DnsReply::silent);
  DnsServer server(loop, DnsReply::answers);
  Names names(loop, silent.place() + "," + server.place());
  const auto answer = resolve(loop, names, "plc.example.net", 3s);
  REQUIRE(answer.has_value());
  CHECK(*answer == std::vector{plc_v4, plc_v6});
}

TEST_CASE("a resolver that nobody runs, or that talks garbage, is a fault") {
  Loop loop;
  const Bound nobody = bind_loopback(SOCK_DGRAM);
  DnsServer garbling(loop, DnsReply::garbles);
  const bool runs = GENERATE(true, false);
  const auto place = runs ? garbling.place() : "127.0.0.1:" + std::to_string(nobody.port);
  Names names(loop, place);
  const auto answer = resolve(loop, names, "plc.example.net", 300ms);
  REQUIRE_FALSE(answer.has_value());
}

TEST_CASE("an address is its own answer, and what is no name a fault, without asking anybody") {
  Loop loop;
  DnsServer server(loop, DnsReply::silent);
  Names names(loop, server.place());
  CHECK(resolve(loop, names, "10.77.0.10").value() == std::vector{plc_v4});
  CHECK_FALSE(resolve(loop, names, "").has_value());
  CHECK_FALSE(resolve(loop, names, std::string("a\0b", 3)).has_value());
  CHECK_FALSE(resolve(loop, names, std::string(300, 'a')).has_value());
  CHECK(server.questions() == 0);
}

TEST_CASE("/etc/hosts is read: localhost needs no server") {
  Loop loop;
  DnsServer server(loop, DnsReply::silent);
  Names names(loop, server.place());
  const auto answer = resolve(loop, names, "localhost");
  REQUIRE(answer.has_value());
  CHECK(watch::is_loopback(answer->front()));
  CHECK(server.questions() == 0);
}

TEST_CASE("a cancelled question says nothing more") {
  Loop loop;
  DnsServer server(loop, DnsReply::answers);
  Names names(loop, server.place());
  auto token = names.resolve("plc.example.net", 2s, [](const Answer&) { FAIL("cancelled"); });
  token.reset();
  CHECK(resolve(loop, names, "plc.example.net").has_value());
}

TEST_CASE("an answer may destroy its token and the whole edge") {
  Loop loop;
  DnsServer server(loop, DnsReply::answers);
  auto names = std::make_unique<Names>(loop, server.place());
  Token token;
  bool told = false;
  token = names->resolve("plc.example.net", 2s, [&](const Answer&) {
    told = true;
    token.reset();
    names.reset();
  });
  REQUIRE(turn_until(loop, [&] { return told; }));
}

TEST_CASE("more questions at once than allowed fail at once; answered ones do not count") {
  Loop loop;
  DnsServer server(loop, DnsReply::silent);
  Names names(loop, server.place());
  const auto answered = names.resolve("10.77.0.10", 2s, [](const Answer&) {});
  while (loop.turn(0ms).value_or(false)) {
  }
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < Names::max_open; ++i)
    tokens.push_back(names.resolve("plc.example.net", 5s, [](const Answer&) { FAIL("the server is silent"); }));
  const auto answer = resolve(loop, names, "plc.example.net");
  REQUIRE_FALSE(answer.has_value());
  CHECK(to_string(answer.error()).find("too many") != std::string::npos);
}

TEST_CASE("a target's name comes to have an address, which outlives the resolver") {
  Loop loop;
  auto server = std::make_unique<DnsServer>(loop, DnsReply::answers);
  Names names(loop, server->place());
  TargetNames targets(loop, names);
  targets.configure({{.name = "plc", .address = "plc.example.net:502"}, {.name = "hmi", .address = "10.77.0.11:443"}});
  CHECK_FALSE(targets.book().endpoint(0));
  CHECK(targets.book().endpoint(1).has_value());
  targets.refresh();
  REQUIRE(turn_until(loop, [&] { return targets.book().endpoint(0).has_value(); }));
  CHECK(targets.book().endpoint(0) == watch::Endpoint{plc_v4, 502});
  const int asked = server->questions();
  targets.refresh();  // nothing is due
  CHECK(server->questions() == asked);
  server.reset();
  CHECK(targets.book().endpoint(0) == watch::Endpoint{plc_v4, 502});
}
