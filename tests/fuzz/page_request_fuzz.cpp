// Whatever a guest may say: what it wants is the same whether its bytes come at once or in pieces, and it is answered.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "daemon/metrics/page_request.hpp"

using tailmend::read_request;
using tailmend::Wanted;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t step = std::size_t{1} + data[0];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);

  const Wanted whole = read_request(bytes, "/metrics");
  Wanted pieces = Wanted::more;
  for (std::size_t end = 0; end < bytes.size() && pieces == Wanted::more;) {
    end = std::min(end + step, bytes.size());
    pieces = read_request(bytes.substr(0, end), "/metrics");
  }
  if (pieces != whole) std::abort();
  if (whole == Wanted::more && bytes.size() >= tailmend::most_request_bytes) std::abort();
  const bool due = whole == Wanted::page || whole == Wanted::head;
  if (whole != Wanted::more && due != tailmend::refusal(whole).empty()) std::abort();
  const auto head = tailmend::response_head(whole, "text/plain", 7);
  if (!head.starts_with("HTTP/1.1 ") || !head.ends_with("\r\n\r\n") || head.size() > 200) std::abort();
  return 0;
}
