// A DNS server on the loopback address, run by the test's own loop: it answers every question as told.
#pragma once
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "daemon/base/loop.hpp"
#include "tests/support/tcp_peer.hpp"

namespace tailmend::testing {

// Answers every question in one way, RFC 1035 as far as that needs.
class DnsServer {
 public:
  enum class Reply : std::uint8_t { answers, only_v4, no_v4, no_such_name, fails, silent, garbles };

  DnsServer(Loop& loop, Reply reply) : reply_(reply) {
    ready_ = *loop.watch_descriptor(bound_.socket.get(), EPOLLIN, [this](std::uint32_t) { hear(); });
  }
  [[nodiscard]] std::string place() const { return "127.0.0.1:" + std::to_string(bound_.port); }
  [[nodiscard]] int questions() const { return questions_; }
  // Another answer for names that contain `label`.
  void but(std::string label, Reply reply) { others_.emplace_back(std::move(label), reply); }

 private:
  static constexpr unsigned char type_a = 1;

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
    Reply how = reply_;
    for (const auto& [label, other] : others_)
      if (question.find(label) != question.npos) how = other;
    switch (how) {
      case Reply::silent: return {};
      case Reply::no_such_name: reply[3] = static_cast<char>(0x83); return reply;
      case Reply::fails: reply[3] = static_cast<char>(0x82); return reply;
      case Reply::no_v4:
        if (type != type_a) return {};
        reply[3] = static_cast<char>(0x83);
        return reply;
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
  std::vector<std::pair<std::string, Reply>> others_;
  Bound bound_ = bind_loopback(SOCK_DGRAM);
  Source ready_;
  int questions_ = 0;
};

}  // namespace tailmend::testing
