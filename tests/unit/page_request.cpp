#include "daemon/metrics/page_request.hpp"

#include "tests/support/catch.hpp"

using namespace tailmend;

namespace {

Wanted asked(std::string_view bytes) { return read_request(bytes, "/metrics"); }

}  // namespace

TEST_CASE("a request that scrapers send asks for the page") {
  CHECK(asked("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:9473\r\nUser-Agent: Prometheus/3.5.0\r\nAccept: text/plain;version=0.0.4;q=0.5,*/*;q=0.1\r\n"
              "Accept-Encoding: gzip\r\nX-Prometheus-Scrape-Timeout-Seconds: 10\r\n\r\n") == Wanted::page);
  CHECK(asked("GET /metrics HTTP/1.0\r\n\r\n") == Wanted::page);
  CHECK(asked("GET /metrics?name=a HTTP/1.1\r\nHost: x\r\n\r\n") == Wanted::page);
  CHECK(asked("HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n") == Wanted::head);
  CHECK(asked("GET /metrics HTTP/1.1\r\nHost: x\r\nEmpty:\r\n\r\nand more") == Wanted::page);
}

TEST_CASE("another page and another method are told apart") {
  CHECK(asked("GET / HTTP/1.1\r\nHost: x\r\n\r\n") == Wanted::other_page);
  CHECK(asked("GET /metrics/ HTTP/1.1\r\nHost: x\r\n\r\n") == Wanted::other_page);
  CHECK(asked("GET /metricsx HTTP/1.1\r\nHost: x\r\n\r\n") == Wanted::other_page);
  CHECK(asked("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nabcd") == Wanted::other_method);
  CHECK(asked("get /metrics HTTP/1.1\r\nHost: x\r\n\r\n") == Wanted::other_method);
}

TEST_CASE("until the head is complete there is more to come") {
  const std::string_view whole = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK(asked(whole.substr(0, size)) == Wanted::more);
  }
  CHECK(asked(whole) == Wanted::page);
}

TEST_CASE("what is no request is refused as soon as that shows") {
  CHECK(asked("\x16\x03\x01\x02") == Wanted::nothing);  // TLS
  CHECK(asked("\r\n") == Wanted::nothing);
  for (const char* line : {"GET /metrics", "GET  HTTP/1.1", "GET /metrics HTTP/2.0", "GET /metrics HTTP/1.12", "G(T /metrics HTTP/1.1", " /metrics HTTP/1.1",
                           "GET /me\ttrics HTTP/1.1", "GET /metrics HTTP/1.1 ", "GET /m\xc3\xa9trics HTTP/1.1", "GET /a b HTTP/1.1"}) {
    INFO(line);
    CHECK(asked(std::string(line) + "\r\n") == Wanted::nothing);
  }
  for (const char* field : {"Host", ": x", " folded", "Ho st: x", "Host: \x01", "Host: a\nb"}) {
    INFO(field);
    CHECK(asked("GET /metrics HTTP/1.1\r\n" + std::string(field) + "\r\n") == Wanted::nothing);
  }
}

TEST_CASE("a head of more than four kilobytes is too much, and one of exactly that is not") {
  const std::string start = "GET /metrics HTTP/1.1\r\nX: ";
  const std::string end = "\r\n\r\n";
  const std::string fits = start + std::string(most_request_bytes - start.size() - end.size(), 'a') + end;
  REQUIRE(fits.size() == most_request_bytes);
  CHECK(asked(fits) == Wanted::page);
  CHECK(asked(fits.substr(0, fits.size() - 1)) == Wanted::more);
  CHECK(asked(start + std::string(most_request_bytes, 'a')) == Wanted::too_much);
  CHECK(asked(std::string(most_request_bytes, 'a')) == Wanted::too_much);
}

TEST_CASE("an answer says how long it is and that it is the last") {
  CHECK(response_head(Wanted::page, "text/plain", 12) == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\nConnection: close\r\n\r\n");
  CHECK(response_head(Wanted::head, "text/plain", 12) == response_head(Wanted::page, "text/plain", 12));
  CHECK(response_head(Wanted::other_page, "text/plain", 0).starts_with("HTTP/1.1 404 Not Found\r\n"));
  CHECK(response_head(Wanted::nothing, "text/plain", 0).starts_with("HTTP/1.1 400 Bad Request\r\n"));
  CHECK(response_head(Wanted::too_much, "text/plain", 0).starts_with("HTTP/1.1 431 Request Header Fields Too Large\r\n"));
  CHECK(response_head(Wanted::other_method, "text/plain", 0).find("\r\nAllow: GET, HEAD\r\n") != std::string::npos);
  CHECK(refusal(Wanted::page).empty());
  for (const Wanted wanted : {Wanted::other_page, Wanted::other_method, Wanted::nothing, Wanted::too_much}) CHECK(refusal(wanted).ends_with('\n'));
}
