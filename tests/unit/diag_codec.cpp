#include "daemon/kernel/diag_codec.hpp"

#include <cstring>
#include <vector>

#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>

#include "tests/support/catch.hpp"

using namespace tailmend::netlink;
using watch::Life;

namespace {

template <class T>
void append(std::vector<std::uint8_t>& bytes, const T& value) {
  const std::size_t size = bytes.size();
  bytes.resize(size + sizeof value);
  std::memcpy(bytes.data() + size, &value, sizeof value);
}

inet_diag_msg header_to(std::uint8_t family, std::vector<std::uint8_t> remote) {
  inet_diag_msg header{};
  header.idiag_family = family;
  header.idiag_inode = 77;
  header.id.idiag_dport = htons(443);
  header.id.idiag_sport = htons(22);
  header.id.idiag_src[0] = htonl(0xc0000207);
  std::memcpy(header.id.idiag_dst, remote.data(), remote.size());
  return header;
}

std::vector<std::uint8_t> body(const inet_diag_msg& header, std::uint32_t mark, const tcp_info& info, std::size_t info_size = sizeof(tcp_info)) {
  std::vector<std::uint8_t> bytes;
  append(bytes, header);
  append(bytes, nlattr{.nla_len = 8, .nla_type = INET_DIAG_MARK});
  append(bytes, mark);
  append(bytes, nlattr{.nla_len = 12, .nla_type = INET_DIAG_CGROUP_ID});
  append(bytes, std::uint64_t{0x1'0000'0001});
  append(bytes, nlattr{.nla_len = static_cast<std::uint16_t>(4 + info_size), .nla_type = INET_DIAG_INFO});
  append(bytes, info);
  bytes.resize(bytes.size() - sizeof info + info_size);
  return bytes;
}

std::optional<DiagnosedSocket> parse(const std::vector<std::uint8_t>& bytes, std::uint16_t type = SOCK_DIAG_BY_FAMILY) {
  return parse_diagnosed_socket({.type = type, .flags = 0, .sequence = 0, .body = bytes});
}

Life judged(std::uint32_t unanswered, std::uint32_t retransmissions) {
  DiagnosedSocket socket;
  socket.unanswered = unanswered;
  socket.retransmissions = retransmissions;
  return judge(socket);
}

}  // namespace

TEST_CASE("a socket is read with its remote end, mark, control group and what is unanswered") {
  tcp_info info{};
  info.tcpi_unacked = 5;
  info.tcpi_retransmits = 4;
  info.tcpi_backoff = 3;
  info.tcpi_last_ack_recv = 9000;
  info.tcpi_last_data_recv = 7000;
  info.tcpi_last_data_sent = 8000;
  const auto socket = parse(body(header_to(AF_INET, {203, 0, 113, 5}), 0x80000, info));
  REQUIRE(socket);
  CHECK(watch::to_string(socket->remote) == "203.0.113.5:443");
  CHECK(watch::to_string(socket->local) == "192.0.2.7:22");
  CHECK(socket->inode == 77);
  CHECK(socket->mark == 0x80000);
  CHECK(socket->cgroup == 0x1'0000'0001);
  CHECK(socket->unanswered == 5);
  CHECK(socket->retransmissions == 4);
  CHECK(socket->last_answer == std::chrono::seconds(9));
  CHECK(socket->last_received == std::chrono::seconds(7));
  CHECK(socket->last_sent == std::chrono::seconds(8));
  CHECK(judge(*socket) == Life::dead);
}

TEST_CASE("an IPv4-mapped address is the IPv4 address it is") {
  const auto mapped = header_to(AF_INET6, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 203, 0, 113, 5});
  CHECK(watch::to_string(parse(body(mapped, 0, {}))->remote) == "203.0.113.5:443");
  const auto own = header_to(AF_INET6, {0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
  CHECK(watch::to_string(parse(body(own, 0, {}))->remote) == "[2001:db8::1]:443");
}

TEST_CASE("a shorter tcp_info of an older kernel is read as far as it goes") {
  tcp_info info{};
  info.tcpi_retransmits = 2;
  info.tcpi_unacked = 9;
  const auto socket = parse(body(header_to(AF_INET, {203, 0, 113, 5}), 0, info, 8));
  REQUIRE(socket);
  CHECK(socket->retransmissions == 2);
  CHECK(socket->unanswered == 0);
}

TEST_CASE("a diagnosis cut short anywhere is none, or says less") {
  tcp_info info{};
  info.tcpi_unacked = 5;
  const auto whole = body(header_to(AF_INET, {203, 0, 113, 5}), 0x80000, info);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto socket = parse({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
    CHECK(socket.has_value() == (size >= sizeof(inet_diag_msg)));
    if (socket) CHECK(socket->unanswered == 0);
  }
  CHECK_FALSE(parse(whole, 3));
  CHECK_FALSE(parse(body(header_to(AF_UNIX, {1}), 0, {})));
}

TEST_CASE("only what was sent again is unanswered, and only three times is dead") {
  CHECK(judged(0, 0) == Life::answering);
  CHECK(judged(0, 9) == Life::answering);
  CHECK(judged(5, 0) == Life::answering);
  CHECK(judged(1, 1) == Life::silent);
  CHECK(judged(1, 2) == Life::silent);
  CHECK(judged(1, 3) == Life::dead);
}

TEST_CASE("a mark is tailscaled's by its own bits only") {
  CHECK(is_marked(0x80000));
  CHECK(is_marked(0x80001));
  CHECK(is_marked(0x10080000));
  CHECK_FALSE(is_marked(0));
  CHECK_FALSE(is_marked(0x40000));
  CHECK_FALSE(is_marked(0xc0000));
}

TEST_CASE("data got through when it came, or when it was sent and has been answered since") {
  using namespace std::chrono_literals;
  DiagnosedSocket socket;
  socket.last_received = socket.last_sent = socket.last_answer = 5min;
  CHECK_FALSE(carried_data(socket, 1min));
  socket.last_sent = 30s;
  CHECK(carried_data(socket, 1min));
  socket.unanswered = 1;
  socket.retransmissions = 1;
  CHECK_FALSE(carried_data(socket, 1min));
  socket.last_received = 1min;
  CHECK(carried_data(socket, 1min));
  socket.last_received = 5min;
  socket.last_answer = 61s;
  CHECK_FALSE(carried_data(socket, 1min));
  socket.last_answer = 59s;  // until then it arrived
  CHECK(carried_data(socket, 1min));
}
