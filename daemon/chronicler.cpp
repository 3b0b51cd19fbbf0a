#include "daemon/chronicler.hpp"

#include <fmt/format.h>

namespace tailmend {

std::uint32_t Chronicler::begin() {
  const auto begun = store_.begin();
  if (!begun) {
    on_trouble_(fmt::format("episodes are not kept: {}", to_string(begun.error())));
    return 0;
  }
  if (!begun->trouble.empty()) on_trouble_(fmt::format("the episodes kept so far: {}", begun->trouble));
  day_ = local_day(clock_().wall);
  return begun->last;
}

watch::Heard Chronicler::take(const Step& step) {
  const watch::Heard heard = chronicle_.take(step.now, step.seen, step.decision, step.machine);
  if (heard.ended) {
    saved_at_.reset();
    note(remarkable(*chronicle_.last()) ? store_.close(*chronicle_.last(), clock_()) : store_.drop_open());
  }
  if (heard.added && remarkable(*chronicle_.last())) note(store_.amend(*chronicle_.last(), clock_()));
  save_open(step.now, heard.told);
  save_watched(step.now, heard.ended);
  return heard;
}

void Chronicler::stop() {
  const Moment now = clock_();
  if (chronicle_.open() != nullptr && remarkable(*chronicle_.open())) note(store_.save_open(*chronicle_.open(), now));
  save_watched(now.boot, true);
}

void Chronicler::save_open(watch::Instant now, bool told) {
  const watch::Episode* open = chronicle_.open();
  if (open == nullptr || !remarkable(*open)) return;
  if (!told && saved_at_ && now - *saved_at_ < saved_every) return;
  saved_at_ = now;
  note(store_.save_open(*open, clock_()));
}

void Chronicler::save_watched(watch::Instant now, bool due) {
  if (!due && now - day_asked_at_ < day_asked_every) return;
  day_asked_at_ = now;
  const std::uint32_t day = local_day(clock_().wall);
  if (!due && day == day_ && now - watched_saved_at_ < watched_every) return;
  watched_saved_at_ = now;
  note(store_.add_watched(day_, chronicle_.take_watched()));
  day_ = day;
}

void Chronicler::note(const Expected<void>& done) {
  if (!done) on_trouble_(fmt::format("an episode could not be kept: {}, ignoring", to_string(done.error())));
}

}  // namespace tailmend
