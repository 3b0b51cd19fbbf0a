#include "daemon/probe/anchor_book.hpp"

#include "tests/support/catch.hpp"

using namespace tailmend;
using watch::AnchorKind;

namespace {

watch::Endpoint at(const char* text) { return watch::parse_endpoint(text).value(); }
watch::Address address(const char* text) { return watch::parse_address(text).value(); }

DerpNode node(const char* code, const char* host, const char* v4, const char* v6 = nullptr) {
  DerpNode made{.region_code = code, .host_name = host};
  if (v4 != nullptr) made.v4 = at(v4);
  if (v6 != nullptr) made.v6 = at(v6);
  return made;
}

std::vector<watch::OwnConnection> to(std::initializer_list<const char*> remotes) {
  std::vector<watch::OwnConnection> connections;
  for (const char* remote : remotes) connections.push_back({.remote = at(remote)});
  return connections;
}

// A host of Tailscale's own control server, whose name is not resolved.
Lesson lesson() {
  return {.derp = {node("nyc", "derp1.example.com", "203.0.113.5:443", "[2001:db8::5]:443"),
                   node("nyc", "derp2.example.com", "203.0.113.6:443"),
                   node("fra", "derp4.example.com", "203.0.113.9:443")},
          .home = "nyc",
          .control_url = "https://control.example.com",
          .connections = to({"203.0.113.5:443", "198.51.100.20:80", "198.51.100.99:443"})};
}

std::vector<std::string> names(const AnchorBook& book) {
  std::vector<std::string> list;
  for (const auto& anchor : book.anchors()) list.push_back(anchor.name + " " + to_string(anchor.endpoint));
  return list;
}
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a DERP server's address is the home region's, else the first one known, and IPv4") {
  AnchorBook book;
  CHECK(book.home().empty());
  CHECK_FALSE(book.derp_v4());
  auto seen = lesson();
  seen.home = "";
  book.learn(seen);
  CHECK(book.home().empty());
  CHECK(book.derp_v4() == address("203.0.113.5"));
  seen.home = "fra";
  book.learn(seen);
  CHECK(book.home() == "fra");
  CHECK(book.derp_v4() == address("203.0.113.9"));
  seen.derp = {node("syd", "derp5.example.com", nullptr, "[2001:db8::9]:443"), node("nyc", "derp1.example.com", "203.0.113.5:443")};
  seen.home = "syd";
  book.learn(seen);
  CHECK(book.home() == "syd");
  CHECK(book.derp_v4() == address("203.0.113.5"));
}

TEST_CASE("a ControlURL gives a host and the two ports that tailscaled dials") {
  CHECK(parse_control_url("https://control.example.com") == ControlPlace{"control.example.com", 443, 80});
  CHECK(parse_control_url("https://hs.example.com:8443/path") == ControlPlace{"hs.example.com", 8443, 80});
  CHECK(parse_control_url("http://10.99.0.2:9911") == ControlPlace{"10.99.0.2", 9911, 443});
  CHECK(parse_control_url("http://[fd00::1]:9911") == ControlPlace{"fd00::1", 9911, 443});
  CHECK(parse_control_url("https://[fd00::1]") == ControlPlace{"fd00::1", 443, 80});
  CHECK(parse_control_url("https://user:secret@hs.example.com?x#y") == ControlPlace{"hs.example.com", 443, 80});
  CHECK(parse_control_url("") == ControlPlace{"controlplane.tailscale.com", 443, 80});
}

TEST_CASE("what is no ControlURL is none") {
  for (const char* url : {"ftp://x", "https://", "https://:443", "https://x:0", "https://x:99999", "https://x:4x",
                          "https://[fd00::1", "https://[fd00::1]4", "https://a b", "https://a\nb", "x"}) {
    CAPTURE(url);
    CHECK_FALSE(parse_control_url(url));
  }
  CHECK_FALSE(parse_control_url("https://" + std::string(5000, 'a')));
}

