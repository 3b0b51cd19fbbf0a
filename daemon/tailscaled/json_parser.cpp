#include "daemon/tailscaled/json_parser.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <limits>

namespace tailmend {

namespace {
namespace json = boost::json;
using json::error_code;
using json::string_view;

// What Boost.JSON's parser calls.
class Handler {
 public:
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_object_size = max_array_size;
  static constexpr std::size_t max_string_size = max_array_size;
  static constexpr std::size_t max_key_size = max_array_size;

  explicit Handler(JsonEvents& events) : events_(&events) {}

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& error) { return taken(events_->object_begins(), error); }
  bool on_object_end(std::size_t, error_code& error) { return taken(events_->object_ends(), error); }
  bool on_array_begin(error_code& error) { return taken(events_->array_begins(), error); }
  bool on_array_end(std::size_t, error_code& error) { return taken(events_->array_ends(), error); }
  bool on_key_part(string_view piece, std::size_t, error_code& error) { return taken(events_->key_part(view(piece)), error); }
  bool on_key(string_view piece, std::size_t, error_code& error) { return taken(events_->key(view(piece)), error); }
  bool on_string_part(string_view piece, std::size_t, error_code& error) { return taken(events_->string_part(view(piece)), error); }
  bool on_string(string_view piece, std::size_t, error_code& error) { return taken(events_->string(view(piece)), error); }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, string_view, error_code& error) { return taken(events_->integer(number), error); }
  bool on_uint64(std::uint64_t number, string_view, error_code& error) { return taken(events_->large(number), error); }
  bool on_double(double number, string_view, error_code& error) { return taken(events_->real(number), error); }
  bool on_bool(bool truth, error_code& error) { return taken(events_->boolean(truth), error); }
  bool on_null(error_code& error) { return taken(events_->null(), error); }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  static std::string_view view(string_view piece) { return {piece.data(), piece.size()}; }
  static bool taken(bool good, error_code& error) {
    if (!good) error = json::error::incomplete;
    return good;
  }

  JsonEvents* events_;
};

json::parse_options options() {
  json::parse_options options;
  options.max_depth = JsonParser::max_depth;
  return options;
}
}  // namespace

struct JsonParser::Parsing {
  explicit Parsing(JsonEvents& events) : parser(options(), events) {}

  json::basic_parser<Handler> parser;
  bool failed = false;
};

JsonParser::JsonParser(JsonEvents& events) : parsing_(std::make_unique<Parsing>(events)) {}
JsonParser::~JsonParser() = default;

bool JsonParser::feed(std::string_view piece) {
  if (parsing_->failed) return false;
  error_code error;
  // Once done, Boost's parser would take what comes for a new document.
  const bool done = parsing_->parser.done();
  const std::size_t taken = done ? 0 : parsing_->parser.write_some(true, piece.data(), piece.size(), error);
  const bool blank = piece.find_first_not_of(" \t\r\n", taken) == std::string_view::npos;
  if (error || !blank) parsing_->failed = true;
  return !parsing_->failed;
}

bool JsonParser::finish() {
  if (parsing_->failed) return false;
  error_code error;
  if (!parsing_->parser.done()) parsing_->parser.write_some(false, "", 0, error);
  return !error && parsing_->parser.done();
}

}  // namespace tailmend
