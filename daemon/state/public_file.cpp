#include "daemon/state/public_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "daemon/base/handles.hpp"
#include "daemon/base/write_all.hpp"

namespace tailmend {

namespace {

// Hidden, and with another ending: who looks at the folder now, as a collector of *.prom does, passes it over.
std::string fresh_name(const std::string& path) {
  const std::size_t slash = path.rfind('/') + 1;
  return path.substr(0, slash) + "." + path.substr(slash) + ".new";
}

Expected<void> fill(int file, std::string_view text, const std::string& path) {
  if (auto done = write_all(file, text, "write " + path); !done) return done;
  // The unit's umask keeps everything else to root.
  if (::fchmod(file, 0644) < 0) return std::unexpected(fault("make readable " + path));
  return {};
}

}  // namespace

Expected<void> write_public(const std::string& path, std::string_view text) {
  const std::string fresh = fresh_name(path);
  // Whatever lies there under this name is not followed and not written into.
  ::unlink(fresh.c_str());
  const Descriptor file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) return std::unexpected(fault("create " + fresh));
  auto done = fill(file.get(), text, fresh);
  if (done && ::rename(fresh.c_str(), path.c_str()) < 0) done = std::unexpected(fault("replace " + path));
  // A full disk must not stay full of our halves.
  if (!done) ::unlink(fresh.c_str());
  return done;
}

}  // namespace tailmend
