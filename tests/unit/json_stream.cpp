#include "daemon/tailscaled/json_stream.hpp"

#include <array>
#include <string>

#include "tests/support/catch.hpp"

using namespace tailmend;

namespace {
enum : Place { name = 1, count, share, flag, words, inner, inner_id, list, list_id, map, entry, entry_id, there };
constexpr std::array table = {
    Member{whole, "name", name, Kind::text},       Member{whole, "count", count, Kind::integer},
    Member{whole, "share", share, Kind::real},     Member{whole, "flag", flag, Kind::boolean},
    Member{whole, "words", words, Kind::texts},    Member{whole, "inner", inner, Kind::object},
    Member{whole, "list", list, Kind::objects},    Member{whole, "map", map, Kind::object},
    Member{whole, "there", there, Kind::presence}, Member{inner, "id", inner_id, Kind::text},
    Member{list, "id", list_id, Kind::text},       Member{map, any_key, entry, Kind::object},
    Member{entry, "id", entry_id, Kind::integer},
};

// Writes down what it is told.
struct Diary : JsonSink {
  std::string lines;
  void note(Place place, const std::string& what) { lines += std::to_string(place) + what + ' '; }
  void text(Place place, std::string_view value) override { note(place, "=" + std::string(value)); }
  void integer(Place place, std::int64_t value) override { note(place, "=" + std::to_string(value)); }
  void real(Place place, double value) override { note(place, "~" + std::to_string(value)); }
  void boolean(Place place, bool value) override { note(place, value ? "+" : "-"); }
  void begin(Place place) override { note(place, "{"); }
  void end(Place place) override { note(place, "}"); }
  void present(Place place) override { note(place, "!"); }
};

// What is told of `document`, or "garbled".
std::string told(std::string_view document, std::size_t step = 1000000) {
  Diary diary;
  JsonStream stream(table, diary);
  for (std::size_t at = 0; at < document.size(); at += step) {
    if (!stream.feed(document.substr(at, step))) return "garbled";
  }
  return stream.finish() ? diary.lines : "garbled";
}
}  // namespace

TEST_CASE("what the table asks for is told, however the document is cut") {
  const std::string document =
      R"({"name":"a\u00e9b","other":{"name":[1,{"name":"no"}]},"count":-7,"share":0.25,"flag":true,"words":["x","","z"],)"
      R"("inner":{"id":"i","deep":[[[]]]},"list":[{"id":"1"},{},null,{"id":"2"}],"map":{"k":{"id":1},"l":{"id":2,"name":"no"}},)"
      R"("there":{"name":"no"},"id":"no"} )";
  const std::string expected =
      "1=aéb 2=-7 3~0.250000 4+ 5=x 5= 5=z 6{ 7=i 6} 8{ 9=1 8} 8{ 8} 8{ 9=2 8} 10{ 11{ 12=1 11} 11{ 12=2 11} 10} 13! ";
  for (std::size_t step = 1; step <= document.size(); ++step) {
    CAPTURE(step);
    CHECK(told(document, step) == expected);
  }
}

TEST_CASE("null is as good as absent, for every kind") {
  CHECK(told(R"({"name":null,"count":null,"flag":null,"words":null,"inner":null,"list":null,"map":{"k":null},"there":null})") == "10{ 10} ");
  CHECK(told("null").empty());
}

TEST_CASE("a wrong kind is garbled") {
  const std::string document =
      GENERATE(R"({"name":1})", R"({"name":["x"]})", R"({"name":{}})", R"({"name":true})", R"({"count":"1"})", R"({"count":1.5})",
               R"({"count":18446744073709551615})", R"({"flag":1})", R"({"flag":"true"})", R"({"words":"x"})", R"({"words":[1]})",
               R"({"words":[["x"]]})", R"({"words":{}})", R"({"inner":[]})", R"({"inner":"x"})", R"({"list":{}})", R"({"list":["x"]})",
               R"({"map":{"k":1}})", R"([])", R"("name")", R"(1)", R"(true)");
  CAPTURE(document);
  CHECK(told(document) == "garbled");
}

TEST_CASE("what is no whole document is garbled") {
  const std::string document = GENERATE("", " ", "{", R"({"name":"x")", R"({"name":"x"}})", "{}{}", "{} x", "{'name':1}", R"({"name":"\ud800"})",
                                        "{\"name\":\"\xff\"}", R"({"name":"x",})", "<html>", "{\"name\":\"line\nbreak\"}", "nul");
  CAPTURE(document);
  CHECK(told(document) == "garbled");
  CHECK(told(document, 1) == "garbled");
}

TEST_CASE("depth has its limit, wherever it is") {
  const auto nested = [](std::size_t depth) { return R"({"other":)" + std::string(depth, '[') + std::string(depth, ']') + "}"; };
  CHECK(told(nested(JsonStream::max_depth - 1)).empty());
  CHECK(told(nested(JsonStream::max_depth)) == "garbled");
  CHECK(told(nested(100000)) == "garbled");
}

TEST_CASE("long text is cut on a character, a long key is nobody's") {
  std::string text(JsonStream::max_text - 1, 'a');
  CHECK(told("{\"name\":\"" + text + "é\"}", 7) == "1=" + text + " ");
  CHECK(told("{\"name\":\"" + text + "bc\"}", 7) == "1=" + text + "b ");
  CHECK(told("{\"name\":\"" + text + "bc\",\"count\":1}") == "1=" + text + "b 2=1 ");
  const std::string key(5000, 'k');
  CHECK(told("{\"" + key + "\":1,\"map\":{\"" + key + "\":{\"id\":3}},\"count\":2}", 11) == "10{ 11{ 12=3 11} 10} 2=2 ");
}

TEST_CASE("a stream reads the next document after a reset, also after a garbled one") {
  Diary diary;
  JsonStream stream(table, diary);
  CHECK(!stream.feed("{nonsense"));
  CHECK(!stream.feed("{}"));
  stream.reset();
  CHECK(stream.feed(R"({"count":1})"));
  CHECK(stream.finish());
  stream.reset();
  CHECK(stream.feed(R"({"count":2})"));
  CHECK(stream.finish());
  CHECK(diary.lines == "2=1 2=2 ");
}
