// Lines for people and for machines: structured fields to journald where stderr is the journal's, else plain lines to
// stderr. Never waits, never throws, never gets secrets; when journald is away, lines are lost and counted.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "daemon/base/handles.hpp"

namespace tailmend {

enum class Level : std::uint8_t { error = 3, warning = 4, notice = 5, info = 6, debug = 7 };  // as in syslog(3)

// Kinds of lines; each has its MESSAGE_ID for good.
enum class MessageId : std::uint8_t {
  started,              // tailmend runs
  stopping,             // and ends, in order
  transition,           // one state to another; the line says why
  verdict_changed,      // what is wrong, or that nothing is any more
  person_needed,        // what was to pass by itself, or to be mended, has not been
  budget_spent,         // a hard remedy would be next, and none is left for this hour
  episode_began,        // targets are in doubt, or something is wrong
  episode_ended,        // and how long it took, and what ended it
  remedy_started,       // a remedy is being applied
  remedy_finished,      // and how it ended
  remedy_skipped,       // authorised, and still not done; the line says why
  network_changed,      // the egress is another one
  pause_begun,          // a person told tailmend to keep its hands off for a while
  pause_ended,          // and that while is over
  mend_asked,           // a person asked for a remedy
  mend_ended,           // what came of it
  hooks_ran,            // those of one change, and ended well
  hooks_overtaken,      // a change that hooks are not told of, for a newer one came
  hook_failed,          // one that did not end well
  hook_left_out,        // one that is not run, and why
  hook_output,          // what one printed, where there is no systemd to take it
  configuration_wrong,  // mistakes in a configuration file
  configuration_read,   // a configuration is in force
  trouble,              // an edge to the world does not work as it should
};
std::string_view message_id(MessageId id);  // 32 hexadecimal digits

enum class FieldName : std::uint8_t {
  episode,
  state_from,
  state_to,
  event,
  verdict,
  remedy,
  outcome,
  wan_old,
  wan_new,
  whose,
  lasted_ms,
  away_ms,
  hook
};
std::string_view field_name(FieldName name);  // "STATE_FROM"

struct Field {
  FieldName name;
  std::string_view value;
};

// Where lines go.
struct JournalRoute {
  bool structured = false;  // to the socket, in journald's own protocol
  std::string socket = "/run/systemd/journal/socket";
  int plain_fd = 2;  // borrowed
};
// Structured when `journal_stream`, the value of JOURNAL_STREAM, names the file behind fd 2 (systemd.exec(5)).
JournalRoute route_for(const char* journal_stream);

class Journal {
 public:
  explicit Journal(JournalRoute route) noexcept;

  // Values of fields are cut to max_field bytes and the text to max_text; control characters become spaces. A field
  // with an empty value is left out.
  void say(Level level, MessageId id, std::string_view text, std::initializer_list<Field> fields = {}) noexcept;
  // The same for a text of our own that has several lines: an entry for each, at most max_lines.
  void say_lines(Level level, MessageId id, std::string_view text) noexcept;
  [[nodiscard]] std::uint64_t lost() const noexcept { return lost_; }

  static constexpr std::size_t max_text = 4096;
  static constexpr std::size_t max_field = 512;
  static constexpr std::size_t max_lines = 64;

 private:
  bool send(Level level, MessageId id, std::string_view text, std::initializer_list<Field> fields);
  bool print(std::string_view text) const;

  JournalRoute route_;
  Descriptor socket_;
  std::uint64_t lost_ = 0;
  std::uint64_t lost_said_ = 0;
};

}  // namespace tailmend
