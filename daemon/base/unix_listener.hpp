// A unix socket that listens at a path, for anybody to connect to. Takes the place of what a killed process left there, and
// of nothing else; its path goes with it, unless somebody else's has taken its place.
#pragma once
#include <sys/types.h>

#include <memory>
#include <string>

#include "daemon/base/fault.hpp"
#include "daemon/base/handles.hpp"

namespace tailmend {

class UnixListener {
 public:
  // Non-blocking. EADDRINUSE where somebody listens, EEXIST where something other than a socket is in the way,
  // ENAMETOOLONG, and what bind says of a folder that is missing.
  static Expected<std::unique_ptr<UnixListener>> open(const std::string& path, int backlog);
  ~UnixListener();
  UnixListener(const UnixListener&) = delete;
  UnixListener& operator=(const UnixListener&) = delete;

  [[nodiscard]] int get() const noexcept { return socket_.get(); }

 private:
  UnixListener(Descriptor socket, std::string path);

  Descriptor socket_;
  std::string path_;
  dev_t device_ = 0;  // of the path as it was made
  ino_t inode_ = 0;
};

}  // namespace tailmend
