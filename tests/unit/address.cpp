#include "libwatch/address.hpp"

#include "tests/support/catch.hpp"

using watch::Family;

namespace {
std::string again(std::string_view text) {
  const auto address = watch::parse_address(text);
  return address ? watch::to_string(*address) : "refused";
}
std::string prefix_again(std::string_view text) {
  const auto prefix = watch::parse_prefix(text);
  return prefix ? watch::to_string(*prefix) : "refused";
}
std::string endpoint_again(std::string_view text) {
  const auto endpoint = watch::parse_endpoint(text);
  return endpoint ? watch::to_string(*endpoint) : "refused";
}
watch::Address address(std::string_view text) { return watch::parse_address(text).value(); }
bool within(std::string_view prefix, std::string_view text) {
  return watch::contains(watch::parse_prefix(prefix).value(), address(text));
}
}  // namespace

TEST_CASE("an address compares by value") {
  CHECK(watch::Address{} == watch::Address{});
  CHECK(address("192.0.2.1") == address("192.0.2.1"));
  CHECK(address("192.0.2.1") != address("192.0.2.2"));
  CHECK(address("0.0.0.0") != address("::"));
  CHECK(address("2001:DB8::A") == address("2001:db8:0:0:0:0:0:a"));
}

TEST_CASE("an IPv4 address fills the first four bytes") {
  const auto a = address("192.0.2.255");
  CHECK(a.family == Family::v4);
  CHECK(a.bytes == decltype(a.bytes){192, 0, 2, 255});
}

TEST_CASE("a dotted quad is read, and anything that resembles one is refused") {
  CHECK(again("0.0.0.0") == "0.0.0.0");
  CHECK(again("255.255.255.255") == "255.255.255.255");
  for (const auto* text : {"", ".", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.1.1.1", "1.1.1.1000", "01.2.3.4",
                           "1.2.3.00", " 1.2.3.4", "1.2.3.4 ", "+1.2.3.4", "-1.2.3.4", "0x7f.0.0.1", "1.2.3.4/24", "localhost"}) {
    INFO(text);
    CHECK_FALSE(watch::parse_address(text));
  }
}

TEST_CASE("an IPv6 address is read in every form of RFC 4291") {
  CHECK(again("::") == "::");
  CHECK(again("::1") == "::1");
  CHECK(again("1::") == "1::");
  CHECK(again("2001:0DB8:0000:0000:0008:0800:200C:417A") == "2001:db8::8:800:200c:417a");
  CHECK(again("1:2:3:4:5:6:7:8") == "1:2:3:4:5:6:7:8");
  CHECK(again("::2:3:4:5:6:7:8") == "0:2:3:4:5:6:7:8");
  CHECK(again("1:2:3:4:5:6:7::") == "1:2:3:4:5:6:7:0");
  CHECK(again("::ffff:192.0.2.128") == "::ffff:192.0.2.128");
  CHECK(again("64:ff9b::192.0.2.33") == "64:ff9b::c000:221");
  CHECK(again("1:2:3:4:5:6:1.2.3.4") == "1:2:3:4:5:6:102:304");
}

TEST_CASE("text that is not quite an IPv6 address is refused") {
  for (const auto* text : {":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
                           ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "12345::", "g::", "fe80::1%eth0", "[::1]", "::1.2.3", "1.2.3.4::",
                           "1.2.3.4::1", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "::1 ", "::-1", "::ffff:01.2.3.4"}) {
    INFO(text);
    CHECK_FALSE(watch::parse_address(text));
  }
}

TEST_CASE("IPv6 is printed as RFC 5952 says") {
  CHECK(again("2001:db8:0:0:1:0:0:1") == "2001:db8::1:0:0:1");  // the first of two equal runs
  CHECK(again("2001:0:0:1:0:0:0:1") == "2001:0:0:1::1");        // the longest run
  CHECK(again("2001:db8:0:1:1:1:1:1") == "2001:db8:0:1:1:1:1:1");  // a single zero group stays
  CHECK(again("ABCD::EF") == "abcd::ef");
}

