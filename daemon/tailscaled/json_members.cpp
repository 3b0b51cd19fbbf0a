#include "daemon/tailscaled/json_members.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <limits>

namespace tailmend {

namespace {
namespace json = boost::json;
using json::error_code;
using json::string_view;

void append_escaped(std::string& to, std::string_view text) {
  for (const char c : text) {
    if (c == '"' || c == '\\')
      to.append({'\\', c});
    else if (static_cast<unsigned char>(c) < 0x20)
      to += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      to += c;
  }
}

// What Boost.JSON's parser calls. Writes while inside a chosen member, and only counts depth elsewhere.
class Writer {
 public:
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_object_size = max_array_size;
  static constexpr std::size_t max_string_size = max_array_size;
  static constexpr std::size_t max_key_size = max_array_size;

  explicit Writer(std::span<const std::string_view> chosen) : chosen_(chosen) {}
  std::vector<JsonMember> members;

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    is_object_ = true;
    return open('{');
  }
  bool on_object_end(std::size_t, error_code&) { return close('}'); }
  bool on_array_begin(error_code& error) { return is_object_ ? open('[') : refuse(error); }
  bool on_array_end(std::size_t, error_code&) { return close(']'); }
  bool on_key_part(string_view piece, std::size_t, error_code&) {
    word_.append(piece.data(), piece.size());
    return true;
  }
  bool on_key(string_view piece, std::size_t, error_code& error);
  bool on_string_part(string_view piece, std::size_t, error_code&) {
    if (writing()) word_.append(piece.data(), piece.size());
    return true;
  }
  bool on_string(string_view piece, std::size_t, error_code& error) {
    if (writing()) word_.append(piece.data(), piece.size());
    const bool good = value(error, [&](std::string& text) { text += to_json_string(word_); });
    word_.clear();
    return good;
  }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, string_view, error_code& error) {
    return value(error, [&](std::string& text) { text += fmt::to_string(number); });
  }
  bool on_uint64(std::uint64_t number, string_view, error_code& error) {
    return value(error, [&](std::string& text) { text += fmt::to_string(number); });
  }
  bool on_double(double, string_view, error_code& error) { return writing() ? refuse(error) : is_object_ || refuse(error); }
  bool on_bool(bool truth, error_code& error) {
    return value(error, [&](std::string& text) { text += truth ? "true" : "false"; });
  }
  bool on_null(error_code& error) {
    return value(error, [](std::string& text) { text += "null"; });
  }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  [[nodiscard]] bool writing() const { return from_depth_ != 0; }
  static bool refuse(error_code& error) {
    error = json::error::incomplete;
    return false;
  }
  void separate(std::string& text) {
    if (!text.empty() && text.back() != '{' && text.back() != '[' && text.back() != ':') text += ',';
  }
  bool open(char bracket) {
    if (writing()) {
      separate(members.back().text);
      members.back().text += bracket;
    }
    ++depth_;
    return true;
  }
  bool close(char bracket) {
    --depth_;
    if (writing()) members.back().text += bracket;
    ended();
    return true;
  }
  template <class Write>
  bool value(error_code& error, const Write& write) {
    if (!is_object_) return refuse(error);
    if (writing()) {
      separate(members.back().text);
      write(members.back().text);
    }
    ended();
    return true;
  }
  void ended() {
    if (from_depth_ == depth_) from_depth_ = 0;
  }

  std::span<const std::string_view> chosen_;
  bool is_object_ = false;
  std::size_t depth_ = 0;
  std::size_t from_depth_ = 0;  // of the object that holds the member which is being written; 0: none is
  std::string outer_;           // the key at depth 1
  std::string word_;
};

bool Writer::on_key(string_view piece, std::size_t, error_code& error) {
  word_.append(piece.data(), piece.size());
  if (writing()) {
    separate(members.back().text);
    members.back().text += to_json_string(word_) + ":";
  } else if (depth_ <= 2) {
    const auto name = depth_ == 1 ? word_ : outer_ + "." + word_;
    if (depth_ == 1) outer_ = word_;
    if (std::find(chosen_.begin(), chosen_.end(), name) != chosen_.end()) {
      for (const auto& member : members)
        if (member.name == name) return refuse(error);
      members.push_back({.name = name, .text = {}});
      from_depth_ = depth_;
    }
  }
  word_.clear();
  return true;
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// The end of the string that begins at `at`, one past its closing quote.
std::size_t string_end(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at)
    if (json[at] == '\\') ++at;
  return at + 1;
}
}  // namespace

Expected<std::vector<JsonMember>> json_members(std::string_view document, std::span<const std::string_view> chosen) {
  if (document.size() > max_members_text) return std::unexpected(fault("read a JSON object", EFBIG));
  json::basic_parser<Writer> parser(json::parse_options{}, chosen);
  error_code error;
  const auto taken = parser.write_some(false, document.data(), document.size(), error);
  if (error || !parser.done() || !blank(document.substr(taken)))
    return std::unexpected(fault("read a JSON object", EBADMSG));
  return std::move(parser.handler().members);
}

std::string to_json_string(std::string_view text) {
  std::string json = "\"";
  append_escaped(json, text);
  return json + "\"";
}

std::string from_json_string(std::string_view json) {
  std::string text;
  if (json.size() < 2 || json.front() != '"') return text;
  json = json.substr(1, json.size() - 2);
  for (std::size_t at = 0; at < json.size(); ++at) {
    if (json[at] != '\\') {
      text += json[at];
    } else if (json[++at] == 'u') {
      text += static_cast<char>(std::stoi(std::string(json.substr(at + 1, 4)), nullptr, 16));
      at += 4;
    } else {
      text += json[at];
    }
  }
  return text;
}

std::vector<std::string> json_elements(std::string_view json) {
  std::vector<std::string> elements;
  if (json.size() <= 2 || json.front() != '[') return elements;
  std::size_t begin = 1;
  int depth = 0;
  for (std::size_t at = 1; at < json.size(); ++at) {
    const char c = json[at];
    if (c == '"') at = string_end(json, at) - 1;
    if ((c == ',' && depth == 0) || at + 1 == json.size()) {
      elements.emplace_back(json.substr(begin, at - begin));
      begin = at + 1;
    }
    depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
  }
  return elements;
}

}  // namespace tailmend
