#include "daemon/base/redact.hpp"

#include <algorithm>
#include <array>

namespace tailmend {

namespace {

constexpr std::array<std::string_view, 6> secret_words = {"private", "key", "secret", "token", "password", "authurl"};
constexpr std::array<std::string_view, 3> personal_words = {"loginname", "displayname", "profilepicurl"};
// What may follow the '@' of a login name without being a domain.
constexpr std::array<std::string_view, 2> login_services = {"github", "passkey"};
constexpr std::array<std::string_view, 11> unit_endings = {"service", "socket", "timer", "mount", "automount", "slice",
                                                           "target",  "scope",  "device", "path", "swap"};

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
constexpr bool digit(char c) { return c >= '0' && c <= '9'; }
// Bytes of other scripts too: a login may be in any.
constexpr bool word(char c) { return letter(c) || digit(c) || static_cast<unsigned char>(c) >= 0x80U; }
constexpr bool space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
constexpr bool in_name(char c) { return letter(c) || digit(c) || c == '_' || c == '-' || c == '.'; }
constexpr bool in_login(char c) { return word(c) || std::string_view("._%+-").contains(c); }
constexpr bool in_domain(char c) { return word(c) || c == '.' || c == '-'; }
constexpr bool in_key(char c) { return word(c) || std::string_view("-_+/=").contains(c); }
constexpr bool in_url(char c) { return !space(c) && !std::string_view("\"'<>`").contains(c); }
constexpr bool in_value(char c) { return !space(c) && !std::string_view("\"',;)}]").contains(c); }

bool starts_with(std::string_view text, std::string_view lowered) {
  return text.size() >= lowered.size() && std::ranges::equal(text.substr(0, lowered.size()), lowered, {}, lower);
}

bool has(std::string_view text, std::string_view lowered) { return !std::ranges::search(text, lowered, {}, lower).empty(); }

template <class Test>
std::size_t run_of(std::string_view text, Test test) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, test) - text.begin());
}

bool speaks_of_secret(std::string_view name) {
  if (name == "KeyExpiry") return false;
  const auto in = [&](std::string_view part) { return has(name, part); };
  return std::ranges::any_of(secret_words, in) || std::ranges::any_of(personal_words, in);
}

// Of a quoted text whose first byte is its quote: the bytes up to and with the closing one, or up to the line's end.
std::size_t quoted_length(std::string_view text) {
  for (std::size_t at = 1; at < text.size() && text[at] != '\n'; ++at) {
    if (text[at] == '\\') ++at;
    else if (text[at] == text[0]) return at + 1;
  }
  return std::min(text.find('\n'), text.size());
}

// Of a JSON object or list: up to and with its end, or all there is.
std::size_t nested_length(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') at += quoted_length(text.substr(at)) - 1;
    else if (c == '{' || c == '[') ++depth;
    else if ((c == '}' || c == ']') && --depth == 0) return at + 1;
  }
  return text.size();
}

// One pass over the text. A rule looks at what is ahead, and eats it or leaves it.
class Redaction {
 public:
  explicit Redaction(std::string_view text) : text_(text) { out_.reserve(text.size()); }

