#include "daemon/base/unix_listener.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/base/unix_socket.hpp"

namespace tailmend {

namespace {

Descriptor new_socket() { return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)); }

// Only a socket that nobody answers at is taken away.
Expected<void> make_way(const std::string& path, const sockaddr_un& name) {
  struct stat there {};
  if (::lstat(path.c_str(), &there) < 0) return {};  // bind tells what else may be wrong
  if (!S_ISSOCK(there.st_mode)) return std::unexpected(fault("listen at " + path + ", where something is that is no socket", EEXIST));
  const Descriptor probe = new_socket();
  if (!probe) return std::unexpected(fault("make a unix socket"));
  if (::connect(probe.get(), generic(name), sizeof name) == 0 || errno == EAGAIN)
    return std::unexpected(fault("listen at " + path + ", where another process does", EADDRINUSE));
  if (errno != ECONNREFUSED) return std::unexpected(fault("find out who listens at " + path));
  if (::unlink(path.c_str()) < 0) return std::unexpected(fault("remove the old " + path));
  return {};
}

}  // namespace

Expected<std::unique_ptr<UnixListener>> UnixListener::open(const std::string& path, int backlog) {
  const auto name = unix_name(path);
  if (!name) return std::unexpected(fault("listen at " + path, ENAMETOOLONG));
  if (auto way = make_way(path, *name); !way) return std::unexpected(way.error());
  Descriptor socket = new_socket();
  if (!socket) return std::unexpected(fault("make a unix socket"));
  // Anybody may ask, and the kernel says who does. Not by chmod(2): in a folder of others its path may be another file by then.
  const mode_t mask = ::umask(0111);
  const bool bound = ::bind(socket.get(), generic(*name), sizeof *name) == 0;
  const int error = errno;
  ::umask(mask);
  if (!bound) return std::unexpected(fault("listen at " + path, error));
  std::unique_ptr<UnixListener> listener(new UnixListener(std::move(socket), path));
  if (::listen(listener->get(), backlog) < 0) return std::unexpected(fault("listen at " + path));
  return listener;
}

UnixListener::UnixListener(Descriptor socket, std::string path) : socket_(std::move(socket)), path_(std::move(path)) {
  struct stat made {};
  if (::lstat(path_.c_str(), &made) < 0) return;
  device_ = made.st_dev;
  inode_ = made.st_ino;
}

UnixListener::~UnixListener() {
  struct stat now {};
  if (inode_ != 0 && ::lstat(path_.c_str(), &now) == 0 && now.st_dev == device_ && now.st_ino == inode_) ::unlink(path_.c_str());
}

}  // namespace tailmend
