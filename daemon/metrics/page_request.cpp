#include "daemon/metrics/page_request.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tailmend {

namespace {

constexpr std::string_view line_end = "\r\n";

bool is_token(char c) {
  const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
bool is_visible(char c) { return c > ' ' && c < 0x7f; }
bool is_value(char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); }

std::string_view status_of(Wanted wanted) {
  switch (wanted) {
    case Wanted::page:
    case Wanted::head: return "200 OK";
    case Wanted::other_page: return "404 Not Found";
    case Wanted::other_method: return "405 Method Not Allowed";
    case Wanted::too_much: return "431 Request Header Fields Too Large";
    case Wanted::more:
    case Wanted::nothing: return "400 Bad Request";
  }
  return "400 Bad Request";
}

// "GET /metrics HTTP/1.1", without its line end.
Wanted read_line(std::string_view line, std::string_view page) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return Wanted::nothing;
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (method.empty() || !std::ranges::all_of(method, is_token)) return Wanted::nothing;
  if (target.empty() || !std::ranges::all_of(target, is_visible)) return Wanted::nothing;
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return Wanted::nothing;
  if (target.substr(0, target.find('?')) != page) return Wanted::other_page;
  if (method == "GET") return Wanted::page;
  return method == "HEAD" ? Wanted::head : Wanted::other_method;
}

// "Host: localhost". A line that goes on in the next one is obsolete, and no field.
bool is_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos && colon > 0 && std::ranges::all_of(line.substr(0, colon), is_token) &&
         std::ranges::all_of(line.substr(colon + 1), is_value);
}

}  // namespace

Wanted read_request(std::string_view bytes, std::string_view page) {
  const bool full = bytes.size() >= most_request_bytes;
  bytes = bytes.substr(0, most_request_bytes);
  auto wanted = Wanted::more;
  for (std::size_t end = bytes.find(line_end); end != std::string_view::npos; end = bytes.find(line_end)) {
    const std::string_view line = bytes.substr(0, end);
    if (wanted != Wanted::more && line.empty()) return wanted;
    if (wanted != Wanted::more && !is_field(line)) return Wanted::nothing;
    if (wanted == Wanted::more) wanted = read_line(line, page);
    if (wanted == Wanted::nothing) return wanted;
    bytes.remove_prefix(end + line_end.size());
  }
  // Who speaks something else, TLS for one, is told so before its four kilobytes are in.
  const bool hopeless = wanted == Wanted::more && !bytes.empty() && !is_token(bytes.front());
  if (hopeless) return Wanted::nothing;
  return full ? Wanted::too_much : Wanted::more;
}

std::string response_head(Wanted wanted, std::string_view type, std::size_t size) {
  return fmt::format("HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}Connection: close\r\n\r\n", status_of(wanted), type, size,
                     wanted == Wanted::other_method ? "Allow: GET, HEAD\r\n" : "");
}

std::string_view refusal(Wanted wanted) {
  switch (wanted) {
    case Wanted::page:
    case Wanted::head: return "";
    case Wanted::other_page: return "there is one page here: /metrics\n";
    case Wanted::other_method: return "this page can only be read\n";
    case Wanted::too_much: return "the head of a request has at most 4 KiB here\n";
    case Wanted::more:
    case Wanted::nothing: return "this is no request of HTTP/1.1\n";
  }
  return "";
}

}  // namespace tailmend
