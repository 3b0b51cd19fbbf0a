#include "daemon/tailscaled/json_members.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "daemon/tailscaled/json_parser.hpp"

namespace tailmend {

namespace {
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

// Writes while inside a chosen member, and only counts depth elsewhere.
class Writer : public JsonEvents {
 public:
  explicit Writer(std::span<const std::string_view> chosen) : chosen_(chosen) {}
  std::vector<JsonMember> members;

  bool object_begins() override {
    is_object_ = true;
    return open('{');
  }
  bool object_ends() override { return close('}'); }
  bool array_begins() override { return is_object_ && open('['); }
  bool array_ends() override { return close(']'); }
  bool key_part(std::string_view piece) override {
    word_ += piece;
    return true;
  }
  bool key(std::string_view piece) override;
  bool string_part(std::string_view piece) override {
    if (writing()) word_ += piece;
    return true;
  }
  bool string(std::string_view piece) override {
    if (writing()) word_ += piece;
    const bool good = value([&](std::string& text) { text += to_json_string(word_); });
    word_.clear();
    return good;
  }
  bool integer(std::int64_t number) override {
    return value([&](std::string& text) { text += fmt::to_string(number); });
  }
  bool large(std::uint64_t number) override {
    return value([&](std::string& text) { text += fmt::to_string(number); });
  }
  bool real(double) override { return is_object_ && !writing(); }
  bool boolean(bool truth) override {
    return value([&](std::string& text) { text += truth ? "true" : "false"; });
  }
  bool null() override {
    return value([](std::string& text) { text += "null"; });
  }

 private:
  [[nodiscard]] bool writing() const { return from_depth_ != 0; }
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
  bool value(const Write& write) {
    if (!is_object_) return false;
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

bool Writer::key(std::string_view piece) {
  word_ += piece;
  if (writing()) {
    separate(members.back().text);
    members.back().text += to_json_string(word_) + ":";
  } else if (depth_ <= 2) {
    const auto name = depth_ == 1 ? word_ : outer_ + "." + word_;
    if (depth_ == 1) outer_ = word_;
    if (std::find(chosen_.begin(), chosen_.end(), name) != chosen_.end()) {
      for (const auto& member : members)
        if (member.name == name) return false;
      members.push_back({.name = name, .text = {}});
      from_depth_ = depth_;
    }
  }
  word_.clear();
  return true;
}

// The end of the string that begins at `at`, one past its closing quote.
std::size_t string_end(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at)
    if (json[at] == '\\') ++at;
  return at + 1;
}
}  // namespace

Expected<std::vector<JsonMember>> json_members(std::string_view document, std::span<const std::string_view> chosen) {
  if (document.size() > max_members_text) return std::unexpected(fault("read a JSON object", EFBIG));
  Writer writer(chosen);
  JsonParser parser(writer);
  if (!parser.feed(document) || !parser.finish()) return std::unexpected(fault("read a JSON object", EBADMSG));
  return std::move(writer.members);
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
