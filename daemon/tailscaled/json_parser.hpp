// Boost.JSON's streaming parser, compiled once for all who read: its template is 30 KB of code per reader.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace tailmend {

// What is in a document, as it comes. False refuses it, which ends the parsing.
class JsonEvents {
 public:
  virtual ~JsonEvents() = default;
  virtual bool object_begins() = 0;
  virtual bool object_ends() = 0;
  virtual bool array_begins() = 0;
  virtual bool array_ends() = 0;
  // Keys and strings come in parts where they are long, escaped, or cut by the end of a piece.
  virtual bool key_part(std::string_view piece) = 0;
  virtual bool key(std::string_view last_piece) = 0;
  virtual bool string_part(std::string_view piece) = 0;
  virtual bool string(std::string_view last_piece) = 0;
  virtual bool integer(std::int64_t number) = 0;
  virtual bool large(std::uint64_t number) = 0;  // beyond int64
  virtual bool real(double number) = 0;
  virtual bool boolean(bool truth) = 0;
  virtual bool null() = 0;
};

class JsonParser {
 public:
  static constexpr std::size_t max_depth = 32;

  explicit JsonParser(JsonEvents& events);  // outlives it
  ~JsonParser();
  JsonParser(const JsonParser&) = delete;
  JsonParser& operator=(const JsonParser&) = delete;

  // False: not JSON, too deep, or refused. What stands behind the document may be blank.
  bool feed(std::string_view piece);
  // Nothing more comes: true when it was one whole document.
  bool finish();

 private:
  struct Parsing;
  std::unique_ptr<Parsing> parsing_;
};

}  // namespace tailmend