TEST_CASE("an address without family prints as none") {
  CHECK(watch::to_string(watch::Address{}) == "none");
}

TEST_CASE("an endpoint is an address with a port from 1 to 65535") {
  CHECK(endpoint_again("192.0.2.1:443") == "192.0.2.1:443");
  CHECK(endpoint_again("[2001:db8::1]:65535") == "[2001:db8::1]:65535");
  for (const auto* text : {"", ":", ":443", "192.0.2.1", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:0443", "192.0.2.1:99999999999",
                           "192.0.2.1:+1", "2001:db8::1:443", "[2001:db8::1]", "[2001:db8::1]443", "[192.0.2.1]:443", "[]:1", "[:1", "host:1"}) {
    INFO(text);
    CHECK_FALSE(watch::parse_endpoint(text));
  }
}

TEST_CASE("a prefix loses its host bits, and a bare address is a prefix of full length") {
  CHECK(prefix_again("10.77.0.0/24") == "10.77.0.0/24");
  CHECK(prefix_again("10.77.0.255/24") == "10.77.0.0/24");
  CHECK(prefix_again("10.77.0.255/31") == "10.77.0.254/31");
  CHECK(prefix_again("255.255.255.255/0") == "0.0.0.0/0");
  CHECK(prefix_again("10.77.0.10") == "10.77.0.10/32");
  CHECK(prefix_again("2001:db8::1") == "2001:db8::1/128");
  CHECK(prefix_again("2001:db8:ffff::1/33") == "2001:db8:8000::/33");
  for (const auto* text : {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/8/8", "/8", "10.0.0.0/a"}) {
    INFO(text);
    CHECK_FALSE(watch::parse_prefix(text));
  }
}

TEST_CASE("a prefix contains the addresses of its own family only") {
  CHECK(within("10.77.0.0/24", "10.77.0.0"));
  CHECK(within("10.77.0.0/24", "10.77.0.255"));
  CHECK_FALSE(within("10.77.0.0/24", "10.77.1.0"));
  CHECK(within("0.0.0.0/0", "203.0.113.9"));
  CHECK_FALSE(within("0.0.0.0/0", "::"));
  CHECK(within("::/0", "2001:db8::1"));
  CHECK_FALSE(within("::/0", "0.0.0.0"));
  CHECK(within("203.0.113.9/32", "203.0.113.9"));
  CHECK_FALSE(within("203.0.113.9/32", "203.0.113.8"));
  CHECK_FALSE(watch::contains(watch::Prefix{}, watch::Address{}));
}

TEST_CASE("the special ranges end exactly where they should") {
  CHECK(watch::is_loopback(address("127.255.255.255")));
  CHECK_FALSE(watch::is_loopback(address("128.0.0.0")));
  CHECK(watch::is_loopback(address("::1")));
  CHECK_FALSE(watch::is_loopback(address("::2")));
  CHECK(watch::is_link_local(address("169.254.0.1")));
  CHECK_FALSE(watch::is_link_local(address("169.255.0.1")));
  CHECK(watch::is_link_local(address("febf::1")));
  CHECK_FALSE(watch::is_link_local(address("fec0::1")));
  CHECK(watch::is_unspecified(address("0.0.0.0")));
  CHECK(watch::is_unspecified(address("::")));
  CHECK_FALSE(watch::is_unspecified(address("::1")));
  CHECK_FALSE(watch::is_unspecified(watch::Address{}));
}

TEST_CASE("tailnet addresses are told from carrier-grade and local neighbours") {
  CHECK(watch::is_tailnet(address("100.64.0.0")));
  CHECK(watch::is_tailnet(address("100.127.255.255")));
  CHECK_FALSE(watch::is_tailnet(address("100.63.255.255")));
  CHECK_FALSE(watch::is_tailnet(address("100.128.0.0")));
  CHECK(watch::is_tailnet(address("fd7a:115c:a1e0:ffff::1")));
  CHECK_FALSE(watch::is_tailnet(address("fd7a:115c:a1e1::1")));
}
