// The pages on JSON against what is written: every member has its word there, and every word there is a member.
#include <boost/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/config/config_file.hpp"
#include "daemon/report/report.hpp"
#include "daemon/report/status.hpp"
#include "libwatch/chronicle.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/played.hpp"

using namespace watch;

namespace {

using Paths = std::set<std::string>;

std::string page(const std::string& name) {
  const auto text = tailmend::read_text(SOURCE_FOLDER "/docs/" + name, 1024 * 1024);
  REQUIRE(text.has_value());
  REQUIRE(text->has_value());
  return **text;
}

bool is_path(std::string_view word) { return !word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.[]") == std::string_view::npos; }

// What stands between backticks and is the path of a member.
std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = text.find('`'); at != std::string_view::npos; at = text.find('`', at)) {
    const std::size_t end = text.find('`', at + 1);
    if (end == std::string_view::npos) break;
    if (const auto word = text.substr(at + 1, end - at - 1); is_path(word)) words.emplace_back(word);
    at = end + 1;
  }
  return words;
}

// Of a cell that lists members: each clause names them before its colon, and what is in parentheses is a remark.
std::vector<std::string> members_in(std::string cell) {
  for (std::size_t open = cell.find('('); open != std::string::npos; open = cell.find('(')) cell.erase(open, cell.find(')', open) + 1 - open);
  std::vector<std::string> members;
  while (!cell.empty()) {
    const std::size_t end = std::min({cell.find(';'), cell.find(". "), cell.size()});
    const std::string clause = cell.substr(0, end);
    for (auto& word : words_in(clause.substr(0, clause.find(": ")))) members.push_back(std::move(word));
    cell.erase(0, end + 1);
  }
  return members;
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t at = 1; at < line.size();) {
    const std::size_t end = std::min(line.find('|', at), line.size());
    cells.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return cells;
}

// The tables "| member | type | meaning |" and "| in | members |" of a page. Members that it leaves to check-json.md come
// with what is below them there.
Paths documented(const std::string& name) {
  Paths paths, elsewhere;
  const std::string text = page(name);
  std::string table;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    if (!line.starts_with("|")) table.clear();
    else if (table.empty()) table = line;
    else if (table.starts_with("| member ")) {
      for (const auto& word : words_in(cells_of(line)[0])) {
        paths.insert(word);
        if (line.find("as in [check-json.md]") != std::string::npos) elsewhere.insert(word);
      }
    } else if (table.starts_with("| in ")) {
      for (const auto& parent : words_in(cells_of(line)[0]))
        for (const auto& member : members_in(cells_of(line)[1])) paths.insert(parent + "." + member);
    }
  }
  if (elsewhere.empty()) return paths;
  for (const auto& path : documented("check-json.md"))
    if (elsewhere.contains(path.substr(0, path.find_first_of(".[")))) paths.insert(path);
  return paths;
}

void walk(const boost::json::value& value, const std::string& at, Paths& paths) {
  if (const auto* object = value.if_object()) {
    for (const auto& [key, member] : *object) {
      const std::string path = (at.empty() ? "" : at + ".") + std::string(key);
      paths.insert(path);
      walk(member, path, paths);
    }
  } else if (const auto* array = value.if_array()) {
    for (const auto& item : *array) walk(item, at + "[]", paths);
  }
}
Paths written(const std::string& json) {
  Paths paths;
  walk(boost::json::parse(json), "", paths);
  return paths;
}

void compare(const Paths& written, const Paths& documented) {
  for (const auto& path : written) {
    INFO(path << " is written, and not documented");
    CHECK(documented.contains(path));
  }
  for (const auto& path : documented) {
    INFO(path << " is documented, and not written");
    CHECK(written.contains(path));
  }
}

// Nothing of it is null or empty.
void fill(Evidence& e) {
  e.egress.v6 = e.egress.v4;
  e.tailnet.health = {"a warning"};
  e.target_pings = {{.peer = e.targets[0].fact.address, .kind = PingKind::icmp}};
}

}  // namespace

TEST_CASE("docs/check-json.md has every member of the object, and no other") {
  testing::Scene scene;
  fill(scene.evidence);
  const tailmend::Findings findings{.evidence = scene.evidence, .judgement = judge(scene.evidence), .unseen = {"something"}};
  compare(written(tailmend::report_json(findings)), documented("check-json.md"));
}

TEST_CASE("docs/status-json.md has every member of the object, and no other") {
  tailmend::Vitals vitals;
  Chronicle chronicle;
  testing::Played played({}, [&](const testing::Played& p, const Observation& seen) {
    vitals.take({.now = p.now, .seen = seen, .decision = p.last, .machine = p.machine});
    chronicle.take(p.now, seen, p.last, p.machine);
  });
  fill(played.scene.evidence);
  REQUIRE(played.advance_to(State::healthy, 10s));
  played.scene.evidence.egress.v4->gateway = testing::v4(198, 51, 100, 1);
  played.see(NetworkSeen{.egress = played.scene.evidence.egress});
  REQUIRE(played.advance_to(State::healthy, 20s));
  played.see(PauseSeen{.pause = Pause{.since = played.now, .until = played.now + 2h, .who = "root", .reason = "maintenance"}});
  played.answers_remedies = false;
  played.scene.all_silent();
  MendAsked asked{.remedy = Remedy::kick, .despite = {}, .who = "root"};
  asked.despite.add(Gate::pause);
  played.see(asked);
  REQUIRE(played.advance_to(State::remedying, 30s));
  const tailmend::Status status = tailmend::status_of(played.machine, vitals,
                                                      {.now = {.boot = played.now, .wall = {}}, .version = "1", .started = played.now - 1h, .files = {"/etc/tailmend/tailmend.toml"},
                                                       .episode = chronicle.open(), .last = "yesterday"});
  compare(written(tailmend::status_json(status)), documented("status-json.md"));
}

TEST_CASE("a page with a member too many, or too few, is told apart") {
  const Paths members = documented("check-json.md");
  CHECK(members.contains("targets[].took_ms"));
  CHECK(members.contains("connections[].last_answer_ms"));
  CHECK_FALSE(members.contains("targets[].held"));
  CHECK_FALSE(members.contains("connections[].configured"));
}
