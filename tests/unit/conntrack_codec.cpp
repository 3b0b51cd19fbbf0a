#include "daemon/kernel/conntrack_codec.hpp"

#include <array>
#include <cstring>

#include <arpa/inet.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <netinet/in.h>
#include <netlink/attr.h>

#include "tests/support/catch.hpp"

using namespace tailmend::netlink;

namespace {

constexpr int new_mapping = (NFNL_SUBSYS_CTNETLINK << 8) | IPCTNL_MSG_CT_NEW;

void put_endpoint(nl_msg& message, int ip_type, const char* address, int family) {
  std::array<std::uint8_t, 16> bytes{};
  REQUIRE(inet_pton(family, address, bytes.data()) == 1);
  nla_put(&message, ip_type, family == AF_INET ? 4 : 16, bytes.data());
}

struct Side {
  const char* source;
  std::uint16_t source_port;
  const char* destination;
  std::uint16_t destination_port;
};

void put_tuple(nl_msg& message, int type, const Side& side, int family, std::uint8_t protocol) {
  nlattr* const tuple = nla_nest_start(&message, type | NLA_F_NESTED);
  nlattr* const ip = nla_nest_start(&message, CTA_TUPLE_IP | NLA_F_NESTED);
  put_endpoint(message, family == AF_INET ? CTA_IP_V4_SRC : CTA_IP_V6_SRC, side.source, family);
  put_endpoint(message, family == AF_INET ? CTA_IP_V4_DST : CTA_IP_V6_DST, side.destination, family);
  nla_nest_end(&message, ip);
  nlattr* const ports = nla_nest_start(&message, CTA_TUPLE_PROTO | NLA_F_NESTED);
  nla_put_u8(&message, CTA_PROTO_NUM, protocol);
  nla_put_u16(&message, CTA_PROTO_SRC_PORT, htons(side.source_port));
  nla_put_u16(&message, CTA_PROTO_DST_PORT, htons(side.destination_port));
  nla_nest_end(&message, ports);
  nla_nest_end(&message, tuple);
}

Request kernel_says(const Side& original, const Side& reply, int family = AF_INET, std::uint8_t protocol = IPPROTO_UDP) {
  auto message = make_request(new_mapping, NLM_F_MULTI, nfgenmsg{.nfgen_family = static_cast<std::uint8_t>(family), .version = 0, .res_id = 0});
  put_tuple(*message, CTA_TUPLE_ORIG, original, family, protocol);
  put_tuple(*message, CTA_TUPLE_REPLY, reply, family, protocol);
  nla_put_u32(message.get(), CTA_STATUS, htonl(8));
  nla_put_u32(message.get(), CTA_ID, htonl(77));
  return message;
}

Bytes body_of(const nl_msg* message) {
  const nlmsghdr* header = nlmsg_hdr(const_cast<nl_msg*>(message));
  return {static_cast<const std::uint8_t*>(nlmsg_data(header)), header->nlmsg_len - NLMSG_HDRLEN};
}
std::optional<Mapping> parse(const Request& message) {
  return parse_mapping({.type = new_mapping, .flags = 0, .sequence = 0, .body = body_of(message.get())});
}

// The attributes of a request, by type.
std::optional<Bytes> attribute(const Request& request, int type) {
  Bytes rest = body_of(request.get());
  (void)take_header<nfgenmsg>(rest);
  while (const auto one = next_attribute(rest)) {
    if (one->type == type) return one->value;
  }
  return std::nullopt;
}

const Side asks{"192.168.7.1", 41641, "203.0.113.9", 41641};
const Side answers{"203.0.113.9", 41641, "10.9.1.1", 41641};

}  // namespace

TEST_CASE("a mapping is read with both its directions, and is translated when they differ") {
  const auto mapping = parse(kernel_says(asks, answers));
  REQUIRE(mapping);
  CHECK(mapping->protocol == IPPROTO_UDP);
  CHECK(watch::to_string(mapping->original.source) == "192.168.7.1:41641");
  CHECK(watch::to_string(mapping->original.destination) == "203.0.113.9:41641");
  CHECK(watch::to_string(mapping->reply.destination) == "10.9.1.1:41641");
  CHECK(is_translated(*mapping));
  const auto plain = parse(kernel_says(asks, {"203.0.113.9", 41641, "192.168.7.1", 41641}));
  REQUIRE(plain);
  CHECK_FALSE(is_translated(*plain));
}

TEST_CASE("a port that was rewritten is a translation") {
  CHECK(is_translated(parse(kernel_says(asks, {"203.0.113.9", 41641, "192.168.7.1", 1024})).value()));
}

TEST_CASE("an IPv6 mapping is read") {
  const auto mapping = parse(kernel_says({"2001:db8::1", 41641, "2001:db8:9::9", 3478}, {"2001:db8:9::9", 3478, "2001:db8::1", 41641}, AF_INET6));
  REQUIRE(mapping);
  CHECK(mapping->family == AF_INET6);
  CHECK(watch::to_string(mapping->original.source) == "[2001:db8::1]:41641");
  CHECK_FALSE(is_translated(*mapping));
}

TEST_CASE("the end of a mapping names that very mapping") {
  auto message = kernel_says(asks, answers);
  nla_put_u16(message.get(), CTA_ZONE, htons(5));
  const auto mapping = parse(message).value();
  const auto request = delete_mapping(mapping);
  CHECK(nlmsg_hdr(request.get())->nlmsg_type == ((NFNL_SUBSYS_CTNETLINK << 8) | IPCTNL_MSG_CT_DELETE));
  for (const int type : {CTA_TUPLE_ORIG, CTA_ID, CTA_ZONE}) {
    const auto said = attribute(message, type);
    const auto asked = attribute(request, type);
    REQUIRE((said && asked));
    CHECK(std::vector(said->begin(), said->end()) == std::vector(asked->begin(), asked->end()));
  }
}

TEST_CASE("a mapping that lacks a direction, an address or a port is none") {
  const auto whole = kernel_says(asks, answers);
  Bytes bytes = body_of(whole.get());
  for (std::size_t size = 0; size < 100; size += 4) CHECK_FALSE(parse_mapping({.type = new_mapping, .flags = 0, .sequence = 0, .body = bytes.first(size)}));
  auto half = make_request(new_mapping, 0, nfgenmsg{.nfgen_family = AF_INET, .version = 0, .res_id = 0});
  put_tuple(*half, CTA_TUPLE_ORIG, asks, AF_INET, IPPROTO_UDP);
  CHECK_FALSE(parse(half));
}

TEST_CASE("a message of another kind is no mapping") {
  const auto message = kernel_says(asks, answers);
  CHECK_FALSE(parse_mapping({.type = NLMSG_DONE, .flags = 0, .sequence = 0, .body = body_of(message.get())}));
}
