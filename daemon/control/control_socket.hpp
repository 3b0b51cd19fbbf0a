// The daemon's unix socket for commands: anybody may connect, the kernel says who it is. One request a connection, few
// connections at once, little time for each, and some kept for root: nobody can hold up the loop, or root. Never blocks,
// never decides what a command means.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "daemon/base/loop.hpp"
#include "daemon/base/unix_listener.hpp"
#include "daemon/control/control.hpp"

namespace tailmend {

class ControlSocket {
 public:
  struct Limits {
    std::size_t connections = 24;  // at once, of which …
    std::size_t for_root = 8;      // … these are for root alone
    std::size_t per_user = 4;      // of one user who is not root
    watch::Duration request = std::chrono::seconds(2);             // from the connection to the answer's last byte
    watch::Duration no_descriptors = std::chrono::milliseconds(250);  // none is accepted for so long when there is none left
  };

  ControlSocket(Loop& loop, std::string path, Answerer answerer);
  ControlSocket(Loop& loop, std::string path, Answerer answerer, Limits limits);
  ~ControlSocket();
  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;

  // Errors are those of UnixListener; it may be tried again.
  [[nodiscard]] Expected<void> listen();

 private:
  struct Visitor;

  void accept();
  void rest();
  void admit(Descriptor socket);
  [[nodiscard]] bool has_room_for(uid_t uid) const;
  void read(Visitor& visitor);
  void answer(Visitor& visitor);
  void write(Visitor& visitor);
  void drop(Visitor& visitor);

  Loop& loop_;
  std::string path_;
  Answerer answerer_;
  Limits limits_;
  std::vector<std::unique_ptr<Visitor>> visitors_;
  std::unique_ptr<UnixListener> listener_;
  Source accepting_;
  Source resting_;
};

}  // namespace tailmend
