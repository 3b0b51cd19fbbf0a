// What is written about hooks, and the examples, against the table of what a hook is told.
#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/config/config_file.hpp"
#include "daemon/programs/hook_folder.hpp"
#include "daemon/programs/hook_news.hpp"
#include "daemon/systemd/journal.hpp"
#include "daemon/systemd/transient_units.hpp"
#include "tests/support/catch.hpp"

using namespace tailmend;

namespace {

std::string read(const std::string& file) {
  const auto text = read_text(SOURCE_FOLDER "/" + file, 1024 * 1024);
  INFO(file);
  REQUIRE(text.has_value());
  REQUIRE(text->has_value());
  return **text;
}

// Every word that begins so.
std::set<std::string> words_with(std::string_view start, const std::string& text) {
  std::set<std::string> found;
  for (std::size_t at = text.find(start); at != std::string::npos; at = text.find(start, at + 1)) {
    const std::size_t end = text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", at);
    found.insert(text.substr(at, end - at));
  }
  return found;
}

std::set<std::string> told() {
  std::set<std::string> names;
  for (const HookVariable& variable : hook_variables()) names.emplace(variable.name);
  return names;
}

struct Entry {
  std::string id;
  std::string head;
  std::string body;
};

std::vector<Entry> catalog() {
  std::vector<Entry> entries;
  const std::string text = read("units/tailmend.catalog");
  for (std::size_t at = text.find("\n-- "); at != std::string::npos; at = text.find("\n-- ", at + 1)) {
    const std::string entry = text.substr(at + 4, text.find("\n-- ", at + 1) - at - 4);
    const std::size_t line = entry.find('\n');
    const std::size_t gap = entry.find("\n\n");
    REQUIRE(gap != std::string::npos);
    entries.push_back({.id = entry.substr(0, line), .head = entry.substr(line + 1, gap - line), .body = entry.substr(gap + 2)});
  }
  return entries;
}

}  // namespace

TEST_CASE("the manual and the page on hooks name each variable that a hook gets, and no other") {
  CHECK(words_with("TAILMEND_", read("docs/man/tailmend.8")) == told());
  CHECK(words_with("TAILMEND_", read("docs/hooks.md")) == told());
}

TEST_CASE("the examples of hooks use variables that there are") {
  for (const char* example : {"mail", "modem", "ntfy"}) {
    const auto used = words_with("TAILMEND_", read(std::string("packaging/hooks/") + example));
    INFO(example);
    CHECK_FALSE(used.empty());
    CHECK(std::ranges::includes(told(), used));
  }
}

TEST_CASE("the limits of hooks are those that are written down") {
  for (const char* page : {"docs/man/tailmend.8", "docs/hooks.md"}) {
    const std::string text = read(page);
    INFO(page);
    CHECK(text.find("256 MiB of memory") != std::string::npos);
    CHECK(text.find("at most 1024 bytes") != std::string::npos);
  }
  CHECK(TransientUnits::most_memory == 256U << 20U);
  CHECK(max_hook_value == 1024);
  CHECK(read("docs/hooks.md").find("At most " + std::to_string(max_hooks) + " run.") != std::string::npos);
  CHECK(read("docs/man/tailmend.8").find(std::to_string(TransientUnits::most_tasks) + " tasks, and " + std::to_string(TransientUnits::most_lines) + " lines a minute") != std::string::npos);
}

TEST_CASE("each kind of line in the journal has its entry in the catalog, and there is no other") {
  std::set<std::string> ids;
  for (const Entry& entry : catalog()) {
    INFO(entry.id);
    CHECK(ids.insert(entry.id).second);
    CHECK(entry.head.starts_with("Subject: "));
    CHECK(entry.head.find("\nDefined-By: tailmend\n") != std::string::npos);
    CHECK(entry.body.size() > 40);
  }
  std::set<std::string> kinds;
  for (int kind = 0; kind <= static_cast<int>(MessageId::trouble); ++kind) kinds.emplace(message_id(static_cast<MessageId>(kind)));
  CHECK(ids == kinds);
}

TEST_CASE("the catalog uses fields that lines have, and the manual names each of them") {
  std::set<std::string> fields;
  for (int name = 0; name <= static_cast<int>(FieldName::hook); ++name) fields.emplace(field_name(static_cast<FieldName>(name)));
  for (const Entry& entry : catalog()) {
    const std::string text = entry.head + entry.body;
    for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
      const std::size_t end = text.find('@', at + 1);
      REQUIRE(end != std::string::npos);
      INFO(text.substr(at, end - at));
      CHECK(fields.contains(text.substr(at + 1, end - at - 1)));
      at = end;
    }
  }
  const std::string page = read("docs/man/tailmend.8");
  const std::string section = page.substr(page.find("\n.Sh MESSAGES\n"), page.find("\n.Sh FILES\n") - page.find("\n.Sh MESSAGES\n"));
  for (const std::string& field : fields) {
    INFO(field);
    CHECK(section.find(field) != std::string::npos);
  }
}
