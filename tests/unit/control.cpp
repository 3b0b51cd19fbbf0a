// A command and its answer: what may be sent, and its bytes on the socket.
#include "daemon/control/control.hpp"

#include "daemon/control/control_codec.hpp"
#include "tests/support/catch.hpp"

using namespace tailmend;
using Stage = RequestReader::Stage;

namespace {

ControlRequest request(std::vector<std::string> words) {
  return {.words = std::move(words), .screen = {.columns = 132, .colour = Colour::terminal}, .caller = {}};
}

std::string trouble_with(std::string_view bytes) {
  RequestReader reader;
  reader.feed(bytes);
  CHECK(reader.finish() == Stage::failed);
  return reader.trouble();
}

}  // namespace

TEST_CASE("a request arrives as it was sent, in whatever pieces") {
  const ControlRequest sent = request({"pause", "--reason=Umzug, für den Router", "", "--for", "2h"});
  const std::string bytes = encode(sent);
  CHECK(bytes.starts_with("tailmend 1 132 colour 5\n"));
  for (const std::size_t step : {bytes.size(), std::size_t{1}, std::size_t{7}}) {
    RequestReader reader;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      CHECK(reader.trouble().empty());
      CHECK((reader.feed(std::string_view(bytes).substr(at, step)) == Stage::done) == (at + step >= bytes.size()));
    }
    CHECK(reader.finish() == Stage::done);
    CHECK(reader.request().words == sent.words);
    CHECK(reader.request().screen.columns == 132);
    CHECK(reader.request().screen.colour == Colour::terminal);
    CHECK(reader.request().caller.uid == Caller::unknown);
  }
}

TEST_CASE("a request cut anywhere is no request, even between two words") {
  const std::string bytes = encode(request({"mend", "restart", "--despite", "age"}));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    RequestReader reader;
    CHECK(reader.feed(std::string_view(bytes).substr(0, size)) == Stage::more);
    CHECK(reader.finish() == Stage::failed);
    CHECK(reader.trouble() == "the command ends in the middle");
  }
}

TEST_CASE("what is no request is told so, with what came") {
  CHECK(trouble_with("GET / HTTP/1.1\r\n\r\n") == "what came is no command: \"GET / HTTP/1.1\\x0d\"");
  CHECK(trouble_with(std::string(100, 'x')).contains("no command"));
  CHECK(trouble_with("tailmend 1 80 plain\n").contains("no command"));
  CHECK(trouble_with("tailmend 1 80 plain 0 0\n").contains("no command"));
  CHECK(trouble_with("tailmend  1 80 plain 0\n").contains("no command"));
  CHECK(trouble_with("tailmend 1 -80 plain 0\n").contains("no command"));
  CHECK(trouble_with("tailmend 1 80 green 0\n").contains("no command"));
  CHECK(trouble_with("tailmend 1 80 plain 257\n").contains("no command"));
  CHECK(trouble_with("tailmend 1 80 plain 0\nmore") == "there is more behind the command: \"more\"");
  using namespace std::string_view_literals;
  CHECK(trouble_with("tailmend 1 80 plain 1\na\x1b[2J\0"sv) == "word 1 of the command has a control character in it");
  CHECK(trouble_with("tailmend 1 80 plain 2\na\0\xff\0"sv) == "word 2 of the command is not UTF-8");
}

TEST_CASE("a request of another version is told which, whatever else is in it") {
  for (const auto* head : {"tailmend 2 80 plain 1\n", "tailmend 9999\n", "tailmend 2 anything\n"}) {
    const std::string trouble = trouble_with(head);
    CHECK(trouble.contains("of another version"));
    CHECK(trouble.contains("systemctl restart tailmend"));
  }
}

