// Where the commands of a screen are typed: a folder of its own, a story's stage, the built program on the PATH. Words of
// the desk are answered here; everything else goes to the shell.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/chronicler.hpp"
#include "daemon/commands/console.hpp"
#include "daemon/control/control.hpp"
#include "daemon/report/vitals.hpp"
#include "daemon/screen/screen.hpp"
#include "tests/story/stage.hpp"
#include "tests/support/folder.hpp"

namespace screens {

class Desk {
 public:
  // `program` is the built tailmend, for the shell.
  explicit Desk(std::string program);
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;
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
  std::string colour(const Words& words);   // colour: they show colours, as <red>…</>
  std::string history(const Words& words);  // history --since 30d --json
  std::string why(const Words& words);      // why 2 --json
  std::string status(const Words& words);   // status --json
  std::string sudo(const Words& words);     // sudo pause --for 2h: as root, where it would be another user otherwise
  std::string pause(const Words& words);    // pause --for 2h --reason firmware
  std::string resume(const Words& words);   // resume
  std::string mend(const Words& words);     // mend restart --despite peers; time passes until the order has ended
  [[nodiscard]] tailmend::Moment moment() const;
  void begin_chronicler();
  [[nodiscard]] tailmend::Desk lent();
  tailmend::ControlReply ask(std::string command, const Words& words);
  [[nodiscard]] std::string shown(const tailmend::ControlReply& reply) const;
  [[nodiscard]] std::string shell(const std::string& command) const;

  std::string program_;
  std::filesystem::path left_;  // where the process was before
  tailmend::testing::Folder folder_;
  tailmend::Screen screen_;
  story::Stage stage_;
  std::optional<tailmend::Chronicler> chronicler_;
  std::optional<tailmend::Vitals> vitals_;
  std::optional<tailmend::Console> console_;
  tailmend::Caller caller_{.uid = 1000, .name = "alice"};
  watch::Instant started_{};
};

}  // namespace screens
