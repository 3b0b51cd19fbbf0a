// Where the commands of a screen are typed: a folder of its own, a story's stage, the built program on the PATH. Words of
// the desk are answered here; everything else goes to the shell.
#pragma once
#include <string>
#include <vector>

#include "daemon/screen.hpp"
#include "tests/story/stage.hpp"
#include "tests/support/folder.hpp"

namespace screens {

class Desk {
 public:
  // `program` is the built tailmend, for the shell.
  explicit Desk(std::string program);
  std::string type(const std::string& command);

 private:
  using Words = std::vector<std::string>;
  struct Word {
    std::string_view name;
    std::string (Desk::*answer)(const Words&);
  };
  static const std::vector<Word>& words();

  std::string story(const Words& words);    // story at 02:15:00 tunnel stuck 110s
  std::string columns(const Words& words);  // columns 40: the width of the screens that follow
  [[nodiscard]] std::string shell(const std::string& command) const;

  std::string program_;
  tailmend::testing::Folder folder_;
  tailmend::Screen screen_;
  story::Stage stage_;
};

}  // namespace screens
