// Whatever the socket may hand us: a response in pieces as large as its first byte says, then the end of the connection.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "daemon/probe/portal.hpp"
#include "daemon/tailscaled/http1.hpp"

using tailmend::ResponseParser;

namespace {
// Whatever a portal may send a browser to.
void check_location(std::string_view location) {
  const auto plain = tailmend::plain_location(location, "192.0.2.1");
  if (plain.size() > watch::PortalFact::max_location || plain.find_first_of("?#") != plain.npos) std::abort();
  if (std::any_of(plain.begin(), plain.end(), [](char c) { return c <= ' ' || c > '~'; })) std::abort();
  (void)tailmend::judge_portal({.status = 302, .location = std::string(location)}, "192.0.2.1");
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t step = std::size_t{1} + data[0];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  constexpr ResponseParser::Limits limits{.header = 512, .body = 4096};
  std::size_t body = 0;
  ResponseParser parser(
      [&body](unsigned status, std::string_view piece) {
        if (status == 0) std::abort();
        body += piece.size();
        return true;
      },
      limits,
      [&body](std::string_view, std::string_view value) {
        if (body != 0 || value.size() > limits.header) std::abort();  // trailers are no part of the head
        check_location(value);
      });
  auto stage = ResponseParser::Stage::more;
  for (std::size_t at = 0; at < bytes.size() && stage == ResponseParser::Stage::more; at += step) {
    stage = parser.feed(bytes.substr(at, step));
  }
  if (stage == ResponseParser::Stage::more) stage = parser.finish();
  if (stage == ResponseParser::Stage::more || body > limits.body) std::abort();
  if ((stage == ResponseParser::Stage::failed) == (parser.trouble() == watch::Answer::answered)) std::abort();
  if (stage == ResponseParser::Stage::done && parser.status() == 0) std::abort();
  return 0;
}
