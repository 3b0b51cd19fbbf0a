// One text file that others read while it is written: replaced as a whole, readable by everybody, gone when it is no
// longer kept. Never needed after a crash, so it is not flushed to the disk.
#pragma once
#include <string>
#include <string_view>

#include "daemon/fault.hpp"

namespace tailmend {

class MetricsFile {
 public:
  explicit MetricsFile(std::string path = {}) : path_(std::move(path)) {}
  ~MetricsFile() { remove(); }
  MetricsFile(const MetricsFile&) = delete;
  MetricsFile& operator=(const MetricsFile&) = delete;

  // Another place from now on, "" for none; the file at the old one is removed.
  void move_to(std::string path);
  [[nodiscard]] const std::string& path() const { return path_; }
  // A new file in the same folder (".name.new") takes the place of the old one; on any error that stays as it is.
  [[nodiscard]] Expected<void> write(std::string_view text);

 private:
  void remove() noexcept;

  std::string path_;
  bool written_ = false;
};

}  // namespace tailmend
