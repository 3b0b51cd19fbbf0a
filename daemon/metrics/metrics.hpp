// Where the tally goes: a file for node_exporter's textfile collector, rewritten after what is worth it and no more often,
// and a listener that is asked. Troubles with either are said once and tried again. Never wakes a quiet daemon.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "daemon/base/loop.hpp"
#include "daemon/config/outputs.hpp"
#include "daemon/metrics/metrics_file.hpp"
#include "daemon/metrics/metrics_listener.hpp"
#include "daemon/metrics/metrics_rhythm.hpp"
#include "daemon/metrics/tally.hpp"

namespace tailmend {

// Folders for `file = "auto"`.
struct MetricsPlaces {
  std::string run = "/run/tailmend";
  std::string textfiles = "/var/lib/prometheus/node-exporter";  // node_exporter's on Debian
};

class Metrics {
 public:
  using OnTrouble = std::function<void(const std::string&)>;

  Metrics(Loop& loop, MetricsPlaces places, OnTrouble on_trouble);
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // At the start and after each reload. A listener whose place stays is kept.
  void configure(const MetricsOutput& output);
  void take(const Step& step);

  static constexpr watch::Duration listen_again = std::chrono::seconds(10);
  static constexpr watch::Duration page_keeps = std::chrono::seconds(1);  // for several guests

 private:
  void write_by(watch::Instant due);
  void write();
  void listen();
  std::shared_ptr<const std::string> page();
  void trouble(std::string& said, const std::string& text);

  Loop& loop_;
  MetricsPlaces places_;
  OnTrouble on_trouble_;
  MetricsOutput output_;
  Tally tally_;
  MetricsFile file_;
  MetricsRhythm rhythm_;
  Source timer_;
  std::optional<watch::Instant> armed_for_;
  std::weak_ptr<const std::string> page_;
  watch::Instant page_at_{};
  watch::Instant listen_at_{};
  std::unique_ptr<MetricsListener> listener_;
  std::string said_of_file_;
  std::string said_of_listener_;
};

}  // namespace tailmend
