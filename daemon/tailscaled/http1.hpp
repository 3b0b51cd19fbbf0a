// HTTP/1.1 as LocalAPI speaks it: requests as bytes, responses parsed as they arrive, chunked ones too. Every size has a
// limit. Never reads or writes a socket, never holds a body or a field.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "libwatch/tailnet.hpp"

namespace tailmend {

enum class Method : std::uint8_t { get, post, patch };

struct Request {
  Method method = Method::get;
  std::string target;  // "/localapi/v0/status?peers=false"
  std::string body;    // sent as application/json when there is one
};
// The bytes of a request. Host is what LocalAPI asks for (localapi.go: anything else is a 403, as are Referer and Origin).
std::string to_wire(const Request& request);

// 200, 204 and the like → answered; 403, 404, 501, 503 → their own; every other → rejected.
watch::Answer answer_for(unsigned status);

class ResponseParser {
 public:
  struct Limits {
    std::size_t header = std::size_t{16} << 10U;  // status line and fields, and any single chunk header or trailer
    std::uint64_t body = std::uint64_t{32} << 20U;
  };
  // A piece of the body, only valid during the call. False: it is not what it should be, go no further.
  using OnBody = std::function<bool(unsigned status, std::string_view piece)>;
  enum class Stage : std::uint8_t {
    more,    // the response goes on
    done,    // complete
    failed,  // see trouble()
  };

  // One field of the head, as sent; before the body, only valid during the call.
  using OnField = std::function<void(std::string_view name, std::string_view value)>;

  ResponseParser(OnBody on_body, Limits limits, OnField on_field = {});
  ~ResponseParser();
  ResponseParser(ResponseParser&&) noexcept;
  ResponseParser& operator=(ResponseParser&&) noexcept;

  // Bytes after the end are not read; they only forbid keep_alive().
  Stage feed(std::string_view bytes);
  // The connection ended.
  Stage finish();

  [[nodiscard]] bool has_head() const noexcept;    // the status line and fields are in
  [[nodiscard]] unsigned status() const noexcept;  // 0 before has_head()
  [[nodiscard]] bool keep_alive() const noexcept;  // the connection may be used again; after `done` only
  [[nodiscard]] watch::Answer trouble() const noexcept;  // garbled, too_large or lost; answered unless `failed`

 private:
  struct Reading;
  Stage ended(watch::Answer trouble);

  std::unique_ptr<Reading> reading_;
};

}  // namespace tailmend
