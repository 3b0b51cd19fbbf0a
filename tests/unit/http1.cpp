#include "daemon/tailscaled/http1.hpp"

#include <string>

#include "tests/support/catch.hpp"

using namespace tailmend;
using watch::Answer;

namespace {
struct Read {
  std::string body;
  ResponseParser parser;
  ResponseParser::Stage stage = ResponseParser::Stage::more;

  explicit Read(ResponseParser::Limits limits = {})
      : parser(
            [this](unsigned, std::string_view piece) {
              body += piece;
              return true;
            },
            limits) {}
  Read(const Read&) = delete;
  Read& operator=(const Read&) = delete;
  Read& feed(std::string_view bytes, std::size_t step) {
    for (std::size_t at = 0; at < bytes.size() && stage == ResponseParser::Stage::more; at += step) {
      stage = parser.feed(bytes.substr(at, step));
    }
    return *this;
  }
};

constexpr std::string_view plain = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
constexpr std::string_view chunked =
    "HTTP/1.1 200 OK\r\nTailscale-Version: 1.102.3\r\nTransfer-Encoding: chunked\r\n\r\n"
    "5\r\nhello\r\n8;x=y\r\n, world!\r\n0\r\nTrailer: yes\r\n\r\n";
}  // namespace

TEST_CASE("a request names the host that LocalAPI asks for and nothing it forbids") {
  CHECK(to_wire({.method = Method::get, .target = "/localapi/v0/status", .body = {}}) ==
        "GET /localapi/v0/status HTTP/1.1\r\nHost: local-tailscaled.sock\r\n\r\n");
  CHECK(to_wire({.method = Method::post, .target = "/localapi/v0/ping?ip=100.64.0.1&type=TSMP", .body = {}}) ==
        "POST /localapi/v0/ping?ip=100.64.0.1&type=TSMP HTTP/1.1\r\nHost: local-tailscaled.sock\r\nContent-Length: 0\r\n\r\n");
  CHECK(to_wire({.method = Method::patch, .target = "/localapi/v0/prefs", .body = "{}"}) ==
        "PATCH /localapi/v0/prefs HTTP/1.1\r\nHost: local-tailscaled.sock\r\nContent-Type: application/json\r\n"
        "Content-Length: 2\r\n\r\n{}");
}

TEST_CASE("a status has its answer") {
  CHECK(answer_for(200) == Answer::answered);
  CHECK(answer_for(204) == Answer::answered);
  CHECK(answer_for(403) == Answer::forbidden);
  CHECK(answer_for(404) == Answer::not_found);
  CHECK(answer_for(501) == Answer::not_built);
  CHECK(answer_for(503) == Answer::not_ready);
  CHECK(answer_for(400) == Answer::rejected);
  CHECK(answer_for(302) == Answer::rejected);
}

TEST_CASE("a response is the same however it is cut") {
  const std::size_t step = GENERATE(range(1, 130));
  CAPTURE(step);
  Read one;
  CHECK(one.feed(plain, step).stage == ResponseParser::Stage::done);
  CHECK(one.body == "hello");
  CHECK(one.parser.status() == 200);
  CHECK(one.parser.keep_alive());
  Read two;
  CHECK(two.feed(chunked, step).stage == ResponseParser::Stage::done);
  CHECK(two.body == "hello, world!");
  CHECK(two.parser.keep_alive());
}

TEST_CASE("the end of a connection ends a body without length and no other") {
  Read open_ended;
  open_ended.feed("HTTP/1.1 200 OK\r\n\r\nall of it", 7);
  CHECK(open_ended.stage == ResponseParser::Stage::more);
  CHECK(open_ended.parser.finish() == ResponseParser::Stage::done);
  CHECK(open_ended.body == "all of it");
  CHECK(!open_ended.parser.keep_alive());
  for (const auto whole : {plain, chunked}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      CAPTURE(whole.substr(0, size));
      Read cut;
      cut.feed(whole.substr(0, size), size + 1);
      CHECK(cut.stage == ResponseParser::Stage::more);
      CHECK(cut.parser.finish() == ResponseParser::Stage::failed);
      CHECK(cut.parser.trouble() == Answer::lost);
    }
  }
}

