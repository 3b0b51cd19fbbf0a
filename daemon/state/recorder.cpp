#include "daemon/state/recorder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "daemon/base/write_all.hpp"

namespace tailmend {

namespace {

constexpr std::string_view end_line = "end full\n";
constexpr std::size_t read_bytes = 16 * 1024;

}  // namespace

Recorder::~Recorder() { flush(); }

Expected<void> Recorder::begin(watch::Seed seed) {
  flush();
  if (auto away = put_away(); !away) return away;
  if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) return std::unexpected(fault("make " + folder_.string()));
  const std::string current = folder_ / "current";
  file_.reset(::open(current.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file_) return std::unexpected(fault("create " + current));
  const std::string header = flight_header(seed);
  written_ = header.size();
  auto done = write_all(file_.get(), header, "write the flight record");
  if (done) return done;
  file_.reset();
  ::unlink(current.c_str());  // and not put away: it would take the place of a whole one
  return done;
}

void Recorder::record(watch::Instant when, const watch::Observation& observation) {
  if (!file_) return;
  const std::string line = encode(when, observation);
  if (written_ + line.size() + end_line.size() > max_bytes) {
    buffer_ += end_line;
    flush();
    return end(Fault{.error = 0, .trying = "the flight record has reached its limit of 8 MiB"});
  }
  buffer_ += line;
  written_ += line.size();
  if (buffer_.size() >= buffer_bytes) flush();
}

void Recorder::flush() {
  if (!file_ || buffer_.empty()) return;
  auto done = write_all(file_.get(), buffer_, "write the flight record");
  buffer_.clear();
  if (!done) end(std::move(done.error()));
}

void Recorder::end(Fault trouble) {
  static_cast<void>(put_away());
  if (!trouble_) trouble_ = std::move(trouble);
}

Expected<void> Recorder::put_away() {
  file_.reset();
  const std::string current = folder_ / "current";
  const std::string previous = folder_ / "previous";
  if (::rename(current.c_str(), previous.c_str()) != 0 && errno != ENOENT) return std::unexpected(fault("rename " + current));
  return {};
}

std::unexpected<Fault> FlightReader::refuse(const std::string& why) const {
  return std::unexpected(Fault{.error = 0, .trying = name_ + ":" + std::to_string(line_) + ": " + why});
}

Expected<FlightReader> FlightReader::open(const std::filesystem::path& file) {
  Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd) return std::unexpected(fault("open " + file.string()));
  FlightReader reader(std::move(fd), file.string());
  const auto first = reader.next_line();
  if (!first) return std::unexpected(first.error());
  if (const std::string trouble = trouble_with_flight(first->value_or("")); !trouble.empty())
    return reader.refuse(trouble);
  const auto second = reader.next_line();
  if (!second) return std::unexpected(second.error());
  const auto seed = decode_seed(second->value_or(""));
  if (!seed) return reader.refuse(seed.error());
  reader.seed_ = *seed;
  return reader;
}

Expected<std::optional<std::pair<watch::Instant, watch::Observation>>> FlightReader::next() {
  if (ending_ == Ending::full) return std::nullopt;
  auto line = next_line();
  if (!line) return std::unexpected(std::move(line.error()));
  if (!*line) return std::nullopt;
  if (**line == end_line.substr(0, end_line.size() - 1)) {
    ending_ = Ending::full;
    return std::nullopt;
  }
  auto observation = decode(**line);
  if (!observation) return refuse(observation.error());
  return std::move(*observation);
}

// A last line without its newline was never finished: the daemon was killed, or the disk was full.
Expected<std::optional<std::string>> FlightReader::next_line() {
  ++line_;
  for (;;) {
    if (const std::size_t newline = pending_.find('\n', taken_); newline != std::string::npos) {
      std::string line = pending_.substr(taken_, newline - taken_);
      taken_ = newline + 1;
      return line;
    }
    pending_.erase(0, taken_);
    taken_ = 0;
    if (at_end_) {
      if (!pending_.empty()) ending_ = Ending::cut;
      return std::nullopt;
    }
    if (pending_.size() > max_flight_line) return refuse("the line is longer than 1 MiB");
    const std::size_t had = pending_.size();
    pending_.resize(had + read_bytes);
    const ssize_t got = ::read(file_.get(), pending_.data() + had, read_bytes);
    const int error = errno;
    pending_.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && error != EINTR) return std::unexpected(fault("read " + name_, error));
    at_end_ = got == 0;
  }
}

}  // namespace tailmend