TEST_CASE("control and the home DERP region are learned by address, and take turns") {
  AnchorBook book;
  CHECK(book.anchors().empty());
  CHECK(book.learn(lesson()));
  CHECK(names(book) ==
        Names{"control 198.51.100.20:80", "nyc 203.0.113.5:443", "nyc 203.0.113.6:443", "nyc [2001:db8::5]:443"});
  CHECK_FALSE(book.learn(lesson()));
}

TEST_CASE("tailscaled's connections get their names, log upload stays without one") {
  AnchorBook book;
  book.learn(lesson());
  CHECK(book.label(at("203.0.113.5:443")) == Label{AnchorKind::derp, "nyc", "nyc"});
  CHECK(book.label(at("203.0.113.9:443")) == Label{AnchorKind::derp, "fra", "fra"});
  CHECK(book.label(at("198.51.100.20:80")) == Label{AnchorKind::control, "control", ""});
  CHECK(book.label(at("198.51.100.20:443")) == Label{AnchorKind::control, "control", ""});
  CHECK(book.label(at("198.51.100.99:443")) == Label{AnchorKind::configured, "", ""});
}

TEST_CASE("a literal control address is known without a connection") {
  AnchorBook book;
  book.learn({.control_url = "http://10.99.0.2:9911"});
  CHECK(names(book) == Names{"control 10.99.0.2:9911"});
}

TEST_CASE("resolved addresses decide which of several connections is control") {
  AnchorBook book;
  auto what = lesson();
  what.connections = to({"198.51.100.99:443", "198.51.100.20:443"});
  book.learn(what);
  CHECK(book.label(at("198.51.100.20:443")).kind == AnchorKind::configured);  // either could be it: nothing learned
  what.control_addresses = {address("198.51.100.21"), address("198.51.100.20")};
  book.learn(what);
  CHECK(book.label(at("198.51.100.20:443")).kind == AnchorKind::control);
  CHECK(book.label(at("198.51.100.99:443")).kind == AnchorKind::configured);
  CHECK(book.anchors().front().endpoint == at("198.51.100.20:443"));  // the one in use first
}

TEST_CASE("a guess is forgotten once the address is known") {
  AnchorBook book;
  book.learn(lesson());
  auto what = lesson();
  what.control_addresses = {address("192.0.2.77")};
  book.learn(what);
  CHECK(book.label(at("198.51.100.20:80")).kind == AnchorKind::configured);
  CHECK(book.label(at("192.0.2.77:443")).kind == AnchorKind::control);
}

TEST_CASE("control and DERP at one address are told apart by port") {
  AnchorBook book;
  book.learn({.derp = {node("lab", "10.99.0.2", "10.99.0.2:443")},
              .home = "lab",
              .control_url = "http://10.99.0.2:9911",
              .connections = to({"10.99.0.2:443", "10.99.0.2:9911"})});
  CHECK(book.label(at("10.99.0.2:443")) == Label{AnchorKind::derp, "lab", "lab"});
  CHECK(book.label(at("10.99.0.2:9911")) == Label{AnchorKind::control, "control", ""});
  CHECK(names(book) == Names{"control 10.99.0.2:9911", "lab 10.99.0.2:443"});
}

TEST_CASE("control with DERP built in is control, its region's code is kept beside") {
  AnchorBook book;
  book.learn({.derp = {node("headscale", "hs.example.com", "192.0.2.4:443")},
              .home = "headscale",
              .control_url = "https://hs.example.com",
              .connections = to({"192.0.2.4:443"})});
  CHECK(book.label(at("192.0.2.4:443")) == Label{AnchorKind::control, "control", "headscale"});
  CHECK(book.label(at("192.0.2.4:80")) == Label{AnchorKind::control, "control", ""});
  CHECK(names(book) == Names{"control 192.0.2.4:443"});  // once is enough
}

TEST_CASE("another control server forgets the old one's addresses") {
  AnchorBook book;
  book.learn(lesson());
  auto moved = lesson();
  moved.control_url = "https://192.0.2.50";
  CHECK(book.learn(moved));
  CHECK(book.label(at("198.51.100.20:80")).kind == AnchorKind::configured);
  CHECK(book.anchors().front().endpoint == at("192.0.2.50:443"));
}

