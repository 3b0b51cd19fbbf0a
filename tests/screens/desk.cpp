#include "tests/screens/desk.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>

namespace screens {

namespace {

// Central European time, told without the system's own tables.
constexpr const char* zone = "CET-1CEST,M3.5.0,M10.5.0/3";

std::string quoted(const std::string& text) {
  std::string shell = "'";
  for (const char c : text) shell += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return shell + "'";
}

}  // namespace

Desk::Desk(std::string program) : program_(std::move(program)) {
  ::setenv("TZ", zone, 1);
  folder_.write("tailmend.toml", "[[target]]\nname = \"plc\"\naddress = \"10.77.0.10:502\"\n");
}

const std::vector<Desk::Word>& Desk::words() {
  static const std::vector<Word> all = {
      {"story", &Desk::story},
      {"columns", &Desk::columns},
  };
  return all;
}

std::string Desk::type(const std::string& command) {
  std::istringstream stream(command);
  Words typed;
  for (std::string word; stream >> word;) typed.push_back(word);
  const auto word = std::ranges::find(words(), typed.empty() ? "" : typed[0], &Word::name);
  if (word == words().end()) return shell(command);
  typed.erase(typed.begin());
  return (this->*word->answer)(typed);
}

std::string Desk::story(const Words& words) {
  std::string line;
  for (const auto& word : words) line += (line.empty() ? "" : " ") + word;
  stage_.command(line);
  return "";
}

std::string Desk::columns(const Words& words) {
  screen_.columns = std::stoul(words.at(0));
  return "";
}

// In the desk's folder, what goes to stderr printed too, and a last line for an exit status other than 0.
std::string Desk::shell(const std::string& command) const {
  const std::string bin = program_.substr(0, program_.rfind('/'));
  const std::string line = fmt::format("cd {} && exec 2>&1 </dev/null && export LC_ALL=C.UTF-8 COLUMNS={} STATE_DIRECTORY=state PATH={}:$PATH && unset NO_COLOR JOURNAL_STREAM; {}",
                                       quoted(folder_.path), screen_.columns, quoted(bin), command);
  std::FILE* pipe = ::popen(line.c_str(), "re");
  if (pipe == nullptr) throw std::runtime_error("no shell");
  std::string printed;
  std::array<char, 4096> bytes{};
  for (std::size_t got = 0; (got = std::fread(bytes.data(), 1, bytes.size(), pipe)) > 0;) printed.append(bytes.data(), got);
  const int status = ::pclose(pipe);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return printed;
  if (!printed.empty() && !printed.ends_with('\n')) printed += "\n";
  return printed + fmt::format("exit {}\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

}  // namespace screens
