#include "daemon/kernel/conntrack_codec.hpp"

#include <cassert>

#include <arpa/inet.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <netlink/attr.h>
#include <sys/socket.h>

namespace tailmend::netlink {

namespace {

constexpr int type_of(int what) { return (NFNL_SUBSYS_CTNETLINK << 8) | what; }

// The kernel's bits in CTA_FILTER_ORIG_FLAGS; uapi names only the attribute.
constexpr std::uint32_t filter_protocol = 1U << 3;
constexpr std::uint32_t filter_source_port = 1U << 4;

Request make_conntrack_request(int what, int flags, std::uint8_t family) {
  return make_request(type_of(what), flags, nfgenmsg{.nfgen_family = family, .version = NFNETLINK_V0, .res_id = 0});
}

// An attribute left out would make another question of it, and of "delete this" a "delete all".
void put(nl_msg& request, int type, const void* value, std::size_t size) {
  [[maybe_unused]] const int failed = nla_put(&request, type, static_cast<int>(size), value);
  assert(failed == 0);
}
void put_u32(nl_msg& request, int type, std::uint32_t value) { put(request, type, &value, sizeof value); }

template <class Fill>
void nest(nl_msg& request, int type, Fill fill) {
  nlattr* const nested = nla_nest_start(&request, type | NLA_F_NESTED);
  assert(nested != nullptr);
  fill();
  nla_nest_end(&request, nested);
}

std::optional<std::uint16_t> read_port(Bytes value) {
  std::uint16_t port = 0;
  if (value.size() < sizeof port) return std::nullopt;
  __builtin_memcpy(&port, value.data(), sizeof port);
  return ntohs(port);
}

struct Tuple {
  Flow flow;
  std::uint8_t protocol = 0;
  bool ports = false;
};

void read_addresses(Bytes attributes, Flow& flow) {
  while (const auto attribute = next_attribute(attributes)) {
    const std::uint8_t family = attribute->type == CTA_IP_V4_SRC || attribute->type == CTA_IP_V4_DST ? AF_INET : AF_INET6;
    const bool source = attribute->type == CTA_IP_V4_SRC || attribute->type == CTA_IP_V6_SRC;
    const bool destination = attribute->type == CTA_IP_V4_DST || attribute->type == CTA_IP_V6_DST;
    if (source) flow.source.address = read_address(family, attribute->value).value_or(watch::Address{});
    if (destination) flow.destination.address = read_address(family, attribute->value).value_or(watch::Address{});
  }
}

void read_protocol(Bytes attributes, Tuple& tuple) {
  bool source = false;
  bool destination = false;
  while (const auto attribute = next_attribute(attributes)) {
    if (attribute->type == CTA_PROTO_NUM && !attribute->value.empty()) tuple.protocol = attribute->value[0];
    const auto port = read_port(attribute->value);
    if (attribute->type == CTA_PROTO_SRC_PORT && port) {
      tuple.flow.source.port = *port;
      source = true;
    }
    if (attribute->type == CTA_PROTO_DST_PORT && port) {
      tuple.flow.destination.port = *port;
      destination = true;
    }
  }
  tuple.ports = source && destination;
}

std::optional<Tuple> read_tuple(Bytes attributes) {
  Tuple tuple;
  while (const auto attribute = next_attribute(attributes)) {
    if (attribute->type == CTA_TUPLE_IP) read_addresses(attribute->value, tuple.flow);
    if (attribute->type == CTA_TUPLE_PROTO) read_protocol(attribute->value, tuple);
  }
  const bool whole = tuple.ports && tuple.flow.source.address.family != watch::Family::none &&
                     tuple.flow.destination.address.family == tuple.flow.source.address.family;
  return whole ? std::optional(tuple) : std::nullopt;
}

std::vector<std::uint8_t> copy(Bytes value) { return {value.begin(), value.end()}; }

}  // namespace

std::optional<Mapping> parse_mapping(const Message& message) {
  Bytes rest = message.body;
  if (message.type != type_of(IPCTNL_MSG_CT_NEW)) return std::nullopt;
  const auto header = take_header<nfgenmsg>(rest);
  if (!header) return std::nullopt;
  Mapping mapping{.family = header->nfgen_family};
  std::optional<Tuple> original;
  std::optional<Tuple> reply;
  while (const auto attribute = next_attribute(rest)) {
    if (attribute->type == CTA_TUPLE_ORIG) {
      original = read_tuple(attribute->value);
      mapping.tuple = copy(attribute->value);
    }
    if (attribute->type == CTA_TUPLE_REPLY) reply = read_tuple(attribute->value);
    if (attribute->type == CTA_ID) mapping.id = copy(attribute->value);
    if (attribute->type == CTA_ZONE) mapping.zone = copy(attribute->value);
  }
  if (!original || !reply) return std::nullopt;
  mapping.protocol = original->protocol;
  mapping.original = original->flow;
  mapping.reply = reply->flow;
  return mapping;
}

Request ask_for_port(std::uint8_t family, std::uint16_t source_port) {
  auto request = make_conntrack_request(IPCTNL_MSG_CT_GET, NLM_F_DUMP, family);
  const std::uint8_t protocol = IPPROTO_UDP;
  const std::uint16_t port = htons(source_port);
  nest(*request, CTA_TUPLE_ORIG, [&] {
    nest(*request, CTA_TUPLE_PROTO, [&] {
      put(*request, CTA_PROTO_NUM, &protocol, sizeof protocol);
      put(*request, CTA_PROTO_SRC_PORT, &port, sizeof port);
    });
  });
  nest(*request, CTA_FILTER, [&] {
    put_u32(*request, CTA_FILTER_ORIG_FLAGS, filter_protocol | filter_source_port);
    put_u32(*request, CTA_FILTER_REPLY_FLAGS, 0);
  });
  return request;
}

Request ask_for_source_nat(std::uint8_t family) {
  auto request = make_conntrack_request(IPCTNL_MSG_CT_GET, NLM_F_DUMP, family);
  put_u32(*request, CTA_STATUS, htonl(IPS_SRC_NAT));
  put_u32(*request, CTA_STATUS_MASK, htonl(IPS_SRC_NAT));
  return request;
}

Request ask_for_all(std::uint8_t family) { return make_conntrack_request(IPCTNL_MSG_CT_GET, NLM_F_DUMP, family); }

Request delete_mapping(const Mapping& mapping) {
  // Without a tuple ctnetlink deletes every mapping there is.
  assert(!mapping.tuple.empty());
  auto request = make_conntrack_request(IPCTNL_MSG_CT_DELETE, NLM_F_ACK, mapping.family);
  put(*request, CTA_TUPLE_ORIG | NLA_F_NESTED, mapping.tuple.data(), mapping.tuple.size());
  if (!mapping.id.empty()) put(*request, CTA_ID, mapping.id.data(), mapping.id.size());
  if (!mapping.zone.empty()) put(*request, CTA_ZONE, mapping.zone.data(), mapping.zone.size());
  return request;
}

}  // namespace tailmend::netlink
