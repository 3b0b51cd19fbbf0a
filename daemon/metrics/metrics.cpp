#include "daemon/metrics/metrics.hpp"

#include <unistd.h>

#include <ctime>

#include <fmt/format.h>

namespace tailmend {

namespace {

constexpr std::string_view automatic = "auto";

watch::Duration wall_clock() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return std::chrono::duration_cast<watch::Duration>(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
}

}  // namespace

Metrics::Metrics(Loop& loop, MetricsPlaces places, OnTrouble on_trouble)
    : loop_(loop), places_(std::move(places)), on_trouble_(std::move(on_trouble)) {}

void Metrics::configure(const MetricsOutput& output) {
  const bool elsewhere = output.listen != output_.listen;
  output_ = output;
  std::string path = output.file;
  // Within the unit's sandbox the folder is at hand only where it was there when the unit started.
  if (path == automatic) path = ::access(places_.textfiles.c_str(), W_OK | X_OK) == 0 ? places_.textfiles + "/tailmend.prom" : places_.run + "/metrics.prom";
  file_.move_to(std::move(path));
  said_of_file_.clear();
  if (!elsewhere) return;
  listener_.reset();
  said_of_listener_.clear();
  listen();
}

void Metrics::take(const Step& step) {
  tally_.take(step);
  if (!listener_ && !output_.listen.empty() && step.now >= listen_at_) listen();
  if (const auto due = rhythm_.take(step)) write_by(*due);
}

void Metrics::write_by(watch::Instant due) {
  if (loop_.now() >= due) return write();
  if (armed_for_ == due) return;
  auto timer = loop_.at(due, [this] { write(); });
  if (!timer) return;
  timer_ = std::move(*timer);
  armed_for_ = due;
}

void Metrics::write() {
  timer_.reset();
  armed_for_.reset();
  rhythm_.written(loop_.now());
  if (file_.path().empty()) return;
  const auto written = file_.write(tally_.text(loop_.now(), wall_clock()));
  if (written) return said_of_file_.clear();
  // Nobody asked for a file there, and without systemd there may be no such folder.
  const bool nowhere = output_.file == automatic && written.error().error == ENOENT;
  const bool sealed = written.error().error == EROFS;
  if (!nowhere)
    trouble(said_of_file_, fmt::format("no metrics: {}{}, retrying", to_string(written.error()), sealed ? " (does the unit's ReadWritePaths= name that folder?)" : ""));
}

void Metrics::listen() {
  if (output_.listen.empty()) return;
  listen_at_ = loop_.now() + listen_again;
  auto listener = MetricsListener::open(loop_, output_.listen, [this] { return page(); });
  if (listener) {
    listener_ = std::move(*listener);
    return said_of_listener_.clear();
  }
  trouble(said_of_listener_, fmt::format("metrics are not served: {}, retrying", to_string(listener.error())));
}

std::shared_ptr<const std::string> Metrics::page() {
  const watch::Instant now = loop_.now();
  if (auto held = page_.lock(); held && now < page_at_ + page_keeps) return held;
  auto fresh = std::make_shared<const std::string>(tally_.text(now, wall_clock()));
  page_ = fresh;
  page_at_ = now;
  return fresh;
}

void Metrics::trouble(std::string& said, const std::string& text) {
  if (text == said) return;
  said = text;
  on_trouble_(text);
}

}  // namespace tailmend
