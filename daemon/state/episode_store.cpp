#include "daemon/state/episode_store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <ctime>

#include <fmt/format.h>

namespace tailmend {

namespace {

constexpr std::string_view folder_name = "/episodes";
constexpr std::string_view open_name = "open";
constexpr std::string_view index_name = "index";
constexpr std::string_view days_name = "days";
constexpr std::string_view lock_name = "lock";
constexpr std::string_view flight_ending = ".flight";

// The number that a file is named after; nothing for any other name.
std::optional<std::uint32_t> number_in(std::string_view name, std::string_view ending) {
  if (!name.ends_with(ending)) return std::nullopt;
  name.remove_suffix(ending.size());
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  return error == std::errc{} && end == name.data() + name.size() && number > 0 ? std::optional(number) : std::nullopt;
}

std::string flight_of(std::uint32_t number) { return fmt::format("{}{}", number, flight_ending); }

// A clock that starts in 1970 may put it before that.
KeptEpisode kept(const watch::Episode& episode, const Moment& now) { return {.began = std::max(now.at(episode.began), WallTime()), .episode = episode}; }

// Asked without taking it: the daemon that starts at this moment must find it free.
bool locked(int folder) {
  const Descriptor file(::openat(folder, lock_name.data(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct flock lock {};
  lock.l_type = F_RDLCK;
  lock.l_whence = SEEK_SET;
  return file && ::fcntl(file.get(), F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

struct Numbered {
  std::uint32_t number = 0;
  StateFolder::File file;
};
// Newest first.
std::vector<Numbered> numbered(const std::vector<StateFolder::File>& files, std::string_view ending) {
  std::vector<Numbered> found;
  for (const auto& file : files)
    if (const auto number = number_in(file.name, ending)) found.push_back({.number = *number, .file = file});
  std::ranges::sort(found, std::ranges::greater(), &Numbered::number);
  return found;
}

}  // namespace

Expected<EpisodeReader> EpisodeReader::open(const std::string& state_directory) {
  auto folder = StateFolder::open(state_directory + std::string(folder_name));
  if (!folder) return std::unexpected(folder.error());
  return EpisodeReader(std::move(*folder));
}

Read<std::vector<Summary>> EpisodeReader::summaries() const {
  Read<std::vector<Summary>> read;
  const std::string name(index_name);
  if (const auto text = folder_.load(name, EpisodeStore::max_index_bytes + max_index_line)) read = index_from(*text);
  else if (text.error().error != ENOENT) read.trouble = to_string(text.error());
  if (!read.trouble.empty()) read.trouble = folder_.path(name) + ": " + read.trouble;
  if (const auto open = open_episode(); open.value && remarkable(open.value->episode)) read.value.push_back(summary_of(*open.value));
  return read;
}

Read<std::optional<KeptEpisode>> EpisodeReader::read(const std::string& name) const {
  const auto text = folder_.load(name, max_episode_text);
  if (!text && text.error().error == ENOENT) return {};
  if (!text) return {.value = {}, .trouble = to_string(text.error())};
  auto read = episode_from(*text);
  if (!read.trouble.empty()) read.trouble = folder_.path(name) + ": " + read.trouble;
  return read;
}

Read<std::optional<KeptEpisode>> EpisodeReader::episode(std::uint32_t number) const {
  auto found = read(fmt::to_string(number));
  if (found.value || !found.trouble.empty()) return found;
  auto open = open_episode();
  return open.value && open.value->episode.number == number ? open : found;
}

Read<std::optional<KeptEpisode>> EpisodeReader::open_episode() const {
  auto found = read(std::string(open_name));
  if (found.value && !locked(folder_.fd())) found.value->episode.ending = watch::Ending::cut_off;
  return found;
}

Read<std::vector<WatchedDay>> EpisodeReader::days() const {
  const std::string name(days_name);
  const auto text = folder_.load(name, max_days_text);
  if (!text && text.error().error == ENOENT) return {};
  if (!text) return {.value = {}, .trouble = to_string(text.error())};
  auto read = days_from(*text);
  if (!read.trouble.empty()) read.trouble = folder_.path(name) + ": " + read.trouble;
  return read;
}

std::string EpisodeReader::flight_record(std::uint32_t number) const {
  const std::string name = flight_of(number);
  return ::faccessat(folder_.fd(), name.c_str(), F_OK, 0) == 0 ? folder_.path(name) : "";
}

Expected<void> EpisodeStore::take_lock(const StateFolder& folder) {
  const std::string name(lock_name);
  Descriptor file(::openat(folder.fd(), name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  if (!file) return std::unexpected(fault("open " + folder.path(name)));
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  if (::fcntl(file.get(), F_OFD_SETLK, &lock) != 0) return std::unexpected(fault("lock " + folder.path(name) + ", which another tailmend may hold"));
  lock_ = std::move(file);
  return {};
}

Expected<EpisodeStore::Begun> EpisodeStore::begin() {
  auto folder = StateFolder::make(state_ + std::string(folder_name));
  if (!folder) return std::unexpected(folder.error());
  if (auto taken = take_lock(*folder); !taken) return std::unexpected(taken.error());
  const auto files = folder->files();
  if (!files) return std::unexpected(files.error());
  Begun begun;
  folder_ = std::move(*folder);
  begun.last = indexed();
  if (const auto in_full = numbered(*files, ""); !in_full.empty()) begun.last = std::max(begun.last, in_full.front().number);
  close_left_open(begun);
  return begun;
}

// One whose number is in the index was closed when the last daemon ended, all but its file.
void EpisodeStore::close_left_open(Begun& begun) {
  const auto text = folder_->load(std::string(open_name), max_episode_text);
  if (!text) {
    if (text.error().error != ENOENT) begun.trouble = to_string(text.error());
    return;
  }
  auto read = episode_from(*text);
  if (!read.trouble.empty()) begun.trouble = folder_->path(open_name) + ": " + read.trouble;
  const bool worth_it = read.value && read.value->episode.number > indexed() && remarkable(read.value->episode);
  if (worth_it) {
    read.value->episode.ending = watch::Ending::cut_off;
    begun.last = std::max(begun.last, read.value->episode.number);
  }
  if (const auto done = worth_it ? close_kept(*read.value) : drop_open(); !done) begun.trouble = to_string(done.error());
}

std::uint32_t EpisodeStore::indexed() const {
  const auto end = folder_->load_end(std::string(index_name), std::size_t{16} * max_index_line);
  return end ? last_number_in(*end) : 0;
}

Expected<void> EpisodeStore::save_open(const watch::Episode& episode, const Moment& now) {
  if (!folder_) return {};
  return folder_->replace(std::string(open_name), episode_text(kept(episode, now)), Sync::no);
}

Expected<void> EpisodeStore::drop_open() { return folder_ ? folder_->remove(std::string(open_name)) : Expected<void>{}; }

Expected<void> EpisodeStore::close(const watch::Episode& episode, const Moment& now) {
  if (!folder_) return {};
  return close_kept(kept(episode, now));
}

// In this order: whatever is missing after a kill is made up for by the next begin().
Expected<void> EpisodeStore::close_kept(const KeptEpisode& kept) {
  const std::uint32_t number = kept.episode.number;
  auto done = folder_->replace(fmt::to_string(number), episode_text(kept), Sync::no);
  const auto note = [&](Expected<void> next) {
    if (done && !next) done = std::move(next);
  };
  const std::string current = state_ + "/flight/current";
  static_cast<void>(folder_->remove(flight_of(number)));
  // Where there is no record, there is none to keep.
  [[maybe_unused]] const int linked = ::linkat(AT_FDCWD, current.c_str(), folder_->fd(), flight_of(number).c_str(), 0);
  note(add_to_index(summary_of(kept)));
  note(drop_open());
  note(prune());
  return done;
}

Expected<void> EpisodeStore::amend(const watch::Episode& episode, const Moment& now) {
  if (!folder_) return {};
  return folder_->replace(fmt::to_string(episode.number), episode_text(kept(episode, now)), Sync::no);
}

// Of another version, or no text of ours: it is not written to.
Expected<void> EpisodeStore::put_aside(const std::string& name) const {
  if (::renameat(folder_->fd(), name.c_str(), folder_->fd(), (name + ".other").c_str()) != 0 && errno != ENOENT)
    return std::unexpected(fault("rename " + folder_->path(name)));
  return {};
}

Expected<void> EpisodeStore::add_to_index(const Summary& summary) {
  const std::string name(index_name), line = index_line(summary);
  const auto size = folder_->size(name);
  if (!size && size.error().error != ENOENT) return std::unexpected(size.error());
  const bool ours = size && folder_->load_begin(name, index_header().size()) == index_header();
  if (size && !ours)
    if (auto aside = put_aside(name); !aside) return aside;
  if (!ours) return folder_->replace(name, index_header() + line, Sync::no);
  if (*size + line.size() > max_index_bytes)
    if (auto cut = cut_index(); !cut) return cut;
  return folder_->append(name, line);
}

// From the beginning of a line.
Expected<void> EpisodeStore::cut_index() const {
  const auto newest = folder_->load_end(std::string(index_name), kept_index_bytes);
  if (!newest) return std::unexpected(newest.error());
  return folder_->replace(std::string(index_name), index_header() + newest->substr(newest->find('\n') + 1), Sync::no);
}

Expected<void> EpisodeStore::add_watched(std::uint32_t day, const std::vector<watch::Watched>& watched) {
  if (!folder_ || watched.empty()) return {};
  const std::string name(days_name);
  const auto text = folder_->load(name, max_days_text);
  if (!text && text.error().error != ENOENT && text.error().error != EFBIG) return std::unexpected(text.error());
  const bool ours = text && text->starts_with(days_text({}));
  if (!ours && (text || text.error().error == EFBIG))
    if (auto aside = put_aside(name); !aside) return aside;
  std::vector<WatchedDay> days = ours ? days_from(*text).value : std::vector<WatchedDay>();
  add_to_days(days, day, watched);
  return folder_->replace(name, days_text(days), Sync::no);
}

Expected<void> EpisodeStore::prune() const {
  const auto files = folder_->files();
  if (!files) return std::unexpected(files.error());
  std::size_t kept_files = 0, bytes = 0;
  Expected<void> done;
  for (const auto& file : *files)
    if (file.name.starts_with('.')) static_cast<void>(folder_->remove(file.name));  // the half of a daemon that was killed
  for (const auto& [number, file] : numbered(*files, "")) {
    bytes += file.size;
    if (++kept_files <= max_in_full && bytes <= max_in_full_bytes) continue;
    if (auto removed = folder_->remove(file.name); !removed) done = removed;
  }
  std::vector<ino_t> records;
  std::size_t flights = 0;
  for (const auto& [number, file] : numbered(*files, flight_ending)) {
    if (std::ranges::find(records, file.inode) == records.end()) records.push_back(file.inode);
    if (++flights <= max_flights && records.size() <= max_flight_records) continue;
    if (auto removed = folder_->remove(file.name); !removed) done = removed;
  }
  return done;
}

}  // namespace tailmend
