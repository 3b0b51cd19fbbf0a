// HTTP/1.1 as a server of one page hears it: the head of a request is read, and answered once; then the connection ends.
// Strict and bounded; never reads a socket, never looks at a body. (Beast's parser would do the same in 8 kB more.)
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tailmend {

inline constexpr std::size_t most_request_bytes = 4096;

enum class Wanted : std::uint8_t {
  more,          // the head is not complete, and so far it may become one
  page,          // GET of the page
  head,          // HEAD of the page
  other_page,    // 404
  other_method,  // 405
  nothing,       // 400: not a request of HTTP/1.0 or 1.1
  too_much,      // 431: longer than most_request_bytes
};

// What the bytes that have come so far ask for. `page` is a path, "/metrics"; a query behind it is ignored.
Wanted read_request(std::string_view bytes, std::string_view page);

// Status line and fields for anything but `more`; `type` and `size` are those of the body.
std::string response_head(Wanted wanted, std::string_view type, std::size_t size);
// What is said in place of the page, a line for a person; "" where the page is due.
std::string_view refusal(Wanted wanted);

}  // namespace tailmend
