#include "daemon/control/control.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "daemon/base/utf8.hpp"

namespace tailmend {

std::string_view to_string(Right right) {
  switch (right) {
    case Right::look: return "look";
    case Right::check: return "check";
    case Right::pause: return "pause";
    case Right::resume: return "resume";
    case Right::mend: return "mend";
  }
  return "look";
}

ControlReply lacking(Right right) {
  return {.exit_code = 1,
          .text = fmt::format("tailmend: '{0}' is for root, and for whom polkit allows org.tailmend.{0}; try it with sudo\n",
                              to_string(right)),
          .to_stderr = true,
          .lacks = right};
}

std::string trouble_in(const std::vector<std::string>& words) {
  if (words.size() > max_control_words) return fmt::format("the command has more than {} words", max_control_words);
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    bytes += word.size() + 1;
    if (bytes > max_request_bytes) return fmt::format("the command is longer than {} bytes", max_request_bytes);
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (std::any_of(word.begin(), word.end(), is_control)) return fmt::format("word {} of the command has a control character in it", i + 1);
    if (find_bad_utf8(word)) return fmt::format("word {} of the command is not UTF-8", i + 1);
  }
  return {};
}

ControlReply presentable(ControlReply reply) {
  if (reply.text.size() > max_reply_bytes) {
    return {.exit_code = 1,
            .text = fmt::format("tailmend: the answer is longer than {} MiB; ask for less of it\n", max_reply_bytes >> 20U),
            .to_stderr = true,
            .lacks = reply.lacks};
  }
  reply.text = as_utf8(std::move(reply.text));
  return reply;
}

}  // namespace tailmend
