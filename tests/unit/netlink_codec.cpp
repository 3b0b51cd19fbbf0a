#include "daemon/kernel/netlink_codec.hpp"

#include <cerrno>
#include <cstring>
#include <vector>

#include <linux/fib_rules.h>
#include <linux/if.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>

#include "tests/support/catch.hpp"

using namespace tailmend::netlink;

namespace {

constexpr Tailscale tailscale{.interface = "mesh9", .index = 9};

// Builds what the kernel would send.
class Built {
 public:
  template <class Header>
  Built(std::uint16_t type, const Header& header) {
    append(nlmsghdr{.nlmsg_len = 0, .nlmsg_type = type, .nlmsg_flags = 0, .nlmsg_seq = 5, .nlmsg_pid = 0});
    append(header);
  }
  Built& with(std::uint16_t type, std::vector<std::uint8_t> value) {
    append(nlattr{.nla_len = static_cast<std::uint16_t>(4 + value.size()), .nla_type = type});
    bytes_.insert(bytes_.end(), value.begin(), value.end());
    bytes_.resize((bytes_.size() + 3) / 4 * 4);
    return *this;
  }
  Built& with(std::uint16_t type, std::uint32_t value) {
    std::vector<std::uint8_t> raw(sizeof value);
    std::memcpy(raw.data(), &value, sizeof value);
    return with(type, raw);
  }
  std::vector<std::uint8_t> bytes() {
    const auto size = static_cast<std::uint32_t>(bytes_.size());
    std::memcpy(bytes_.data(), &size, sizeof size);
    return bytes_;
  }

 private:
  template <class Header>
  void append(const Header& header) {
    const std::size_t before = bytes_.size();
    bytes_.resize(before + sizeof header);
    std::memcpy(bytes_.data() + before, &header, sizeof header);
  }
  std::vector<std::uint8_t> bytes_;
};

rtmsg route_header(std::uint8_t bits, std::uint8_t table = RT_TABLE_MAIN) {
  rtmsg header{};
  header.rtm_family = AF_INET;
  header.rtm_dst_len = bits;
  header.rtm_table = table;
  header.rtm_type = RTN_UNICAST;
  return header;
}
ifinfomsg link_header(int index, unsigned flags) {
  ifinfomsg header{};
  header.ifi_index = index;
  header.ifi_flags = flags;
  return header;
}
ifaddrmsg address_header(std::uint32_t index) {
  ifaddrmsg header{};
  header.ifa_family = AF_INET;
  header.ifa_index = index;
  return header;
}
fib_rule_hdr rule_header() {
  fib_rule_hdr header{};
  header.family = AF_INET;
  return header;
}
std::vector<std::uint8_t> name(const char* text) { return {text, text + std::strlen(text) + 1}; }

std::optional<Heard> heard(Built built) {
  const auto bytes = built.bytes();
  Bytes rest(bytes);
  return hear(next_message(rest).value(), tailscale);
}

}  // namespace

TEST_CASE("a default route is heard, with the table of RTA_TABLE and not of the one-byte field") {
  auto built = Built(RTM_NEWROUTE, route_header(0, 252)).with(RTA_TABLE, 5000).with(RTA_OIF, 3).with(RTA_GATEWAY, {192, 0, 2, 1});
  const auto bytes = built.bytes();
  Bytes rest(bytes);
  const auto route = parse_route(next_message(rest).value());
  REQUIRE(route);
  CHECK(route->table == 5000);
  CHECK(route->index == 3);
  CHECK(watch::to_string(route->gateway) == "192.0.2.1");
  CHECK(rest.empty());
  CHECK(heard(built)->subject == Subject::route);
}

TEST_CASE("routes of tailscaled and routes to single networks are not heard") {
  CHECK_FALSE(heard(Built(RTM_NEWROUTE, route_header(0, 52))));
  CHECK_FALSE(heard(Built(RTM_DELROUTE, route_header(0)).with(RTA_TABLE, 52)));
  CHECK_FALSE(heard(Built(RTM_NEWROUTE, route_header(0)).with(RTA_OIF, 9)));
  CHECK_FALSE(heard(Built(RTM_NEWROUTE, route_header(24)).with(RTA_DST, {10, 0, 0, 0})));
  CHECK(heard(Built(RTM_NEWROUTE, route_header(0, 52)).with(RTA_TABLE, 308)));  // 308 is 52 in one byte
  CHECK(heard(Built(RTM_NEWROUTE, route_header(1)).with(RTA_DST, {128, 0, 0, 0})));
}

