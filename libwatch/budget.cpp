#include "libwatch/budget.hpp"

#include <algorithm>

namespace watch {

namespace {
constexpr std::size_t kept_at_most = 64;  // above any sensible budget; a hostile file cannot make it grow
}

Budget::Budget(std::uint32_t most, Duration window, std::vector<Instant> spent)
    : most_(most), window_(window), spent_(std::move(spent)) {
  std::ranges::sort(spent_);
  if (spent_.size() > kept_at_most) spent_.erase(spent_.begin(), spent_.end() - kept_at_most);
}

std::uint32_t Budget::left(Instant now) const {
  const auto used = static_cast<std::uint32_t>(std::ranges::count_if(spent_, [&](Instant at) { return at > now - window_; }));
  return used >= most_ ? 0 : most_ - used;
}

Instant Budget::free_at(Instant now) const {
  if (left(now) > 0) return now;
  if (most_ == 0) return Instant::max();
  return spent_[spent_.size() - most_] + window_;
}

void Budget::spend(Instant now) {
  std::erase_if(spent_, [&](Instant at) { return at <= now - window_; });
  spent_.push_back(now);
  if (spent_.size() > kept_at_most) spent_.erase(spent_.begin());
}

void Budget::take_back() {
  if (!spent_.empty()) spent_.pop_back();
}

}  // namespace watch
