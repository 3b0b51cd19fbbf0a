// Whatever a proxy may answer: in pieces as large as the first byte says, and whole. Both must end alike.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "daemon/probe/socks5.hpp"

using tailmend::SocksAnswers;
using Stage = SocksAnswers::Stage;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t step = std::size_t{1} + data[0];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);

  SocksAnswers whole;
  const std::string_view rest = whole.feed(bytes);
  SocksAnswers pieces;
  std::size_t left = 0;
  for (std::size_t at = 0; at < bytes.size(); at += step) left += pieces.feed(bytes.substr(at, step)).size();
  if (pieces.stage() != whole.stage() || pieces.reply() != whole.reply() || pieces.from() != whole.from()) std::abort();
  if (left != rest.size()) std::abort();
  if ((whole.stage() == Stage::strange) == whole.trouble().empty() || whole.trouble().size() > 200) std::abort();
  if (whole.stage() != Stage::granted && !rest.empty()) std::abort();
  if (whole.stage() == Stage::granted && bytes.size() - rest.size() > 2 + SocksAnswers::max_bytes) std::abort();
  if ((whole.stage() == Stage::denied) != (whole.reply() != 0)) std::abort();
  return 0;
}
