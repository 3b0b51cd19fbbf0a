// JSON as it streams in, read by a table: which members matter, of which kind, and where they go. Everything else is passed
// over. Memory does not depend on the size of the document. Never builds a tree.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "daemon/tailscaled/json_parser.hpp"

namespace tailmend {

// A place in a document, numbered by the table's owner. 0 is the document itself.
using Place = std::uint8_t;
inline constexpr Place whole = 0;

enum class Kind : std::uint8_t {
  text,
  integer,
  real,     // integers too
  boolean,
  texts,    // an array of text: each comes as text(place)
  object,   // begin(place) … end(place)
  objects,  // an array of objects: each comes as begin(place) … end(place)
  presence, // anything that is not null: present(place), and what is in it is passed over
};

struct Member {
  Place parent = whole;
  std::string_view key;  // any_key: every member, as in a map
  Place place = whole;
  Kind kind = Kind::text;
};
inline constexpr std::string_view any_key = "*";

// Where the members end up. JSON null is as good as an absent member. What the table says is of one kind and is of another
// makes the document garbled.
class JsonSink {
 public:
  virtual ~JsonSink() = default;
  virtual void text(Place, std::string_view) {}  // cut at JsonStream::max_text bytes, on a character
  virtual void integer(Place, std::int64_t) {}
  virtual void real(Place, double) {}
  virtual void boolean(Place, bool) {}
  virtual void begin(Place) {}
  virtual void end(Place) {}
  virtual void present(Place) {}
};

class JsonStream {
 public:
  static constexpr std::size_t max_text = 1024;
  static constexpr std::size_t max_key = 96;  // longer keys are no member of any table, but match any_key
  static constexpr std::size_t max_depth = JsonParser::max_depth;

  // Both outlive the stream. Members of one parent stand together in the table.
  JsonStream(std::span<const Member> members, JsonSink& sink);
  ~JsonStream();
  JsonStream(const JsonStream&) = delete;
  JsonStream& operator=(const JsonStream&) = delete;

  // False: not JSON, too deep, or a wrong kind; from then on every call is false until reset().
  bool feed(std::string_view piece);
  // The end of the document: true when it was one whole JSON object, or null.
  bool finish();
  // Ready for the next document.
  void reset();

 private:
  struct Reading;
  std::span<const Member> members_;
  JsonSink* sink_;
  std::unique_ptr<Reading> reading_;
};

}  // namespace tailmend
