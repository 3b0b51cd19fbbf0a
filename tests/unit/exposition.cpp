#include "daemon/metrics/exposition.hpp"

#include <string>

#include "tests/support/catch.hpp"

using namespace tailmend;
using namespace std::chrono_literals;

TEST_CASE("a family says what it is once, before its samples") {
  Exposition out;
  out.number(Figure::build_info, {"0.1.0"}, 1);
  out.number(Figure::probes, {"plc", "held"}, 7);
  out.number(Figure::probes, {"plc", "reset"}, 0);
  out.seconds(Figure::without_data, {"plc"}, 11'300ms);
  out.number(Figure::episodes, {}, 2);
  CHECK(out.take() ==
        "# HELP tailmend_build_info The running version; always 1.\n"
        "# TYPE tailmend_build_info gauge\n"
        "tailmend_build_info{version=\"0.1.0\"} 1\n"
        "# HELP tailmend_probes_total Probes of the target by how they ended.\n"
        "# TYPE tailmend_probes_total counter\n"
        "tailmend_probes_total{target=\"plc\",outcome=\"held\"} 7\n"
        "tailmend_probes_total{target=\"plc\",outcome=\"reset\"} 0\n"
        "# HELP tailmend_without_data_seconds_total Time from the beginning of a failed probe to the next good one, the one under way included.\n"
        "# TYPE tailmend_without_data_seconds_total counter\n"
        "tailmend_without_data_seconds_total{target=\"plc\"} 11.3\n"
        "# HELP tailmend_episodes_total Episodes that began.\n"
        "# TYPE tailmend_episodes_total counter\n"
        "tailmend_episodes_total 2\n");
}

TEST_CASE("the buckets of a histogram add up, and a bound belongs to its own") {
  Histogram times;
  for (const watch::Duration took : {watch::Duration(-1us), watch::Duration(0us), watch::Duration(1ms), watch::Duration(1001us), watch::Duration(11ms),
                                     watch::Duration(3s), watch::Duration(3s + 1us)})
    times.add(took);
  Exposition out;
  out.histogram(Figure::connect_duration, {"plc"}, times);
  const std::string text = out.take();
  CHECK(text.substr(text.find("\ntailmend_") + 1) ==
        "tailmend_connect_duration_seconds_bucket{target=\"plc\",le=\"0.001\"} 3\n"
        "tailmend_connect_duration_seconds_bucket{target=\"plc\",le=\"0.0025\"} 4\n"
        "tailmend_connect_duration_seconds_bucket{target=\"plc\",le=\"0.005\"} 4\n"
        "tailmend_connect_duration_seconds_bucket{target=\"plc\",le=\"0.01\"} 4\n"
        "tailmend_connect_duration_seconds_bucket{target=\"plc\",le=\"0.025\"} 5\n"
        "tailmend_connect_duration_seconds_bucket{target=\"plc\",le=\"0.05\"} 5\n"
        "tailmend_connect_duration_seconds_bucket{target=\"plc\",le=\"0.1\"} 5\n"
        "tailmend_connect_duration_seconds_bucket{target=\"plc\",le=\"0.25\"} 5\n"
        "tailmend_connect_duration_seconds_bucket{target=\"plc\",le=\"0.5\"} 5\n"
        "tailmend_connect_duration_seconds_bucket{target=\"plc\",le=\"1\"} 5\n"
        "tailmend_connect_duration_seconds_bucket{target=\"plc\",le=\"2\"} 5\n"
        "tailmend_connect_duration_seconds_bucket{target=\"plc\",le=\"3\"} 6\n"
        "tailmend_connect_duration_seconds_bucket{target=\"plc\",le=\"+Inf\"} 7\n"
        "tailmend_connect_duration_seconds_sum{target=\"plc\"} 6.013002\n"
        "tailmend_connect_duration_seconds_count{target=\"plc\"} 7\n");
}

TEST_CASE("a label holds whatever a target may be called, and no byte that would cost the scrape") {
  CHECK(label_text("plc") == "plc");
  CHECK(label_text("hall \"3\" \\ é\nend") == "hall \\\"3\\\" \\\\ é\\nend");
  CHECK(label_text("\xff\xfe" "a\xc3") == "??a?");
  CHECK(label_text("\xe2\x82") == "??");
  CHECK(label_text("").empty());
}

TEST_CASE("seconds are decimal, without an exponent and without what says nothing") {
  CHECK(seconds_text(0us) == "0");
  CHECK(seconds_text(1us) == "0.000001");
  CHECK(seconds_text(2500us) == "0.0025");
  CHECK(seconds_text(100s) == "100");
  CHECK(seconds_text(1'800'000'000s + 50ms) == "1800000000.05");
  CHECK(seconds_text(-1500ms) == "-1.5");
  CHECK(seconds_text(watch::Duration::min()) == "-9223372036854.775808");
}

TEST_CASE("names keep to the conventions of Prometheus") {
  for (const Metric& each : metric_table()) {
    INFO(each.name);
    CHECK(each.name.starts_with("tailmend_"));
    CHECK(each.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == std::string_view::npos);
    CHECK(each.name.ends_with("_total") == (each.type == MetricType::counter));
    CHECK(each.name.ends_with("_seconds") == (each.name.find("seconds") != std::string_view::npos && each.type != MetricType::counter));
    CHECK(each.help.ends_with('.'));
    CHECK(each.help.find_first_of("\\\n") == std::string_view::npos);
    for (std::size_t i = 0; i < each.label_count(); ++i) {
      CHECK(each.labels[i].find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
      CHECK(each.labels[i] != "le");
    }
  }
}