TEST_CASE("what is not known now does not wipe out what was known") {
  AnchorBook book;
  book.learn(lesson());
  const auto before = names(book);
  CHECK_FALSE(book.learn({.control_url = "https://control.example.com"}));
  CHECK(names(book) == before);
}

TEST_CASE("configured anchors come first, and there are never more than eight") {
  AnchorBook book;
  book.configure({"192.0.2.1:53", "not an endpoint", "[2001:db8::1]:53"});
  CHECK(names(book) == Names{"192.0.2.1:53 192.0.2.1:53", "[2001:db8::1]:53 [2001:db8::1]:53"});
  auto what = lesson();
  for (std::uint8_t i = 1; i < 40; ++i) {
    what.control_addresses.push_back(address(("198.51.100." + std::to_string(i)).c_str()));
    what.derp.push_back(node("nyc", "x", ("203.0.113." + std::to_string(100 + i) + ":443").c_str()));
  }
  book.learn(what);
  const auto anchors = book.anchors();
  REQUIRE(anchors.size() == AnchorBook::max_anchors);
  CHECK(anchors[0].kind == AnchorKind::configured);
  CHECK(anchors[2].kind == AnchorKind::control);
  CHECK(anchors[3].kind == AnchorKind::derp);
  CHECK(book.label(at("192.0.2.1:53")) == Label{AnchorKind::configured, "192.0.2.1:53", ""});
  AnchorBook again;
  CHECK(again.read(book.text()) == "");
}

TEST_CASE("the book is the same after writing and reading") {
  AnchorBook book;
  book.learn(lesson());
  AnchorBook again;
  CHECK(again.read(book.text()) == "");
  CHECK(again.text() == book.text());
  CHECK(names(again) == names(book));
  CHECK(again.label(at("203.0.113.5:443")).kind == AnchorKind::derp);
  auto known = lesson();
  known.control_addresses = {address("192.0.2.77")};
  again.learn(known);  // that it was a guess survives, too
  CHECK(again.label(at("198.51.100.20:80")).kind == AnchorKind::configured);
}

TEST_CASE("every beginning of the file is trouble, none is a crash") {
  AnchorBook book;
  book.learn(lesson());
  const auto whole = book.text();
  for (std::size_t size = 0; size + 1 < whole.size(); ++size) {
    CAPTURE(size);
    AnchorBook again;
    CHECK_FALSE(again.read(whole.substr(0, size)).empty());
  }
}

TEST_CASE("bad lines are passed over and counted, the others count") {
  AnchorBook book;
  CHECK(book.read("") == "is empty");
  CHECK(book.read("tailmend anchors 2\nend\n") == "is from another version");
  CHECK(book.read("{}\n") == "is no list of anchors");
  CHECK(book.read("tailmend anchors 1\nurl https://a\ncontrol 192.0.2.1:443\nderp nyc nowhere\nderp a\x01 "
                  "192.0.2.3:1\nend\n") == "2 lines were not understood");
  CHECK(names(book) == Names{"control 192.0.2.1:443"});
  CHECK(book.read("tailmend anchors 1\ncontrol 192.0.2.1:443\nend\n") == "1 line was not understood");  // without url
  CHECK(book.anchors().empty());
}

TEST_CASE("a hostile region code neither breaks the file nor the log") {
  AnchorBook book;
  auto what = lesson();
  what.derp = {node("n c\nend\n", "x", "203.0.113.5:443")};
  what.home = "n c\nend\n";
  book.learn(what);
  AnchorBook again;
  CHECK(again.read(book.text()) == "");
  CHECK(names(again) == names(book));
}

TEST_CASE("a password in the ControlURL is not written down") {
  AnchorBook book;
  book.learn({.control_url = "https://user:secret@192.0.2.9:8443/x"});
  CHECK(book.text().find("secret") == std::string::npos);
  CHECK(names(book) == Names{"control 192.0.2.9:8443"});
}