TEST_CASE("no content and closing are understood") {
  Read none;
  CHECK(none.feed("HTTP/1.1 204 No Content\r\n\r\n", 100).stage == ResponseParser::Stage::done);
  CHECK(none.parser.keep_alive());
  Read closing;
  CHECK(closing.feed("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 100).stage == ResponseParser::Stage::done);
  CHECK(!closing.parser.keep_alive());
  Read more;
  CHECK(more.feed(std::string(plain) + "unasked", 100).stage == ResponseParser::Stage::done);
  CHECK(!more.parser.keep_alive());
}

TEST_CASE("what is no HTTP is garbled") {
  const std::string bytes = GENERATE("SSH-2.0-OpenSSH_9.2p1 Debian\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 000 OK\r\n\r\n", "HTTP/9.1 200 OK\r\n\r\n",
                                     "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
                                     "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n",
                                     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot hex\r\n",
                                     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n",
                                     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000000\r\n");
  CAPTURE(bytes);
  Read read;
  CHECK(read.feed(bytes, 1000).stage == ResponseParser::Stage::failed);
  CHECK(read.parser.trouble() == Answer::garbled);
  CHECK(read.parser.feed("more") == ResponseParser::Stage::failed);
}

TEST_CASE("the head's fields are told once each, however it is cut, and trailers are none of them") {
  for (const std::size_t step : {1U, 3U, 1000U}) {
    CAPTURE(step);
    std::string fields;
    ResponseParser parser([](unsigned, std::string_view) { return true; }, {},
                          [&](std::string_view name, std::string_view value) { fields.append(name).append("=").append(value).append(";"); });
    for (std::size_t at = 0; at < chunked.size(); at += step) parser.feed(chunked.substr(at, step));
    CHECK(parser.finish() == ResponseParser::Stage::done);
    CHECK(fields == "Tailscale-Version=1.102.3;Transfer-Encoding=chunked;");
  }
}

TEST_CASE("every size has its limit") {
  const auto trouble = [](const std::string& bytes, std::size_t step) {
    Read read({.header = 1024, .body = 100});
    CHECK(read.feed(bytes, step).stage == ResponseParser::Stage::failed);
    CHECK(read.body.size() <= 100);
    return read.parser.trouble();
  };
  const std::string chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  std::string endless = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 200; ++i) endless += "X-Header-" + std::to_string(i) + ": value\r\n";
  for (const std::size_t step : {1U, 7U, 100000U}) {
    CAPTURE(step);
    CHECK(trouble(endless, step) == Answer::too_large);
    CHECK(trouble("HTTP/1.1 200 " + std::string(5000, 'x'), step) == Answer::too_large);
    CHECK(trouble("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n", step) == Answer::too_large);
    CHECK(trouble(chunks + "8000000000000000\r\n", step) == Answer::too_large);
    CHECK(trouble(chunks + "ffffffffffffffff\r\n", step) == Answer::too_large);
    CHECK(trouble(chunks + "32\r\n" + std::string(50, 'a') + "\r\n33\r\n" + std::string(51, 'b') + "\r\n0\r\n\r\n", step) == Answer::too_large);
    CHECK(trouble(chunks + "1;" + std::string(5000, 'e'), step) == Answer::too_large);
    CHECK(trouble("HTTP/1.1 200 OK\r\n\r\n" + std::string(200, 'z'), step) == Answer::too_large);
  }
}

TEST_CASE("a body that is refused by its reader is garbled") {
  ResponseParser parser([](unsigned status, std::string_view) { return status != 200; }, {});
  CHECK(parser.feed(plain) == ResponseParser::Stage::failed);
  CHECK(parser.trouble() == Answer::garbled);
}
