// One folder of small files: whole texts in and out by name, lines added to one, what lies in it. A file is replaced by
// another that is complete, so that a kill or a full disk leaves the old one. Holds no text.
#pragma once
#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/fault.hpp"
#include "daemon/base/handles.hpp"

namespace tailmend {

// Of the unit's StateDirectory=: where the daemon keeps things, and commands look for them where no daemon answers.
inline constexpr const char* usual_state_directory = "/var/lib/tailmend";

// Whether a text is on the disk, and not only with the kernel, before the call returns: that waits for the disk.
enum class Sync : std::uint8_t { no, yes };

class StateFolder {
 public:
  struct File {
    std::string name;
    std::size_t size = 0;
    ino_t inode = 0;
  };

  static Expected<StateFolder> open(const std::string& path);
  // Made, mode 0700, where its parent exists and it does not.
  static Expected<StateFolder> make(const std::string& path);

  // Mode 0600.
  [[nodiscard]] Expected<void> replace(const std::string& name, std::string_view text, Sync sync) const;
  // Behind what is there; where its last line has no newline, that is ended first.
  [[nodiscard]] Expected<void> append(const std::string& name, std::string_view text) const;
  // ENOENT when there is none; EFBIG when it is longer than `most`; EINVAL when it is no regular file.
  [[nodiscard]] Expected<std::string> load(const std::string& name, std::size_t most) const;
  // The first, or the last, so many bytes or less.
  [[nodiscard]] Expected<std::string> load_begin(const std::string& name, std::size_t most) const;
  [[nodiscard]] Expected<std::string> load_end(const std::string& name, std::size_t most) const;
  [[nodiscard]] Expected<std::size_t> size(const std::string& name) const;
  // Fine when there was none.
  [[nodiscard]] Expected<void> remove(const std::string& name) const;
  // Regular files, in no order, at most max_files.
  [[nodiscard]] Expected<std::vector<File>> files() const;

  [[nodiscard]] std::string path(std::string_view name) const { return path_ + "/" + std::string(name); }
  [[nodiscard]] int fd() const { return fd_.get(); }

  static constexpr std::size_t max_files = 4096;

 private:
  StateFolder(Descriptor fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}
  [[nodiscard]] Expected<Descriptor> open_file(const std::string& name, int flags) const;
  [[nodiscard]] Expected<std::string> load_part(const std::string& name, std::size_t most, bool end) const;

  Descriptor fd_;
  std::string path_;
};

}  // namespace tailmend