TEST_CASE("a gateway of another family is read from RTA_VIA") {
  std::vector<std::uint8_t> via(18);
  const std::uint16_t family = AF_INET6;
  std::memcpy(via.data(), &family, sizeof family);
  via[2] = 0xfe;
  via[3] = 0x80;
  via[17] = 9;
  const auto bytes = Built(RTM_NEWROUTE, route_header(0)).with(RTA_VIA, via).bytes();
  Bytes rest(bytes);
  CHECK(watch::to_string(parse_route(next_message(rest).value())->gateway) == "fe80::9");
}

TEST_CASE("a link is up, has a carrier, or is gone") {
  const auto whole = heard(Built(RTM_NEWLINK, link_header(2, IFF_UP | IFF_RUNNING | IFF_LOWER_UP)).with(IFLA_IFNAME, name("wan0")));
  REQUIRE(whole);
  CHECK((whole->index == 2 && whole->up && whole->carrier));
  const auto without = heard(Built(RTM_NEWLINK, link_header(2, IFF_UP)).with(IFLA_IFNAME, name("wan0")));
  CHECK((without->up && !without->carrier));
  const auto dormant = heard(Built(RTM_NEWLINK, link_header(2, IFF_UP | IFF_LOWER_UP)).with(IFLA_IFNAME, name("wan0")));
  CHECK((dormant->up && !dormant->carrier));
  const auto gone = heard(Built(RTM_DELLINK, link_header(2, IFF_UP | IFF_RUNNING | IFF_LOWER_UP)));
  CHECK((!gone->up && !gone->carrier));
}

TEST_CASE("tailscaled's link is not heard, by either of its names") {
  CHECK_FALSE(heard(Built(RTM_NEWLINK, link_header(4, IFF_UP)).with(IFLA_IFNAME, name("tailscale0"))));
  CHECK_FALSE(heard(Built(RTM_NEWLINK, link_header(4, IFF_UP)).with(IFLA_IFNAME, name("mesh9"))));
  CHECK_FALSE(heard(Built(RTM_NEWLINK, link_header(9, IFF_UP))));
  CHECK(heard(Built(RTM_NEWLINK, link_header(4, IFF_UP)).with(IFLA_IFNAME, name("mesh99"))));
}

TEST_CASE("a bridge port that leaves its bridge is no link that is gone") {
  auto header = link_header(2, IFF_UP);
  header.ifi_family = AF_BRIDGE;
  CHECK_FALSE(heard(Built(RTM_DELLINK, header)));
}

TEST_CASE("an interface name without its end is cut to what a name may be") {
  const auto bytes = Built(RTM_NEWLINK, link_header(2, 0)).with(IFLA_IFNAME, std::vector<std::uint8_t>(200, 'x')).bytes();
  Bytes rest(bytes);
  CHECK(parse_link(next_message(rest).value())->name == std::string(15, 'x'));
}

TEST_CASE("addresses are heard, of a point-to-point link our end, and tailnet ones not") {
  const auto bytes = Built(RTM_NEWADDR, address_header(3)).with(IFA_ADDRESS, {10, 0, 0, 1}).with(IFA_LOCAL, {10, 0, 0, 2}).bytes();
  Bytes rest(bytes);
  CHECK(watch::to_string(parse_interface_address(next_message(rest).value())->address) == "10.0.0.2");
  CHECK(heard(Built(RTM_DELADDR, address_header(3)).with(IFA_LOCAL, {192, 0, 2, 7}))->subject == Subject::address);
  CHECK_FALSE(heard(Built(RTM_NEWADDR, address_header(3)).with(IFA_LOCAL, {100, 64, 0, 1})));
  CHECK_FALSE(heard(Built(RTM_NEWADDR, address_header(9)).with(IFA_LOCAL, {192, 0, 2, 7})));
  CHECK_FALSE(heard(Built(RTM_NEWADDR, address_header(3)).with(IFA_LOCAL, {1, 2, 3})));
}

