#include "daemon/config/config_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "daemon/base/duration.hpp"
#include "daemon/base/utf8.hpp"

namespace tailmend {

namespace {

bool is_plain(char c) { return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) || c == '\n' || c == '\r' || c == '\t'; }

// Bytes that are no text are written as numbers; so TOML has them, and so a person compares them with a protocol.
ValueText bytes_text(std::string_view bytes, Notation notation) {
  if (!find_bad_utf8(bytes) && std::all_of(bytes.begin(), bytes.end(), is_plain)) return {.items = {quoted_text(bytes)}};
  ValueText text{.is_list = true};
  for (const char c : bytes) {
    const unsigned byte = static_cast<unsigned char>(c);
    text.items.push_back(notation == Notation::toml ? fmt::format("0x{:02x}", byte) : std::to_string(byte));
  }
  return text;
}

struct Printer {
  const ConfigKey& key;
  Notation notation;

  ValueText operator()(const std::string* value) const {
    if (key.type == KeyType::bytes) return bytes_text(*value, notation);
    const bool has_scheme = key.type == KeyType::proxy && !value->empty();  // the Policy has it without
    return {.items = {quoted_text(has_scheme ? "socks5://" + *value : *value)}};
  }
  ValueText operator()(const std::vector<std::string>* value) const {
    ValueText text{.is_list = true};
    for (const std::string& item : *value) text.items.push_back(quoted_text(item));
    return text;
  }
  ValueText operator()(const watch::Duration* value) const { return {.items = {quoted_text(duration_text(*value))}}; }
  ValueText operator()(const std::uint32_t* value) const { return {.items = {std::to_string(*value)}}; }
  ValueText operator()(const watch::Mode* value) const { return word(*value == watch::Mode::act ? "act" : "observe"); }
  ValueText operator()(const watch::Refusal* value) const { return word(*value == watch::Refusal::fails ? "fail" : "alive"); }
  ValueText operator()(const watch::Courtesy* value) const {
    switch (*value) {
      case watch::Courtesy::defer: return word("defer");
      case watch::Courtesy::forbid: return word("forbid");
      case watch::Courtesy::ignore: return word("ignore");
    }
    return {};
  }
  ValueText operator()(const std::vector<std::uint16_t>* value) const {
    ValueText text{.is_list = true};
    for (const auto port : *value) text.items.push_back(std::to_string(port));
    return text;
  }
  ValueText operator()(const std::vector<watch::Remedy>* value) const {
    ValueText text{.is_list = true};
    for (const auto remedy : *value) text.items.push_back(quoted_text(watch::to_string(remedy)));
    return text;
  }
  static ValueText word(std::string_view text) { return {.items = {quoted_text(text)}}; }
};

}  // namespace

std::string quoted_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += {'\\', c};
    else if (c == '\n') quoted += "\\n";
    else if (c == '\r') quoted += "\\r";
    else if (c == '\t') quoted += "\\t";
    else if (!is_plain(c)) quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    else quoted += c;
  }
  return quoted + '"';
}

ValueText value_text(const ConfigKey& key, const Draft& draft, Notation notation) {
  return std::visit([&](const auto* value) { return Printer{key, notation}(value); }, key.spot(draft));
}

std::string joined(const ValueText& value) {
  if (!value.is_list) return value.items.front();
  std::string text = "[";
  for (const std::string& item : value.items) text += (text.size() > 1 ? ", " : "") + item;
  return text + "]";
}

std::string preset_text(const ConfigKey& key) {
  if (key.required) return {};
  watch::Policy policy;
  Outputs outputs;
  watch::Target target;
  watch::Uplink uplink;
  return joined(value_text(key, {.policy = &policy, .outputs = &outputs, .target = &target, .uplink = &uplink}, Notation::toml));
}

}  // namespace tailmend
