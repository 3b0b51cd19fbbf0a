#include "daemon/tailscaled/json_stream.hpp"

#include <algorithm>

namespace tailmend {

namespace {
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

  void part(std::string_view piece) {
    const std::size_t room = limit_ - held_.size();
    if (piece.size() > room) cut_ = true;
    held_ += piece.substr(0, room);
  }
  std::string_view last(std::string_view piece) {
    if (held_.empty() && piece.size() <= limit_) return piece;
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

// Keeps one frame per open object or array that the table knows, and counts through others.
class Reader : public JsonEvents {
 public:
  Reader(std::span<const Member> members, JsonSink& sink) : members_(members), sink_(&sink) {}

  [[nodiscard]] bool is_object_or_null() const { return object_or_null_; }

  bool object_begins() override;
  bool object_ends() override;
  bool array_begins() override;
  bool array_ends() override;
  bool key_part(std::string_view piece) override {
    if (passing_ == 0) key_.part(piece);
    return true;
  }
  bool key(std::string_view piece) override;
  bool string_part(std::string_view piece) override {
    if (wanted()) text_.part(piece);
    return true;
  }
  bool string(std::string_view piece) override;
  bool integer(std::int64_t number) override;
  bool large(std::uint64_t number) override;
  bool real(double number) override;
  bool boolean(bool truth) override;
  bool null() override {
    if (depth_ == 0 && passing_ == 0) object_or_null_ = true;
    return true;
  }

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
  bool push(const Member* member, bool array);
  template <class Hand>
  bool scalar(Kind kind, Kind also, const Hand& hand);

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

bool Reader::push(const Member* member, bool array) {
  if (depth_ == frames_.size()) return false;
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

bool Reader::object_begins() {
  if (depth_ == 0 && passing_ == 0) {
    object_or_null_ = true;
    return push(nullptr, false);
  }
  const Member* member = wanted();
  if (member == nullptr) return ++passing_, true;
  if (member->kind == Kind::presence) {
    sink_->present(member->place);
    return ++passing_, true;
  }
  if (member->kind != (top().array ? Kind::objects : Kind::object)) return false;
  sink_->begin(member->place);
  return push(member, false);
}

bool Reader::object_ends() {
  if (passing_ != 0) return --passing_, true;
  const Member* member = frames_[--depth_].member;
  current_ = nullptr;
  if (member != nullptr) sink_->end(member->place);
  return true;
}

bool Reader::array_begins() {
  if (depth_ == 0 && passing_ == 0) return false;
  const Member* member = wanted();
  if (member == nullptr) return ++passing_, true;
  if (member->kind == Kind::presence) {
    sink_->present(member->place);
    return ++passing_, true;
  }
  if (top().array || (member->kind != Kind::texts && member->kind != Kind::objects)) return false;
  return push(member, true);
}

bool Reader::array_ends() {
  if (passing_ != 0) return --passing_, true;
  --depth_;
  current_ = nullptr;
  return true;
}

bool Reader::key(std::string_view piece) {
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
bool Reader::scalar(Kind kind, Kind also, const Hand& hand) {
  const Member* member = wanted();
  if (member == nullptr) return passing_ != 0 || depth_ != 0;
  if (member->kind == Kind::presence) {
    sink_->present(member->place);
    return true;
  }
  if (member->kind != kind && member->kind != also) return false;
  if (member->kind == Kind::texts && !top().array) return false;
  hand(*member);
  return true;
}

bool Reader::string(std::string_view piece) {
  const bool good = scalar(Kind::text, Kind::texts,
                           [&](const Member& member) { sink_->text(member.place, text_.last(piece)); });
  text_.clear();
  return good;
}

bool Reader::integer(std::int64_t number) {
  return scalar(Kind::integer, Kind::real, [&](const Member& member) {
    if (member.kind == Kind::real) return sink_->real(member.place, static_cast<double>(number));
    sink_->integer(member.place, number);
  });
}

bool Reader::large(std::uint64_t number) {
  return scalar(Kind::real, Kind::real,  // beyond int64: no integer that Go wrote
                [&](const Member& member) { sink_->real(member.place, static_cast<double>(number)); });
}

bool Reader::real(double number) {
  return scalar(Kind::real, Kind::real, [&](const Member& member) { sink_->real(member.place, number); });
}

bool Reader::boolean(bool truth) {
  return scalar(Kind::boolean, Kind::boolean, [&](const Member& member) { sink_->boolean(member.place, truth); });
}
}  // namespace

struct JsonStream::Reading {
  Reading(std::span<const Member> members, JsonSink& sink) : reader(members, sink) {}

  Reader reader;
  JsonParser parser{reader};
};

JsonStream::JsonStream(std::span<const Member> members, JsonSink& sink) : members_(members), sink_(&sink) { reset(); }
JsonStream::~JsonStream() = default;

bool JsonStream::feed(std::string_view piece) { return reading_->parser.feed(piece); }
bool JsonStream::finish() { return reading_->parser.finish() && reading_->reader.is_object_or_null(); }
void JsonStream::reset() { reading_ = std::make_unique<Reading>(members_, *sink_); }

}  // namespace tailmend
