// The page on metrics against the program's table of them.
#include "daemon/metrics/metric_table.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "daemon/base/handles.hpp"
#include "daemon/config/config_file.hpp"
#include "libwatch/evidence.hpp"
#include "tests/support/catch.hpp"

namespace {

const std::string file = SOURCE_FOLDER "/docs/metrics.md";

std::string page() {
  const auto text = tailmend::read_text(file, 1024 * 1024);
  REQUIRE(text.has_value());
  REQUIRE(text->has_value());
  return **text;
}

std::string rows() {
  std::string text = "\n| metric | type | labels | meaning |\n|---|---|---|---|\n";
  for (const auto& each : tailmend::metric_table()) {
    std::string labels;
    for (std::size_t i = 0; i < each.label_count(); ++i) labels += (i > 0 ? ", `" : "`") + std::string(each.labels[i]) + "`";
    text += "| `" + std::string(each.name) + "` | " + std::string(to_string(each.type)) + " | " + labels + " | " + std::string(each.help) + " |\n";
  }
  return text + "\n";
}

}  // namespace

TEST_CASE("docs/metrics.md has every metric, as the program's table has it") {
  std::string text = page();
  const std::size_t start = text.find("-->\n", text.find("<!-- Written by")) + 4;
  const std::size_t end = text.find("<!-- end -->");
  REQUIRE(start <= end);
  if (std::getenv("REWRITE") != nullptr) {
    text.replace(start, end - start, rows());
    const tailmend::Descriptor fd(::open(file.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC));
    REQUIRE(::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    return;
  }
  CHECK(text.substr(start, end - start) == rows());
}

TEST_CASE("docs/metrics.md names every outcome of a probe") {
  const std::string text = page();
  for (unsigned i = 0; i <= static_cast<unsigned>(watch::TcpOutcome::proxy_failed); ++i) {
    std::string word(watch::to_string(static_cast<watch::TcpOutcome>(i)));
    for (char& c : word) c = c == ' ' ? '-' : c;
    INFO(word);
    CHECK(text.find("`" + word + "`") != std::string::npos);
  }
}