TEST_CASE("rules are heard, but not tailscaled's, told by number and by mark or table") {
  CHECK(heard(Built(RTM_NEWRULE, rule_header()).with(FRA_PRIORITY, 5000).with(FRA_FWMARK, 0x80000))->subject == Subject::rule);
  for (const std::uint32_t priority : {5210U, 5230U, 5250U, 5270U, 1310U, 1370U}) {
    INFO(priority);
    CHECK_FALSE(heard(Built(RTM_NEWRULE, rule_header()).with(FRA_PRIORITY, priority).with(FRA_FWMARK, 0x80000)));
    CHECK_FALSE(heard(Built(RTM_DELRULE, rule_header()).with(FRA_PRIORITY, priority).with(FRA_TABLE, 52)));
    CHECK(heard(Built(RTM_NEWRULE, rule_header()).with(FRA_PRIORITY, priority).with(FRA_TABLE, 201)));
  }
}

TEST_CASE("nexthops are heard, but not those of tailscaled's interface") {
  nhmsg header{};
  CHECK(heard(Built(RTM_NEWNEXTHOP, header).with(NHA_OIF, 3))->subject == Subject::nexthop);
  CHECK(heard(Built(RTM_DELNEXTHOP, header)));
  CHECK_FALSE(heard(Built(RTM_NEWNEXTHOP, header).with(NHA_OIF, 9)));
}

TEST_CASE("a message cut short anywhere is no message, and what follows a whole one is read") {
  const auto whole = Built(RTM_NEWROUTE, route_header(0)).with(RTA_OIF, 3).bytes();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    Bytes rest(whole.data(), size);
    CHECK_FALSE(next_message(rest));
  }
  auto two = whole;
  two.insert(two.end(), whole.begin(), whole.end());
  Bytes rest(two);
  CHECK(next_message(rest));
  CHECK(next_message(rest));
  CHECK_FALSE(next_message(rest));
}

TEST_CASE("a length that cannot be true ends the reading") {
  auto bytes = Built(RTM_NEWROUTE, route_header(0)).with(RTA_OIF, 3).bytes();
  for (const std::uint32_t length : {0U, 1U, 15U, 0x7fffffffU, 0xffffffffU}) {
    std::memcpy(bytes.data(), &length, sizeof length);
    Bytes rest(bytes);
    CHECK_FALSE(next_message(rest));
  }
  for (const std::uint16_t length : {std::uint16_t{0}, std::uint16_t{3}, std::uint16_t{0xffff}}) {
    std::vector<std::uint8_t> attribute{0, 0, 4, 0, 1, 2, 3, 4};
    std::memcpy(attribute.data(), &length, sizeof length);
    Bytes rest(attribute);
    CHECK_FALSE(next_attribute(rest));
  }
}

TEST_CASE("messages whose fixed header is missing say nothing") {
  for (const std::uint16_t type : {RTM_NEWLINK, RTM_NEWROUTE, RTM_NEWADDR, RTM_NEWRULE, RTM_NEWNEXTHOP}) {
    const auto bytes = Built(type, std::uint32_t{2}).bytes();
    Bytes rest(bytes);
    CHECK_FALSE(hear(next_message(rest).value(), tailscale));
  }
}

TEST_CASE("errors and ends carry their errno") {
  const auto code = [](std::uint16_t type, std::int32_t error) {
    const auto bytes = Built(type, error).bytes();
    Bytes rest(bytes);
    return error_of(next_message(rest).value());
  };
  CHECK(code(NLMSG_ERROR, -ENETUNREACH) == ENETUNREACH);
  CHECK(code(NLMSG_ERROR, 0) == 0);
  CHECK(code(NLMSG_DONE, -EINTR) == EINTR);
  CHECK(code(NLMSG_ERROR, INT32_MIN) == 0);
  CHECK_FALSE(code(RTM_NEWROUTE, 0));
}
