#include "daemon/hands/remedies.hpp"
#include "libwatch/policy.hpp"

namespace tailmend {

namespace {
constexpr const char* snapshot_name = "prefs-before-up-reset";
constexpr watch::Duration cli_limit = std::chrono::seconds(35);    // its own --timeout is 30 s
constexpr watch::Duration patch_limit = std::chrono::seconds(10);
constexpr watch::Duration start_limit = std::chrono::seconds(45);  // facts-tailscale 3: may sleep under a lock
constexpr watch::Duration whole_limit = watch::Policy::remedy_limit - std::chrono::seconds(5);
}  // namespace

UpResetHands Remedies::up_reset_hands() {
  using OnText = UpResetHands::OnText;
  return {
      .status_text = [this](OnText on_text) { return localapi_.status_text(watch::Policy::ask_limit, std::move(on_text)); },
      .prefs_text = [this](OnText on_text) { return localapi_.prefs_text(watch::Policy::ask_limit, std::move(on_text)); },
      .patch_prefs = [this](std::string body, OnText on_text) {
        return localapi_.patch_prefs(std::move(body), patch_limit, std::move(on_text));
      },
      .start = [this](std::function<void(watch::Answer)> on_end) { return localapi_.start(start_limit, std::move(on_end)); },
      .run = [this](std::vector<std::string> argv, std::function<void(CliEnd)> on_end) {
        return children_.run(std::move(argv), cli_limit, [tell = std::move(on_end)](ChildEnd end) {
          tell({.well = end.exit_code == 0, .how = describe(end), .output = std::move(end.text)});
        });
      },
      .save_snapshot = [this](std::string_view text) { return store_.save(snapshot_name, text); },
      .load_snapshot = [this] { return store_.load(snapshot_name); },
      .clear_snapshot = [this] { return store_.clear(snapshot_name); }};
}

void Remedies::up_reset() {
  UpReset sequence(loop_, up_reset_hands(), {.cli = tailscale_.cli, .socket = tailscale_.socket});
  call_ = sequence.run(whole_limit, [this](watch::Outcome outcome, std::string detail) { end(outcome, std::move(detail)); });
}

Token Remedies::look_for_leftover(std::function<void(std::string)> on_found) {
  return UpReset(loop_, up_reset_hands(), {}).look_for_leftover(std::move(on_found));
}

}  // namespace tailmend