  std::string run() && {
    while (at_ < text_.size()) {
      if (json_field() || key() || url() || assignment() || login()) continue;
      out_ += text_[at_++];
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string_view ahead() const { return text_.substr(at_); }
  void keep(std::size_t size) {
    out_ += text_.substr(at_, size);
    at_ += size;
  }
  void drop(std::size_t size) {
    out_ += left_out;
    at_ += size;
  }

  // "PrivateKey": "…"; also within a quoted text, where quotes are \".
  bool json_field() {
    if (text_[at_] != '"') return false;
    const auto rest = ahead();
    const std::size_t name = run_of(rest.substr(1), in_name);
    if (!speaks_of_secret(rest.substr(1, name))) return false;
    std::size_t colon = 1 + name;
    const bool escaped = rest.substr(colon).starts_with('\\');
    colon += escaped ? 2 : 1;
    if (colon > rest.size() || rest[colon - 1] != '"') return false;
    colon += run_of(rest.substr(colon), space);
    if (!rest.substr(colon).starts_with(':')) return false;
    keep(colon + 1);
    keep(run_of(ahead(), space));
    value(escaped);
    return true;
  }

  void value(bool escaped) {
    const auto rest = ahead();
    const std::size_t plain = run_of(rest, in_value);
    const auto literal = rest.substr(0, plain);
    if (rest.empty() || literal == "null" || literal == "true" || literal == "false") return;
    if (escaped) {
      const auto end = rest.starts_with("\\\"") ? rest.find("\\\"", 2) : std::string_view::npos;
      drop(std::min({end == std::string_view::npos ? end : end + 2, rest.find('\n'), rest.size()}));
    } else if (rest[0] == '"' || rest[0] == '\'') {
      const std::size_t size = quoted_length(rest);
      if (size <= 2) return keep(size);  // that there is none says something
      out_ += rest[0];
      drop(size);
      out_ += rest[0];
    } else if (rest[0] == '{' || rest[0] == '[') {
      drop(nested_length(rest));
    } else if (plain > 0) {
      drop(plain);
    }
  }

  // auth_key = …, token=…, LoginName:…, --auth-key …
  bool assignment() {
    const auto rest = ahead();
    // A name is read once, from its beginning.
    if (!in_name(rest[0]) || (at_ > 0 && in_name(text_[at_ - 1]))) return false;
    const std::size_t name = run_of(rest, in_name);
    if (!speaks_of_secret(rest.substr(0, name))) return false;
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    std::size_t sign = name + run_of(rest.substr(name), blank);
    const auto then = rest.substr(sign);
    const bool field = sign == name && then.size() > 1 && then[0] == ':' && !space(then[1]) && then[1] != '/';
    const bool option = rest.starts_with("--") && sign > name;
    if (!then.starts_with('=') && !field && !option) return false;
    if (then.starts_with('=') || field) ++sign;
    keep(sign + run_of(rest.substr(sign), blank));
    value(false);
    return true;
  }

  bool key() {
    const auto rest = ahead();
    for (const auto prefix : key_prefixes) {
      if (!starts_with(rest, prefix)) continue;
      const std::size_t size = run_of(rest.substr(prefix.size()), in_key);
      if (size == 0) return false;
      keep(prefix.size());
      drop(size);
      return true;
    }
    return false;
  }

  // From its "://" on, so that it does not matter what the scheme is glued to.
  bool url() {
    constexpr std::string_view door = "login.tailscale.com/";
    const auto rest = ahead();
    const bool bare = starts_with(rest, door);
    if (!bare && !rest.starts_with("://")) return false;
    const std::size_t start = bare ? door.size() : 3;
    const auto body = rest.substr(start, run_of(rest.substr(start, longest_url), in_url));
    if (bare || has(body, "/a/") || has(body, "/register/")) {
      keep(start);
      drop(run_of(ahead(), in_url));
      return true;
    }
    const std::size_t at = body.rfind('@');
    if (at == std::string_view::npos || at == 0) return false;
    keep(start);
    drop(at);
    return true;
  }

  // At the '@': what is before it is in the output already, as nothing else took it.
  bool login() {
    if (text_[at_] != '@') return false;
    const auto tail = text_.substr(at_ + 1);
    std::size_t domain = run_of(tail, in_domain);
    while (domain > 0 && !word(tail[domain - 1])) --domain;
    const auto host = tail.substr(0, domain);
    if (!is_of_login(host)) return false;
    std::size_t local = 0;
    while (local < out_.size() && in_login(out_[out_.size() - 1 - local])) ++local;
    if (local == 0) return false;
    out_.resize(out_.size() - local);
    drop(1 + domain);
    return true;
  }

  static bool is_of_login(std::string_view host) {
    const auto is = [&](std::string_view name) { return host.size() == name.size() && starts_with(host, name); };
    if (std::ranges::any_of(login_services, is)) return true;
    const auto dot = host.rfind('.');
    if (dot == std::string_view::npos) return false;
    const auto last = host.substr(dot + 1);
    // The 100 of eth0@bond0.100 is a VLAN, and no domain of the world.
    return std::ranges::any_of(last, [](char c) { return word(c) && !digit(c); }) && std::ranges::find(unit_endings, last) == unit_endings.end();
  }

  static constexpr std::size_t longest_url = 4096;

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

std::string redact(std::string_view text) { return Redaction(text).run(); }

}  // namespace tailmend
