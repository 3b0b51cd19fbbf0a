#include "daemon/tailscaled/json_stream.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <limits>
#include <optional>
#include <utility>

namespace tailmend {

namespace {
namespace json = boost::json;
using json::error_code;
using json::string_view;

// Valid UTF-8 that was cut somewhere, without the character that was cut.
std::string_view whole_characters(std::string_view text) {
  std::size_t lead = text.size();  // one past the byte that begins the last character
  while (lead > 0 && (static_cast<unsigned char>(text[lead - 1]) & 0xc0U) == 0x80U) --lead;
  if (lead == 0) return {};
  const auto first = static_cast<unsigned char>(text[lead - 1]);
  const std::size_t size = first >= 0xf0U ? 4 : first >= 0xe0U ? 3 : first >= 0xc0U ? 2 : 1;
  return lead - 1 + size <= text.size() ? text : text.substr(0, lead - 1);
}

// Text or a key that may come in parts: whole ones are handed on without a copy, and only the beginning of long ones is kept.
class Words {
 public:
  explicit Words(std::size_t limit) : limit_(limit) {}

  void part(string_view piece) {
    const std::size_t room = limit_ - held_.size();
    if (piece.size() > room) cut_ = true;
    held_.append(piece.data(), std::min(room, piece.size()));
  }
  std::string_view last(string_view piece) {
    if (held_.empty() && piece.size() <= limit_) return {piece.data(), piece.size()};
    part(piece);
    return cut_ ? whole_characters(held_) : held_;
  }
  [[nodiscard]] bool was_cut() const { return cut_; }
  void clear() {
    held_.clear();
    cut_ = false;
  }

 private:
  std::size_t limit_;
  std::string held_;
  bool cut_ = false;
};

// What Boost.JSON's parser calls. Keeps one frame per open object or array that the table knows, and counts through others.
class Reader {
 public:
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_object_size = max_array_size;
  static constexpr std::size_t max_string_size = max_array_size;
  static constexpr std::size_t max_key_size = max_array_size;

  Reader(std::span<const Member> members, JsonSink& sink) : members_(members), sink_(&sink) {}

  [[nodiscard]] bool is_object_or_null() const { return object_or_null_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& error);
  bool on_object_end(std::size_t, error_code&);
  bool on_array_begin(error_code& error);
  bool on_array_end(std::size_t, error_code&);
  bool on_key_part(string_view piece, std::size_t, error_code&) {
    if (passing_ == 0) key_.part(piece);
    return true;
  }
  bool on_key(string_view piece, std::size_t, error_code&);
  bool on_string_part(string_view piece, std::size_t, error_code&) {
    if (wanted()) text_.part(piece);
    return true;
  }
  bool on_string(string_view piece, std::size_t, error_code& error);
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t value, string_view, error_code& error);
  bool on_uint64(std::uint64_t value, string_view, error_code& error);
  bool on_double(double value, string_view, error_code& error);
  bool on_bool(bool value, error_code& error);
  bool on_null(error_code&) {
    if (depth_ == 0 && passing_ == 0) object_or_null_ = true;
    return true;
  }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  struct Frame {
    const Member* member = nullptr;  // nullptr: the document
    bool array = false;
    std::size_t first = 0;  // the members of this object in the table: [first, last)
    std::size_t last = 0;
    std::size_t next = 0;  // writers keep an order: where the next key is likely found
  };

  // What the table says of the value that begins now; nullptr: nothing.
  [[nodiscard]] const Member* wanted() const {
    if (passing_ != 0 || depth_ == 0) return nullptr;
    return top().array ? top().member : current_;
  }
  [[nodiscard]] const Frame& top() const { return frames_[depth_ - 1]; }
  static bool refuse(error_code& error) {
    error = json::error::incomplete;
    return false;
  }
  bool push(const Member* member, bool array, error_code& error);
  template <class Hand>
  bool scalar(Kind kind, Kind also, error_code& error, const Hand& hand);

