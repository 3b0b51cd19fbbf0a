// org.tailmend.Tailmend1(5) against the service itself, on a bus of its own: what `busctl introspect` prints, word for
// word, and that everything in it has its paragraph. REWRITE=1 puts the table into the page anew.
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "daemon/control/control_bus.hpp"
#include "libwatch/gates.hpp"
#include "libwatch/transitions.hpp"
#include "libwatch/verdict.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/private_bus.hpp"

using namespace std::chrono_literals;
using namespace tailmend;
using namespace tailmend::testing;

namespace {

constexpr const char* page_file = SOURCE_FOLDER "/docs/man/org.tailmend.Tailmend1.5";
constexpr const char* policy_file = SOURCE_FOLDER "/units/org.tailmend.policy";

std::string read(const char* file) { return {std::istreambuf_iterator<char>(std::ifstream(file).rdbuf()), {}}; }

// What the page shows: a host with one target that answers.
BusFacts example() {
  return {.state = "healthy", .verdict = "healthy", .whose = "nobody's", .sentence = "plc answers in 11 ms", .since_us = 1'795'305'600'000'000,
          .episode = 17, .mode = "act", .version = "0.1.0", .restarts_left = 3, .up_resets_left = 1, .targets_reachable = 1,
          .targets = {{.name = "plc", .address = "10.77.0.10:502", .router = "site-router", .reachable = true, .latency_us = 11'200}}};
}

std::string output_of(const std::string& command) {
  std::string text;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> piece{};
  while (const std::size_t got = std::fread(piece.data(), 1, piece.size(), pipe)) text.append(piece.data(), got);
  if (::pclose(pipe) != 0) text.clear();
  return text;
}

// Without the columns' padding, which differs between versions of systemd.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream all(text);
  for (std::string line; std::getline(all, line);) {
    std::istringstream words(line);
    std::string bare;
    for (std::string word; words >> word;) bare += (bare.empty() ? "" : " ") + word;
    if (!bare.empty()) lines.push_back(bare);
  }
  return lines;
}

std::string introspected() {
  const PrivateBus bus;
  Loop loop;
  ControlBus service(loop, [](const ControlRequest&) { return ControlReply{}; }, [](const std::string&) {}, bus.address);
  service.show(example());
  auto text = std::async(std::launch::async, [&] {
    const std::string command = fmt::format("LC_ALL=C busctl --address={} --no-pager --no-legend introspect {} {} {} 2>&1", bus.address, control_bus_name,
                                            control_bus_path, control_bus_interface);
    std::string said;
    for (int i = 0; i < 100 && said.empty(); ++i) said = output_of(command);  // until the service has its name
    return said;
  });
  while (text.wait_for(0s) != std::future_status::ready) REQUIRE(loop.turn(1ms));
  return text.get();
}

constexpr std::string_view begin = ".Bd -literal\n.\\\" busctl introspect\n";

std::string table_in(const std::string& page) {
  const std::size_t from = page.find(begin);
  REQUIRE(from != std::string::npos);
  const std::size_t to = page.find(".Ed\n", from);
  REQUIRE(to != std::string::npos);
  return page.substr(from + begin.size(), to - from - begin.size());
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) text.replace(at, what.size(), by);
  return text;
}

// In mdoc a backslash is \e, and a line of text does not begin with a dot.
std::string as_mdoc(const std::string& text) {
  std::string escaped;
  std::istringstream all(replaced(text, "\\", "\\e"));
  for (std::string line; std::getline(all, line);) escaped += (line.starts_with('.') ? "\\&" : "") + line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  return escaped;
}

std::string from_mdoc(const std::string& text) { return replaced(replaced(text, "\\&", ""), "\\e", "\\"); }

}  // namespace

TEST_CASE("the page shows what busctl introspect does, word for word, and explains each of it") {
  if (!has_command("bus_page", "dbus-daemon") || !has_command("bus_page", "busctl")) return;
  const std::string there = introspected();
  REQUIRE_FALSE(there.empty());
  std::string page = read(page_file);
  if (std::getenv("REWRITE") != nullptr) {
    page.replace(page.find(begin) + begin.size(), table_in(page).size(), as_mdoc(there));
    std::ofstream(page_file) << page;
  }
  CHECK(lines_of(from_mdoc(table_in(page))) == lines_of(there));
  std::size_t named = 0;
  for (const std::string& line : lines_of(there)) {
    if (line[0] != '.') continue;
    const std::string name = line.substr(1, line.find(' ') - 1);
    INFO(name);
    CHECK((page.find("\n.It Fn " + name + "\n") != std::string::npos || page.find("\n.It Fn " + name + " ") != std::string::npos ||
           page.find("\n.It Va " + name + "\n") != std::string::npos));
    ++named;
  }
  CHECK(named == 25);
}

TEST_CASE("the page has every state, verdict, remedy, gate and right") {
  const std::string page = read(page_file);
  const auto has = [&](std::string_view word) {
    INFO(word);
    const std::string quoted = "Ql " + std::string(word);
    CHECK((page.find(quoted + "\n") != std::string::npos || page.find(quoted + " ,\n") != std::string::npos || page.find(quoted + " .\n") != std::string::npos));
  };
  for (unsigned s = 0; s <= static_cast<unsigned>(watch::State::exhausted); ++s) has(to_string(static_cast<watch::State>(s)));
  for (unsigned v = 0; v <= static_cast<unsigned>(watch::Verdict::healthy); ++v) has(to_string(static_cast<watch::Verdict>(v)));
  for (unsigned w = 0; w <= static_cast<unsigned>(watch::Whose::configuration); ++w) has(to_string(static_cast<watch::Whose>(w)));
  for (std::size_t r = 0; r < watch::remedies; ++r) has(to_string(static_cast<watch::Remedy>(r)));
  for (const auto& word : watch::gate_words) has(word.name);
  const std::string policy = read(policy_file);
  for (const Right right : {Right::check, Right::pause, Right::resume, Right::mend}) {
    has("org.tailmend." + std::string(to_string(right)));
    CHECK(policy.find("<action id=\"org.tailmend." + std::string(to_string(right)) + "\">") != std::string::npos);
  }
}
