// Any bytes as lines of a flight record: what can be read is written, and read again, the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "daemon/state/flight.hpp"

namespace {
void judge(std::string_view line) {
  using namespace tailmend;
  if (const auto seed = decode_seed(line); !seed && seed.error().empty()) std::abort();
  static_cast<void>(trouble_with_flight(line));
  const auto decoded = decode(line);
  if (!decoded) {
    if (decoded.error().empty()) std::abort();
    return;
  }
  std::string written = encode(decoded->first, decoded->second);
  if (written.back() != '\n') std::abort();
  const auto again = decode(std::string_view(written).substr(0, written.size() - 1));
  if (!again || encode(again->first, again->second) != written) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  while (!rest.empty()) {
    const std::size_t newline = rest.find('\n');
    judge(rest.substr(0, newline));
    rest = newline == std::string_view::npos ? std::string_view() : rest.substr(newline + 1);
  }
  return 0;
}
