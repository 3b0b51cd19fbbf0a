#include "daemon/commands/diagnose.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "daemon/base/fault.hpp"
#include "daemon/base/handles.hpp"
#include "daemon/base/write_all.hpp"
#include "daemon/cli/print.hpp"
#include "daemon/commands/diagnose_sections.hpp"
#include "daemon/screen/screen_text.hpp"
#include "daemon/screen/terminal.hpp"

namespace tailmend {

namespace {

// Beside the file, or the rename would be no rename.
std::string fresh_name(const std::string& path) {
  const std::size_t slash = path.rfind('/') + 1;
  return fmt::format("{}.{}.{}.new", path.substr(0, slash), path.substr(slash), ::getpid());
}

// Before the work is done, for a sooner answer; the rename decides.
std::string trouble_with_place(const std::string& path, bool force) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) == 0) {
    if (S_ISDIR(about.st_mode)) return path + " is a directory; name a file in it";
    if (!S_ISREG(about.st_mode)) return path + " is not a regular file; name another";
    if (!force) return path + " is there already; name another file, or replace it with --force";
  } else if (errno != ENOENT) {
    return "cannot write " + path + ": " + std::strerror(errno);
  } else if (path.ends_with('/')) {
    return "cannot write " + path + ": it names a directory; name a file";
  }
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  if (::access(folder.c_str(), W_OK | X_OK) < 0) return fmt::format("cannot write {}: its directory: {}", path, std::strerror(errno));
  return {};
}

Expected<void> fill(int file, std::string_view text, const std::string& path) {
  if (auto done = write_all(file, text, "cannot write " + path); !done) return done;
  if (::fsync(file) < 0) return std::unexpected(fault("cannot write " + path));
  return {};
}

Expected<void> move_into_place(const std::string& fresh, const std::string& path, bool force) {
  if (force ? ::rename(fresh.c_str(), path.c_str()) == 0 : ::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0)
    return {};
  // A filesystem that cannot promise it.
  if (!force && errno == EINVAL && ::link(fresh.c_str(), path.c_str()) == 0) {
    ::unlink(fresh.c_str());
    return {};
  }
  return std::unexpected(fault("cannot write " + path));
}

Expected<void> write_file(const std::string& path, std::string_view text, bool force) {
  const std::string fresh = fresh_name(path);
  const Descriptor file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) return std::unexpected(fault("cannot write " + path));
  auto done = fill(file.get(), text, path);
  if (done) done = move_into_place(fresh, path, force);
  // A full disk must not stay full of our halves.
  if (!done) ::unlink(fresh.c_str());
  return done;
}

std::string file_text(const std::vector<DiagnoseSection>& sections) {
  std::string text = "What `tailmend diagnose` found. Keys, auth URLs and login names are left out; addresses and names of hosts are not.\n";
  for (const auto& section : sections) {
    text += fmt::format("\n==== {} ====\n", section.name);
    text += section.text;
    if (!section.text.empty() && !section.text.ends_with('\n')) text += '\n';
    if (!section.note.empty()) text += fmt::format("({})\n", section.note);
  }
  // What a log quotes from the network must not steer the reader's terminal.
  std::ranges::replace_if(text, [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f; }, '?');
  return text;
}

std::string list_text(const std::string& path, std::size_t size, const std::vector<DiagnoseSection>& sections) {
  const std::size_t columns = screen_for(STDOUT_FILENO).columns;
  std::string text = hanging(fmt::format("{}, {} bytes, readable by its owner only:", path, size), 2, columns) + "\n";
  constexpr std::size_t least_note = 16;  // beside the names and sizes, else nothing stands in columns
  std::size_t width = 0;
  for (const auto& section : sections) width = std::max(width, section.name.size());
  const bool narrow = width + 15 + least_note > columns;
  if (narrow) width = 0;
  for (const auto& section : sections) {
    const std::string line = fmt::format("{:<{}}  {:>{}}{}", section.name, width, section.text.empty() ? "-" : std::to_string(section.text.size()), narrow ? 1 : 7,
                                         section.note.empty() ? "" : "  " + section.note);
    text += "  " + hanging(line, narrow ? 4 : width + 13, columns - 2);
  }
  return text + "\n" + hanging("Keys, auth URLs and login names are left out; addresses and names of hosts are not. Read it before you send it.", 0, columns);
}

int fail(const std::string& why) {
  std::fprintf(stderr, "tailmend: %s\n", why.c_str());
  return static_cast<int>(ExitCode::degraded);
}

}  // namespace

int run_diagnose(const Options& options, const AskDaemon& ask_daemon) {
  if (const auto trouble = trouble_with_place(options.bundle, options.force); !trouble.empty()) return fail(trouble);
  const auto sections = diagnose_sections(options, ask_daemon);
  const std::string text = file_text(sections);
  if (const auto written = write_file(options.bundle, text, options.force); !written) return fail(to_string(written.error()));
  const std::string list = list_text(options.bundle, text.size(), sections);
  return print_whole(stdout, list);
}

}  // namespace tailmend
