// Whatever comes over the control socket, on either side: in pieces as large as the first byte says, and whole. Both must
// end alike, and what was understood must say the same again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "daemon/control/control_codec.hpp"

using tailmend::RequestReader;
using Stage = RequestReader::Stage;

namespace {

void read_request(std::string_view bytes, std::size_t step) {
  RequestReader whole;
  whole.feed(bytes);
  RequestReader pieces;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    pieces.feed(bytes.substr(at, step));
    // What comes after the end of a request is not waited for.
    if (pieces.stage() == Stage::done && at + step < bytes.size() && whole.stage() == Stage::failed) return;
  }
  if (pieces.stage() != whole.stage() || pieces.request().words != whole.request().words) std::abort();
  if ((whole.stage() == Stage::failed) == whole.trouble().empty() || whole.trouble().size() > 300) std::abort();
  if (whole.finish() == Stage::more) std::abort();
  if (whole.stage() != Stage::done) return;
  if (!tailmend::trouble_in(whole.request().words).empty()) std::abort();
  RequestReader again;
  if (again.feed(tailmend::encode(whole.request())) != Stage::done) std::abort();
  if (again.request().words != whole.request().words || again.request().screen.columns != whole.request().screen.columns) std::abort();
}

void read_reply(std::string_view bytes) {
  const auto reply = tailmend::decode_reply(bytes);
  if (!reply) return;
  if (reply->exit_code < 0 || reply->exit_code > 255 || reply->text.size() > tailmend::max_reply_bytes) std::abort();
  const auto again = tailmend::decode_reply(tailmend::encode(*reply));
  if (!again || again->text != reply->text || again->exit_code != reply->exit_code || again->to_stderr != reply->to_stderr) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  read_request(bytes, std::size_t{1} + data[0]);
  read_reply(bytes);
  return 0;
}
