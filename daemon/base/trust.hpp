// Whether others could change what this program runs, or obeys in what it runs. Looks at owners and modes; changes nothing.
#pragma once
#include <sys/stat.h>

#include <optional>
#include <string>

namespace tailmend {

struct Distrust {
  std::string why;   // continues "<path> …": "may be written by everybody (mode 0757)"
  std::string mend;  // the command: "chmod go-w /etc/tailmend/hooks.d"
};

// The owner has to be root, or the user that this program runs as, and nobody else may write it. `status` is that of `path`.
std::optional<Distrust> distrust(const std::string& path, const struct stat& status);
// The same of the folder that `path` lies in, and of all those above: who may write one of them may put something else in
// its place. In those above, a sticky one is nobody's to do that in.
std::optional<Distrust> distrust_folder_of(const std::string& path);
// All of it, of the file that was opened at `path`, and of where it really lies. That it is still this one is a part of it.
std::optional<Distrust> distrust_open(int fd, const std::string& path);

}  // namespace tailmend