TEST_CASE("a screen is taken as wide as screens are") {
  for (const auto& [said, taken] : {std::pair("3", least_columns), {"80", std::size_t{80}}, {"99999", most_columns}}) {
    RequestReader reader;
    CHECK(reader.feed("tailmend 1 " + std::string(said) + " plain 0\n") == Stage::done);
    CHECK(reader.request().screen.columns == taken);
  }
}

TEST_CASE("a command that is too long is refused, one that just fits is not") {
  const auto one_word = [](std::size_t bytes) { return "tailmend 1 80 plain 1\n" + std::string(bytes - 1, 'x') + '\0'; };
  RequestReader fits;
  CHECK(fits.feed(one_word(max_request_bytes)) == Stage::done);
  CHECK(trouble_with(one_word(max_request_bytes + 1)) == "the command is longer than 16384 bytes");
  CHECK(trouble_with(one_word(1U << 20U)).contains("longer"));
  CHECK(trouble_in(std::vector<std::string>(max_control_words + 1)).contains("more than 256 words"));
  CHECK(trouble_in({std::string(max_request_bytes, 'x')}).contains("longer than"));
  CHECK(trouble_in({"status", ""}).empty());
}

TEST_CASE("an answer arrives as it was sent") {
  for (const auto& sent : {ControlReply{}, ControlReply{.exit_code = 255, .text = "tailmend: no\n", .to_stderr = true},
                           ControlReply{.text = "● healthy\n\ntailmend 2 0 out 0\n"}}) {
    const auto came = decode_reply(encode(sent));
    REQUIRE(came);
    CHECK(came->exit_code == sent.exit_code);
    CHECK(came->text == sent.text);
    CHECK(came->to_stderr == sent.to_stderr);
  }
}

TEST_CASE("an answer that was cut, is of another version or is none is told apart") {
  const std::string bytes = encode(ControlReply{.text = "all is well\n"});
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK(decode_reply(std::string_view(bytes).substr(0, size)).error() == ReplyTrouble::cut);
  CHECK(decode_reply(bytes + "x").error() == ReplyTrouble::garbled);
  CHECK(decode_reply("tailmend 2 0 out 0\n").error() == ReplyTrouble::other_version);
  CHECK(decode_reply("tailmend 2\n").error() == ReplyTrouble::other_version);
  for (const auto* line : {"\n", "hello\n", "tailmend 1 256 out 0\n", "tailmend 1 0 log 0\n", "tailmend 1 0 out 1048577\n", "tailmend x 0 out 0\n"})
    CHECK(decode_reply(line).error() == ReplyTrouble::garbled);
  CHECK(decode_reply(std::string(70, 'x')).error() == ReplyTrouble::garbled);
}

TEST_CASE("what may be said is made fit to be sent") {
  CHECK(presentable({.text = "für\n"}).text == "für\n");
  CHECK(presentable({.text = std::string("a\0b\xff\xc3", 5)}).text == "a?b??");
  const ControlReply longest = presentable({.text = std::string(max_reply_bytes, 'x')});
  CHECK(longest.text.size() == max_reply_bytes);
  const ControlReply over = presentable({.text = std::string(max_reply_bytes + 1, 'x')});
  CHECK(over.text == "tailmend: the answer is longer than 1 MiB; ask for less of it\n");
  CHECK(over.exit_code == 1);
  CHECK(over.to_stderr);
}

TEST_CASE("who may what") {
  const Caller nobody;
  const Caller root{.uid = 0};
  const Caller granted{.uid = 1000, .granted = Right::pause};
  for (const Right right : {Right::check, Right::pause, Right::resume, Right::mend}) {
    CHECK_FALSE(nobody.may(right));
    CHECK(root.may(right));
    CHECK(granted.may(right) == (right == Right::pause));
    const ControlReply refusal = lacking(right);
    CHECK(refusal.lacks == right);
    CHECK(refusal.exit_code == 1);
    CHECK(refusal.text.contains("org.tailmend." + std::string(to_string(right))));
  }
  CHECK(nobody.may(Right::look));
  CHECK(granted.may(Right::look));
}
