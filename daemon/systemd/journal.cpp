#include "daemon/systemd/journal.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <exception>
#include <utility>

#include "daemon/base/redact.hpp"
#include "daemon/base/unix_socket.hpp"
#include "daemon/base/utf8.hpp"

namespace tailmend {

namespace {

constexpr std::size_t max_plain = PIPE_BUF - 1;  // with its newline a pipe that has room takes it whole, see pipe(7)

// Nobody here hands in a key or an address to log in at; should some text from outside hold one, it does not get through.
// The end of the word that begins there, 0 where it is no such word.
std::size_t secret_word(std::string_view text) {
  const std::string_view word = text.substr(0, text.find_first_of(" \t\n\"',;)"));
  for (const std::string_view prefix : key_prefixes)
    if (word.starts_with(prefix)) return word.size();
  const std::size_t scheme = word.find("://");
  const bool login = scheme != std::string_view::npos && (word.find("/a/", scheme) != std::string_view::npos || word.find("/register/", scheme) != std::string_view::npos);
  return login ? word.size() : 0;
}

// Without control characters no value can end its line, so journald's plain form KEY=VALUE is always enough.
void append_clean(std::string& line, std::string_view text, std::size_t most) {
  text = whole_characters(text, most);
  const auto begins_word = [&](std::size_t at) { return at == 0 || std::string_view(" \t\n\"'(=,;").find(text[at - 1]) != std::string_view::npos; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t secret = begins_word(i) ? secret_word(text.substr(i)) : 0;
    if (secret > 0) {
      line += left_out;
      i += secret - 1;
      continue;
    }
    const char c = text[i];
    line += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  }
}

void append_field(std::string& datagram, std::string_view name, std::string_view value, std::size_t most) {
  datagram += name;
  datagram += '=';
  append_clean(datagram, value, most);
  datagram += '\n';
}

}  // namespace

std::string_view message_id(MessageId id) {
  switch (id) {
    case MessageId::started: return "6db7dec4653e44b0b4b5c876f885a602";
    case MessageId::stopping: return "1428099f90dd41c89e7982e5f527a812";
    case MessageId::transition: return "266b67a9b1b24edd89bc293762f61302";
    case MessageId::verdict_changed: return "1c301626e8314f34a29a214eeeaf0478";
    case MessageId::person_needed: return "08686cce87da439db3d96ec242abe5a8";
    case MessageId::budget_spent: return "2a344a44b6bf4eca8abb3b18fd89fe6b";
    case MessageId::episode_began: return "e05f2867df4a4216942d8aefb2914a4b";
    case MessageId::episode_ended: return "cbbfdffd80ac433f94744f286b807fdf";
    case MessageId::remedy_started: return "69fb7c474dd343f98f139bcd7fe018b3";
    case MessageId::remedy_finished: return "3a97198d0bcf4f94a68df10ba24acb21";
    case MessageId::remedy_skipped: return "a9e3480ddc234aa598e0f5669b489c27";
    case MessageId::network_changed: return "2b546e4f9ee8432cb1e3eff5e0d9fec7";
    case MessageId::pause_begun: return "ab31d35f22464082814fb3cde116dea6";
    case MessageId::pause_ended: return "ee901f1e2b674e47881be389f74ca65a";
    case MessageId::mend_asked: return "a8f9bb970fb64f669b872a79026af9a6";
    case MessageId::mend_ended: return "5dfeb3c62223472bb60429459d67a784";
    case MessageId::hooks_ran: return "a21cd298be484ae98d640428c4c3af60";
    case MessageId::hooks_overtaken: return "fdecc13367924eeab09a4d3678be231f";
    case MessageId::hook_failed: return "21656eca345d4c40b9584f0d154dd72d";
    case MessageId::hook_left_out: return "dab614fde84f471ca3dbe81c08b40bbb";
    case MessageId::hook_output: return "3d17d6034aa948ba9dc0cee7167ceb99";
    case MessageId::configuration_wrong: return "f653335bf6424817afc6c14fa96095b2";
    case MessageId::configuration_read: return "238cb9c5e07a4a13920ae8709e70c924";
    case MessageId::trouble: return "b2e8ff96c6c54cae8383ca7586b5840f";
  }
  return {};
}

std::string_view field_name(FieldName name) {
  switch (name) {
    case FieldName::episode: return "EPISODE";
    case FieldName::state_from: return "STATE_FROM";
    case FieldName::state_to: return "STATE_TO";
    case FieldName::event: return "EVENT";
    case FieldName::verdict: return "VERDICT";
    case FieldName::remedy: return "REMEDY";
    case FieldName::outcome: return "OUTCOME";
    case FieldName::wan_old: return "WAN_OLD";
    case FieldName::wan_new: return "WAN_NEW";
    case FieldName::whose: return "WHOSE";
    case FieldName::lasted_ms: return "LASTED_MS";
    case FieldName::away_ms: return "AWAY_MS";
    case FieldName::hook: return "HOOK";
  }
  return {};
}

JournalRoute route_for(const char* journal_stream) {
  JournalRoute route;
  struct stat status {};
  if (journal_stream == nullptr || ::fstat(route.plain_fd, &status) != 0) return route;
  const std::string_view text(journal_stream);
  const std::string_view ours_device = text.substr(0, text.find(':'));
  const std::string_view ours_inode = text.substr(std::min(ours_device.size() + 1, text.size()));
  route.structured = ours_device == std::to_string(status.st_dev) && ours_inode == std::to_string(status.st_ino);
  return route;
}

Journal::Journal(JournalRoute route) noexcept : route_(std::move(route)) {}

void Journal::say(Level level, MessageId id, std::string_view text, std::initializer_list<Field> fields) noexcept {
  try {
    if (!(route_.structured ? send(level, id, text, fields) : print(text))) ++lost_;
  } catch (const std::exception&) {  // no memory: this line is lost, the daemon goes on
    ++lost_;
  }
}

void Journal::say_lines(Level level, MessageId id, std::string_view text) noexcept {
  for (std::size_t lines = 0; !text.empty() && lines < max_lines; ++lines) {
    const std::size_t newline = std::min(text.find('\n'), text.size());
    if (newline > 0) say(level, id, text.substr(0, newline));
    text.remove_prefix(std::min(newline + 1, text.size()));
  }
}

// Sent to the address each time: that survives a restart of journald. Not sd_journal_sendv, which waits when journald
// has stopped reading.
bool Journal::send(Level level, MessageId id, std::string_view text, std::initializer_list<Field> fields) {
  if (!socket_) socket_.reset(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const auto name = unix_name(route_.socket);
  if (!socket_ || !name) return false;

  std::string datagram;
  append_field(datagram, "MESSAGE", text, max_text);
  append_field(datagram, "PRIORITY", std::to_string(static_cast<int>(level)), max_field);
  append_field(datagram, "MESSAGE_ID", message_id(id), max_field);
  append_field(datagram, "SYSLOG_IDENTIFIER", "tailmend", max_field);
  for (const Field& field : fields) {
    if (!field.value.empty()) append_field(datagram, field_name(field.name), field.value, max_field);
  }
  if (lost_ > lost_said_) append_field(datagram, "TAILMEND_LINES_LOST", std::to_string(lost_), max_field);
  const ssize_t sent = ::sendto(socket_.get(), datagram.data(), datagram.size(), MSG_NOSIGNAL, generic(*name), sizeof *name);
  if (sent < 0) return false;
  lost_said_ = lost_;
  return true;
}

bool Journal::print(std::string_view text) const {
  std::string line;
  append_clean(line, text, max_plain);
  line += '\n';
  pollfd room{.fd = route_.plain_fd, .events = POLLOUT, .revents = 0};
  if (::poll(&room, 1, 0) != 1) return false;
  ssize_t written = 0;
  do {
    written = ::write(route_.plain_fd, line.data(), line.size());
  } while (written < 0 && errno == EINTR);
  return written == static_cast<ssize_t>(line.size());
}

}  // namespace tailmend
