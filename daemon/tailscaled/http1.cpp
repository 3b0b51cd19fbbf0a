#include "daemon/tailscaled/http1.hpp"

// Beast asserts that a last chunk is at hand with five bytes or more (parse_chunk_header); "0\r\n\r", cut there, is four. What
// follows the assertion is right for four, so hostile or unlucky cuts must not end us there.
#define BOOST_DISABLE_ASSERTS
#include <boost/beast/http/basic_parser.hpp>
#include <utility>

namespace tailmend {

namespace {
namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

constexpr std::string_view word(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::post: return "POST";
    case Method::patch: return "PATCH";
  }
  return "GET";
}

watch::Answer trouble_of(const error_code& error) {
  if (error == http::error::body_limit || error == http::error::header_limit) return watch::Answer::too_large;
  if (error == http::error::partial_message) return watch::Answer::lost;
  return watch::Answer::garbled;
}

// Beast's grammar with our callback behind it; it stores no field.
class Grammar : public http::basic_parser<false> {
 public:
  Grammar(ResponseParser::OnBody on_body, ResponseParser::Limits limits, ResponseParser::OnField on_field)
      : on_body_(std::move(on_body)), on_field_(std::move(on_field)) {
    header_limit(static_cast<std::uint32_t>(limits.header));
    body_limit(limits.body);
    eager(true);
  }
  [[nodiscard]] unsigned status() const { return status_; }

 private:
  void on_request_impl(http::verb, string_view, string_view, int, error_code&) override {}
  void on_response_impl(int code, string_view, int, error_code& error) override {
    status_ = static_cast<unsigned>(code);
    if (code < 100) error = http::error::bad_status;
  }
  void on_field_impl(http::field, string_view name, string_view value, error_code&) override {
    if (on_field_ && !is_header_done()) on_field_({name.data(), name.size()}, {value.data(), value.size()});
  }
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(string_view piece, error_code& error) override {
    if (!on_body_(status_, {piece.data(), piece.size()})) error = http::error::bad_value;
    return piece.size();
  }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view piece, error_code& error) override {
    return on_body_impl(piece, error);
  }
  void on_finish_impl(error_code&) override {}

  ResponseParser::OnBody on_body_;
  ResponseParser::OnField on_field_;
  unsigned status_ = 0;
};
}  // namespace

std::string to_wire(const Request& request) {
  std::string wire(word(request.method));
  wire += ' ';
  wire += request.target;
  wire += " HTTP/1.1\r\nHost: local-tailscaled.sock\r\n";
  if (!request.body.empty()) wire += "Content-Type: application/json\r\n";
  if (request.method != Method::get) wire += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  wire += "\r\n";
  wire += request.body;
  return wire;
}

watch::Answer answer_for(unsigned status) {
  if (status >= 200 && status < 300) return watch::Answer::answered;
  switch (status) {
    case 403: return watch::Answer::forbidden;
    case 404: return watch::Answer::not_found;
    case 501: return watch::Answer::not_built;
    case 503: return watch::Answer::not_ready;
    default: return watch::Answer::rejected;
  }
}

struct ResponseParser::Reading {
  Reading(OnBody on_body, Limits bounds, OnField on_field) : limits(bounds), grammar(std::move(on_body), bounds, std::move(on_field)) {}

  Limits limits;
  Grammar grammar;
  std::string rest;  // what the grammar cannot take yet: part of the head or of a chunk header, at most limits.header
  watch::Answer trouble = watch::Answer::answered;
  bool overrun = false;
};

ResponseParser::ResponseParser(OnBody on_body, Limits limits, OnField on_field)
    : reading_(std::make_unique<Reading>(std::move(on_body), limits, std::move(on_field))) {}
ResponseParser::~ResponseParser() = default;
ResponseParser::ResponseParser(ResponseParser&&) noexcept = default;
ResponseParser& ResponseParser::operator=(ResponseParser&&) noexcept = default;

ResponseParser::Stage ResponseParser::ended(watch::Answer trouble) {
  reading_->trouble = trouble;
  reading_->rest = {};
  return Stage::failed;
}

ResponseParser::Stage ResponseParser::feed(std::string_view bytes) {
  Reading& reading = *reading_;
  if (reading.trouble != watch::Answer::answered) return Stage::failed;
  std::string joined;
  if (!reading.rest.empty()) {
    joined = std::exchange(reading.rest, {});
    joined += bytes;
    bytes = joined;
  }
  while (!bytes.empty()) {
    if (reading.grammar.is_done()) {
      reading.overrun = true;
      return Stage::done;
    }
    error_code error;
    const std::size_t taken = reading.grammar.put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    bytes.remove_prefix(taken);
    if (error == http::error::need_more) {
      if (bytes.size() >= reading.limits.header) return ended(watch::Answer::too_large);
      reading.rest = bytes;
      return Stage::more;
    }
    if (error) return ended(trouble_of(error));
  }
  return reading.grammar.is_done() ? Stage::done : Stage::more;
}

ResponseParser::Stage ResponseParser::finish() {
  Reading& reading = *reading_;
  if (reading.trouble != watch::Answer::answered) return Stage::failed;
  if (reading.grammar.is_done()) return Stage::done;
  if (!reading.grammar.got_some() || !reading.rest.empty()) return ended(watch::Answer::lost);
  error_code error;
  reading.grammar.put_eof(error);
  if (error) return ended(trouble_of(error));
  return Stage::done;
}

bool ResponseParser::has_head() const noexcept { return reading_->grammar.is_header_done(); }
unsigned ResponseParser::status() const noexcept { return has_head() ? reading_->grammar.status() : 0; }
bool ResponseParser::keep_alive() const noexcept {
  return reading_->grammar.is_done() && !reading_->overrun && reading_->grammar.keep_alive();
}
watch::Answer ResponseParser::trouble() const noexcept { return reading_->trouble; }

}  // namespace tailmend