  std::span<const Member> members_;
  JsonSink* sink_;
  std::array<Frame, JsonStream::max_depth + 1> frames_{};
  std::size_t depth_ = 0;
  std::size_t passing_ = 0;  // open objects and arrays that nobody asked for
  const Member* current_ = nullptr;
  Words key_{JsonStream::max_key};
  Words text_{JsonStream::max_text};
  bool object_or_null_ = false;
};

bool Reader::push(const Member* member, bool array, error_code& error) {
  if (depth_ == frames_.size()) return refuse(error);
  Frame frame{.member = member, .array = array};
  if (!array) {
    const Place place = member == nullptr ? whole : member->place;
    while (frame.first < members_.size() && members_[frame.first].parent != place) ++frame.first;
    frame.last = frame.first;
    while (frame.last < members_.size() && members_[frame.last].parent == place) ++frame.last;
    frame.next = frame.first;
  }
  frames_[depth_++] = frame;
  current_ = nullptr;
  return true;
}

bool Reader::on_object_begin(error_code& error) {
  if (depth_ == 0 && passing_ == 0) {
    object_or_null_ = true;
    return push(nullptr, false, error);
  }
  const Member* member = wanted();
  if (member == nullptr) return ++passing_, true;
  if (member->kind == Kind::presence) {
    sink_->present(member->place);
    return ++passing_, true;
  }
  if (member->kind != (top().array ? Kind::objects : Kind::object)) return refuse(error);
  sink_->begin(member->place);
  return push(member, false, error);
}

bool Reader::on_object_end(std::size_t, error_code&) {
  if (passing_ != 0) return --passing_, true;
  const Member* member = frames_[--depth_].member;
  current_ = nullptr;
  if (member != nullptr) sink_->end(member->place);
  return true;
}

bool Reader::on_array_begin(error_code& error) {
  if (depth_ == 0 && passing_ == 0) return refuse(error);
  const Member* member = wanted();
  if (member == nullptr) return ++passing_, true;
  if (member->kind == Kind::presence) {
    sink_->present(member->place);
    return ++passing_, true;
  }
  if (top().array || (member->kind != Kind::texts && member->kind != Kind::objects)) return refuse(error);
  return push(member, true, error);
}

bool Reader::on_array_end(std::size_t, error_code&) {
  if (passing_ != 0) return --passing_, true;
  --depth_;
  current_ = nullptr;
  return true;
}

bool Reader::on_key(string_view piece, std::size_t, error_code&) {
  if (passing_ != 0) return true;
  const std::string_view key = key_.last(piece);
  Frame& frame = frames_[depth_ - 1];
  current_ = nullptr;
  for (std::size_t i = frame.first; i < frame.last; ++i) {
    std::size_t at = frame.next + (i - frame.first);
    if (at >= frame.last) at -= frame.last - frame.first;
    const Member& member = members_[at];
    if (member.key == any_key || (member.key == key && !key_.was_cut())) {
      current_ = &member;
      frame.next = at + 1 == frame.last ? frame.first : at + 1;
      break;
    }
  }
  key_.clear();
  return true;
}

template <class Hand>
bool Reader::scalar(Kind kind, Kind also, error_code& error, const Hand& hand) {
  const Member* member = wanted();
  if (member == nullptr) return passing_ != 0 || depth_ != 0 || refuse(error);
  if (member->kind == Kind::presence) {
    sink_->present(member->place);
    return true;
  }
  if (member->kind != kind && member->kind != also) return refuse(error);
  if (member->kind == Kind::texts && !top().array) return refuse(error);
  hand(*member);
  return true;
}

bool Reader::on_string(string_view piece, std::size_t, error_code& error) {
  const bool good = scalar(Kind::text, Kind::texts, error,
                           [&](const Member& member) { sink_->text(member.place, text_.last(piece)); });
  text_.clear();
  return good;
}

bool Reader::on_int64(std::int64_t value, string_view, error_code& error) {
  return scalar(Kind::integer, Kind::real, error, [&](const Member& member) {
    if (member.kind == Kind::real) return sink_->real(member.place, static_cast<double>(value));
    sink_->integer(member.place, value);
  });
}

bool Reader::on_uint64(std::uint64_t value, string_view, error_code& error) {
  return scalar(Kind::real, Kind::real, error,  // beyond int64: no integer that Go wrote
                [&](const Member& member) { sink_->real(member.place, static_cast<double>(value)); });
}

bool Reader::on_double(double value, string_view, error_code& error) {
  return scalar(Kind::real, Kind::real, error, [&](const Member& member) { sink_->real(member.place, value); });
}

bool Reader::on_bool(bool value, error_code& error) {
  return scalar(Kind::boolean, Kind::boolean, error, [&](const Member& member) { sink_->boolean(member.place, value); });
}

json::parse_options options() {
  json::parse_options options;
  options.max_depth = JsonStream::max_depth;
  return options;
}
}  // namespace

struct JsonStream::Reading {
  Reading(std::span<const Member> table, JsonSink& to) : members(table), sink(&to) { begin(); }
  void begin() { parser.emplace(options(), members, *sink); }

  std::span<const Member> members;
  JsonSink* sink;
  std::optional<json::basic_parser<Reader>> parser;
  bool failed = false;
};

JsonStream::JsonStream(std::span<const Member> members, JsonSink& sink)
    : reading_(std::make_unique<Reading>(members, sink)) {}
JsonStream::~JsonStream() = default;

bool JsonStream::feed(std::string_view piece) {
  if (reading_->failed) return false;
  error_code error;
  // Once done, Boost's parser would take what comes for a new document.
  const bool done = reading_->parser->done();
  const std::size_t taken = done ? 0 : reading_->parser->write_some(true, piece.data(), piece.size(), error);
  const bool blank = piece.find_first_not_of(" \t\r\n", taken) == std::string_view::npos;
  if (error || !blank) reading_->failed = true;
  return !reading_->failed;
}

bool JsonStream::finish() {
  if (reading_->failed) return false;
  error_code error;
  if (!reading_->parser->done()) reading_->parser->write_some(false, "", 0, error);
  return !error && reading_->parser->done() && reading_->parser->handler().is_object_or_null();
}

void JsonStream::reset() {
  reading_->failed = false;
  reading_->begin();
}

}  // namespace tailmend
