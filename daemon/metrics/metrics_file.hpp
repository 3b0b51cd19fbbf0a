// The text file for node_exporter: a public file, gone when it is no longer kept.
#pragma once
#include <string>
#include <string_view>

#include "daemon/base/fault.hpp"

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
  // On any error the old one stays as it is.
  [[nodiscard]] Expected<void> write(std::string_view text);

 private:
  void remove() noexcept;

  std::string path_;
  bool written_ = false;
};

}  // namespace tailmend
