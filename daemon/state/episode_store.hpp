// Episodes on the disk, below the state directory: an index, the newest in full, the one that goes on, and how long each
// target was watched per day. The daemon writes and keeps nothing in memory; whoever may read the folder needs no daemon.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/base/fault.hpp"
#include "daemon/state/episode_file.hpp"
#include "daemon/state/state_folder.hpp"

namespace tailmend {

// What is kept, for history and why.
class EpisodeReader {
 public:
  // Fails with the reason where the folder cannot be read; ENOENT: nothing was kept yet.
  static Expected<EpisodeReader> open(const std::string& state_directory);

  // Oldest first, the one that goes on last. Where the index is not wholly understood its trouble names the file.
  [[nodiscard]] Read<std::vector<Summary>> summaries() const;
  // Nothing where it is not kept, or no more in full: without trouble then.
  [[nodiscard]] Read<std::optional<KeptEpisode>> episode(std::uint32_t number) const;
  // The one that goes on; cut off where no daemon goes on with it.
  [[nodiscard]] Read<std::optional<KeptEpisode>> open_episode() const;
  [[nodiscard]] Read<std::vector<WatchedDay>> days() const;
  // The path of its flight record; "" where there is none.
  [[nodiscard]] std::string flight_record(std::uint32_t number) const;

 private:
  explicit EpisodeReader(StateFolder folder) : folder_(std::move(folder)) {}
  [[nodiscard]] Read<std::optional<KeptEpisode>> read(const std::string& name) const;

  StateFolder folder_;
};

// What the daemon does. A failure loses what was to be written, and nothing else; no call waits for the disk.
class EpisodeStore {
 public:
  explicit EpisodeStore(std::string state_directory) : state_(std::move(state_directory)) {}

  struct Begun {
    std::uint32_t last = 0;  // number of the last episode; 0: none yet
    std::string trouble;     // what could not be used; "" when all could
  };
  // Once, before the recorder begins: closes the episode that the last daemon left open, with its flight record. Fails
  // where there can be no folder, or another daemon writes to it; nothing is written then, by any of the others.
  Expected<Begun> begin();

  Expected<void> save_open(const watch::Episode& episode, const Moment& now);
  // It came to nothing.
  Expected<void> drop_open();
  // It ended: in full, in the index, with a link to the flight record as it is now; what is too old or too much goes.
  Expected<void> close(const watch::Episode& episode, const Moment& now);
  // Something came soon after its end.
  Expected<void> amend(const watch::Episode& episode, const Moment& now);
  Expected<void> add_watched(std::uint32_t day, const std::vector<watch::Watched>& watched);

  static constexpr std::size_t max_in_full = 300;
  static constexpr std::size_t max_in_full_bytes = std::size_t{4} << 20U;
  static constexpr std::size_t max_index_bytes = std::size_t{256} << 10U;   // at which it is cut …
  static constexpr std::size_t kept_index_bytes = std::size_t{192} << 10U;  // … to its newest: 2,000 episodes and more
  static constexpr std::size_t max_flights = 20;
  static constexpr std::size_t max_flight_records = 3;  // files: the episodes of one machine share theirs

 private:
  void close_left_open(Begun& begun);
  [[nodiscard]] std::uint32_t indexed() const;  // the last number in the index
  Expected<void> close_kept(const KeptEpisode& kept);
  Expected<void> add_to_index(const Summary& summary);
  Expected<void> put_aside(const std::string& name) const;
  Expected<void> cut_index() const;
  Expected<void> prune() const;
  Expected<void> take_lock(const StateFolder& folder);

  std::string state_;
  std::optional<StateFolder> folder_;
  Descriptor lock_;  // as long as the daemon lives
};

}  // namespace tailmend
