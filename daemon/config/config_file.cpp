#include "daemon/config/config_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "daemon/base/handles.hpp"

namespace tailmend {

namespace {

// "may be read by root only (mode 0600)": what a person needs who is not allowed to.
std::string who_may_read(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return "cannot be read: Permission denied, already for its directory";
  std::array<char, 8> mode{};
  std::snprintf(mode.data(), mode.size(), "%04o", static_cast<unsigned>(status.st_mode & 07777U));
  const auto id = [](unsigned number) { return number == 0 ? std::string("root") : std::to_string(number); };
  std::string who = status.st_uid == 0 ? "root" : "root and user " + id(status.st_uid);
  if ((status.st_mode & S_IRGRP) != 0) who += " and group " + id(status.st_gid);
  return "cannot be read: only " + who + " may (mode " + mode.data() + ")";
}

std::string size_text(std::uintmax_t bytes) {
  if (bytes >= 1024U * 1024 * 1024) return std::to_string(bytes / (1024U * 1024 * 1024)) + " GB";
  if (bytes >= 1024U * 1024) return std::to_string(bytes / (1024U * 1024)) + " MB";
  return std::to_string((bytes + 1023) / 1024) + " KB";
}

std::string over_limit(std::uintmax_t bytes, std::size_t most) {
  return "is over the limit for a configuration file: " + size_text(bytes) + ", at most " + size_text(most);
}

}  // namespace

std::expected<std::optional<JudgedText>, std::string> read_judged(const std::filesystem::path& file, std::size_t most) {
  // O_NONBLOCK: a FIFO must not hold us.
  const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!fd && errno == ENOENT) return std::nullopt;
  if (!fd && errno == EACCES) return std::unexpected(who_may_read(file));
  if (!fd) return std::unexpected(std::string("cannot be read: ") + std::strerror(errno));
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return std::unexpected(std::string("cannot be read: ") + std::strerror(errno));
  if (S_ISDIR(status.st_mode)) return std::unexpected("is a directory; expected a file");
  if (!S_ISREG(status.st_mode) && !S_ISCHR(status.st_mode)) return std::unexpected("is not a plain file");
  if (std::cmp_greater(status.st_size, most)) {
    return std::unexpected(over_limit(static_cast<std::uintmax_t>(status.st_size), most));
  }
  std::string text(most + 1, '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t got = ::read(fd.get(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::unexpected(std::string("cannot be read: ") + std::strerror(errno));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  if (filled > most) return std::unexpected(over_limit(filled, most));
  text.resize(filled);
  text.shrink_to_fit();
  return JudgedText{.text = std::move(text), .distrust = distrust_open(fd.get(), file.string())};
}

std::expected<std::optional<std::string>, std::string> read_text(const std::filesystem::path& file, std::size_t most) {
  auto read = read_judged(file, most);
  if (!read) return std::unexpected(std::move(read.error()));
  if (!*read) return std::nullopt;
  return std::move((*read)->text);
}

TextPlace place_of(std::string_view text, std::size_t offset) {
  TextPlace place;
  for (const char c : text.substr(0, offset)) {
    if (c == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80U) {
      ++place.column;
    }
  }
  return place;
}

std::expected<std::vector<std::filesystem::path>, std::string> list_conf_d(const std::filesystem::path& directory,
                                                                           std::size_t most) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  std::filesystem::directory_iterator entries(directory, error);
  if (error == std::errc::no_such_file_or_directory) return files;
  while (!error && entries != std::filesystem::directory_iterator()) {
    const std::filesystem::path& file = entries->path();
    if (file.extension() == ".toml" && !file.filename().native().starts_with('.')) files.push_back(file);
    if (files.size() > most) return std::unexpected("has more than " + std::to_string(most) + " files");
    entries.increment(error);
  }
  if (error) return std::unexpected("cannot be read: " + error.message());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace tailmend
