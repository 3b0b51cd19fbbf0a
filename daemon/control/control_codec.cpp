#include "daemon/control/control_codec.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "daemon/base/printable.hpp"
#include "daemon/base/version.hpp"

namespace tailmend {

namespace {

constexpr std::size_t head_fields = 5;

std::optional<std::uint32_t> number(std::string_view text, std::uint32_t most) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

// "tailmend", a version and three fields more, with one space between; nothing where it is something else.
struct Head {
  std::uint32_t version = 0;
  std::array<std::string_view, 3> fields;  // of this version
};

std::optional<Head> head_of(std::string_view line) {
  std::array<std::string_view, head_fields> words;
  std::size_t count = 0;
  for (;; line.remove_prefix(words[count - 1].size() + 1)) {
    if (count == head_fields) return std::nullopt;
    words[count] = line.substr(0, line.find(' '));
    if (words[count++].size() == line.size()) break;
  }
  const auto version = number(words[1], 9999);
  if (words[0] != "tailmend" || !version) return std::nullopt;
  if (count != head_fields && *version == control_version) return std::nullopt;
  return Head{.version = *version, .fields = {words[2], words[3], words[4]}};
}

}  // namespace

std::string encode(const ControlRequest& request) {
  assert(trouble_in(request.words).empty());
  std::string bytes = fmt::format("tailmend {} {} {} {}\n", control_version, request.screen.columns,
                                  request.screen.colour == Colour::none ? "plain" : "colour", request.words.size());
  for (const std::string& word : request.words) {
    bytes += word;
    bytes += '\0';
  }
  return bytes;
}

std::string encode(const ControlReply& reply) {
  assert(reply.exit_code >= 0 && reply.exit_code <= 255 && reply.text.size() <= max_reply_bytes);
  return fmt::format("tailmend {} {} {} {}\n{}", control_version, reply.exit_code, reply.to_stderr ? "err" : "out",
                     reply.text.size(), reply.text);
}

RequestReader::Stage RequestReader::fail(std::string trouble) {
  trouble_ = std::move(trouble);
  return stage_ = Stage::failed;
}

RequestReader::Stage RequestReader::feed(std::string_view bytes) {
  if (stage_ != Stage::more || bytes.empty()) return stage_;
  if (!has_head_) {
    const std::size_t end = bytes.find('\n');
    bytes_ += bytes.substr(0, std::min(end, max_control_head + 1 - bytes_.size()));
    if (bytes_.size() > max_control_head) return fail("what came is no command: " + printable(bytes_));
    if (end == std::string_view::npos) return stage_;
    if (!read_head()) return stage_;
    bytes.remove_prefix(end + 1);
  }
  // A byte too many shows that it is too long, so no more than that is kept.
  const std::size_t room = max_request_bytes + 1 - taken_;
  taken_ += std::min(bytes.size(), room);
  bytes_ += bytes.substr(0, room);
  return read_words();
}

bool RequestReader::read_head() {
  const auto head = head_of(bytes_);
  if (!head) return fail("what came is no command: " + printable(bytes_)), false;
  if (head->version != control_version) {
    return fail(fmt::format("the daemon ({}) is of another version than this program: it speaks version {} of its control socket, and "
                            "was asked in version {}; restart it: sudo systemctl restart tailmend",
                            version, control_version, head->version)),
           false;
  }
  const auto columns = number(head->fields[0], 1'000'000);
  const auto words = number(head->fields[2], max_control_words);
  const bool colour = head->fields[1] == "colour";
  if (!columns || !words || (!colour && head->fields[1] != "plain")) return fail("what came is no command: " + printable(bytes_)), false;
  request_.screen = {.columns = std::clamp<std::size_t>(*columns, least_columns, most_columns),
                     .colour = colour ? Colour::terminal : Colour::none};
  words_ = *words;
  has_head_ = true;
  bytes_.clear();
  return true;
}

RequestReader::Stage RequestReader::read_words() {
  std::string_view rest = bytes_;
  while (request_.words.size() < words_) {
    const std::size_t end = rest.find('\0');
    if (end == std::string_view::npos) break;
    request_.words.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  if (taken_ > max_request_bytes) return fail(fmt::format("the command is longer than {} bytes", max_request_bytes));
  if (request_.words.size() < words_) {
    bytes_.erase(0, bytes_.size() - rest.size());
    return stage_;
  }
  if (!rest.empty()) return fail("there is more behind the command: " + printable(rest));
  if (std::string trouble = trouble_in(request_.words); !trouble.empty()) return fail(std::move(trouble));
  return stage_ = Stage::done;
}

RequestReader::Stage RequestReader::finish() {
  if (stage_ == Stage::more) return fail("the command ends in the middle");
  return stage_;
}

std::expected<ControlReply, ReplyTrouble> decode_reply(std::string_view bytes) {
  const std::string_view line = bytes.substr(0, bytes.find('\n'));
  if (line.size() == bytes.size()) return std::unexpected(bytes.size() < max_control_head ? ReplyTrouble::cut : ReplyTrouble::garbled);
  if (line.size() > max_control_head) return std::unexpected(ReplyTrouble::garbled);
  const auto head = head_of(line);
  if (!head) return std::unexpected(ReplyTrouble::garbled);
  if (head->version != control_version) return std::unexpected(ReplyTrouble::other_version);
  const auto exit_code = number(head->fields[0], 255);
  const auto size = number(head->fields[2], max_reply_bytes);
  const bool to_stderr = head->fields[1] == "err";
  if (!exit_code || !size || (!to_stderr && head->fields[1] != "out")) return std::unexpected(ReplyTrouble::garbled);
  const std::string_view text = bytes.substr(line.size() + 1);
  if (text.size() != *size) return std::unexpected(text.size() < *size ? ReplyTrouble::cut : ReplyTrouble::garbled);
  return ControlReply{.exit_code = static_cast<int>(*exit_code), .text = std::string(text), .to_stderr = to_stderr};
}

}  // namespace tailmend
