// The programs in hooks.d: which may run, in order, and which are left out and why. Looks; runs nothing.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace tailmend {

struct Hook {
  std::string name;
  std::string path;
};

struct LeftOut {
  enum class Fault : std::uint8_t {
    none,   // by its name, or because it is not executable: as somebody may want it
    wrong,  // a person has to mend it
  };
  Fault fault = Fault::wrong;
  std::string text;  // a sentence without its full stop
};

struct HookFolder {
  std::vector<Hook> hooks;  // in the order of their bytes
  std::vector<LeftOut> left_out;
};

inline constexpr std::size_t max_hooks = 32;
inline constexpr std::size_t max_hook_entries = 512;  // looked at in the folder
inline constexpr std::size_t max_hook_name = 64;

// Names are as run-parts(8) takes them: letters, digits, "-" and "_". No folder is an empty one. Symbolic links are not
// followed: what they point to lies where others may write.
HookFolder look_at_hooks(const std::string& folder);

}  // namespace tailmend
