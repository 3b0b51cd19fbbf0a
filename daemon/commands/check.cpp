#include "daemon/commands/check.hpp"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <deque>
#include <optional>

#include <fmt/format.h>

#include "daemon/base/loop.hpp"
#include "daemon/cli/print.hpp"
#include "daemon/hands/hands.hpp"
#include "daemon/report/report.hpp"
#include "daemon/screen/terminal.hpp"
#include "libwatch/look.hpp"
#include "libwatch/memory.hpp"

namespace tailmend {

namespace {

constexpr watch::Round asking{1};   // what tailscaled knows of the WAN, where no anchor is remembered
constexpr watch::Round looking{2};
constexpr watch::Duration asking_limit = std::chrono::seconds(1);  // a hung tailscaled must not use up the time

class Check {
 public:
  Check(Loop& loop, const Settings& settings, watch::Duration limit)
      : loop_(loop),
        settings_(settings),
        hands_(loop, settings.policy, StateStore(), [this](watch::Observation seen) { post(std::move(seen)); },
               [this](std::string text) { findings_.unseen.push_back(std::move(text)); }),
        ends_(loop.now() + limit) {
    watch::Evidence& evidence = findings_.evidence;
    evidence = watch::fresh_evidence(settings.policy);
    evidence.hung_in_a_row = 1;  // one round must do here
    memory_.configure(settings.policy, evidence);
  }

  Findings run() {
    if (auto started = hands_.start(Hands::Attention::once); !started) {
      findings_.blind = true;
      findings_.unseen.push_back(to_string(started.error()));
      return std::move(findings_);
    }
    arm();
    if (auto ended = loop_.run(); !ended) findings_.unseen.push_back(to_string(ended.error()));
    conclude();
    return std::move(findings_);
  }

 private:
  void post(watch::Observation seen) {
    mailbox_.push_back(std::move(seen));
    if (soon_) return;
    if (auto source = loop_.soon([this] { drain(); })) soon_ = std::move(*source);
  }

  void drain() {
    soon_.reset();
    while (!mailbox_.empty()) {
      const watch::Observation seen = std::move(mailbox_.front());
      mailbox_.pop_front();
      take(seen);
    }
    pass_time();
  }

  void take(const watch::Observation& seen) {
    watch::Evidence& evidence = findings_.evidence;
    if (const auto* network = std::get_if<watch::NetworkSeen>(&seen)) {
      evidence.egress = network->egress;
      if (!begun_) begin();
    } else if (const auto* prefs = std::get_if<watch::PrefsSeen>(&seen); prefs != nullptr && prefs->round == asking) {
      if (prefs->answer == watch::Answer::answered) hands_.carry_out({watch::AskStatus{asking, false}});
      else look();
    } else if (const auto* status = std::get_if<watch::StatusSeen>(&seen); status != nullptr && status->round == asking) {
      asking_ends_.reset();
      if (status->answer == watch::Answer::answered) hands_.learn_anchors(status->tailnet, [this] { look(); });
      else look();
    } else if (const auto* names = std::get_if<watch::NamesSeen>(&seen)) {
      evidence.names = names->fact;
      const bool known = std::ranges::all_of(names->fact.names, [](const auto& n) { return n.outcome == watch::NameOutcome::resolved; });
      evidence.unresolved_in_a_row = known ? 0 : 2;  // one round must do here too
    } else {
      std::vector<watch::Action> actions;
      look_.accept(seen, evidence, actions);
      if (std::holds_alternative<watch::PrefsSeen>(seen)) memory_.note_prefs(evidence);
      hands_.carry_out(actions);
    }
  }

  void begin() {
    begun_ = true;
    if (hands_.knows_anchors()) look();
    else hands_.carry_out({watch::AskPrefs{asking}});
    if (!look_.running()) asking_ends_ = loop_.now() + asking_limit;
  }

  void look() {
    if (look_.running()) return;
    asking_ends_.reset();
    std::vector<watch::Action> actions{watch::Cancel{asking}};
    const std::vector<watch::Patience> patience(settings_.policy.targets.size());
    look_.begin(looking, watch::Breadth::full, watch::Control::as_it_is, loop_.now(), patience, findings_.evidence,
                actions);
    hands_.carry_out(actions);
    pass_time();
  }

  void pass_time() {
    if (asking_ends_ && loop_.now() >= *asking_ends_) return look();
    std::vector<watch::Action> actions;
    look_.pass_time(loop_.now(), findings_.evidence, actions);
    hands_.carry_out(actions);
    const bool over = loop_.now() >= ends_;
    if (look_.running() || over) {
      const watch::Judgement judged = watch::judge(findings_.evidence);
      const bool healthy = judged.enough && judged.verdict == watch::Verdict::healthy;
      const bool quick = healthy && findings_.evidence.own_routes.empty();  // a router's own routes are judged on whole evidence
      if (quick || look_.complete() || over) return loop_.exit(0);
    }
    arm();
  }

  void arm() {
    const watch::Instant next = std::min(look_.deadline().value_or(ends_), asking_ends_.value_or(ends_));
    auto timer = loop_.at(std::min(next, ends_), [this] { pass_time(); });
    if (timer) timer_ = std::move(*timer);
  }

  void conclude() {
    watch::Evidence& evidence = findings_.evidence;
    if (!look_.complete()) evidence.complete = evidence.complete || loop_.now() >= ends_;
    watch::Judgement& judgement = findings_.judgement;
    judgement = watch::judge(evidence);
    const bool unable = evidence.status == watch::Answer::denied || evidence.status == watch::Answer::forbidden;
    const bool powerless = unable && !watch::targets_answer(evidence);
    findings_.blind = findings_.blind || !look_.running() || powerless || !judgement.enough;
    if (!look_.running()) judgement.sentence = "nothing was known when the time was over";
    else if (powerless) judgement.sentence = "tailscaled may not be asked with these rights";
    else if (!judgement.enough && !look_.complete()) judgement.sentence = "too little had answered when the time was over";
    else if (!judgement.enough) judgement.sentence = "the answers contradict each other";
    if (findings_.blind) judgement.advice = powerless ? "ask as root: sudo tailmend check" : "ask again";
    tell_unseen(unable);
  }

  void tell_unseen(bool unable) {
    const watch::Evidence& evidence = findings_.evidence;
    const auto& trouble = findings_.unseen;
    const auto add = [&](std::string text) {
      if (std::ranges::find(trouble, text) == trouble.end()) findings_.unseen.push_back(std::move(text));
    };
    if (unable) add(fmt::format("tailscaled: {}", to_string(*evidence.status)));
    if (evidence.connections && evidence.connections->sight == watch::Sight::no_rights)
      add(::geteuid() == 0 ? "tailscaled's own connections: they are shown to CAP_NET_ADMIN only, and kick and conntrack need it too"
                           : "tailscaled's own connections: they are shown to root only");
    if (evidence.connections && evidence.connections->sight == watch::Sight::no_support)
      add("tailscaled's own connections: this kernel does not show them (CONFIG_INET_DIAG)");
    if (evidence.unit && !evidence.unit->known)
      add(fmt::format("{}: {}", settings_.policy.tailscale.unit, evidence.unit->trouble));
  }

  Loop& loop_;
  const Settings& settings_;
  Findings findings_;
  Hands hands_;
  watch::Look look_;
  watch::Memory memory_;
  watch::Instant ends_;
  std::optional<watch::Instant> asking_ends_;
  std::deque<watch::Observation> mailbox_;
  Source soon_;
  Source timer_;
  bool begun_ = false;
};

}  // namespace

int run_check(const Options& options, const Settings& settings) {
  ::signal(SIGPIPE, SIG_IGN);
  Loop loop;
  const Findings findings = Check(loop, settings, options.timeout).run();
  std::string text;
  if (options.json) text = report_json(findings) + "\n";
  else if (options.quiet) text = headline(findings) + "\n";
  else text = report(findings, screen_for(STDOUT_FILENO));
  ::signal(SIGPIPE, SIG_DFL);  // from here on a reader that is gone ends it as it ends any command
  return print_whole(stdout, text, exit_of(findings));
}

}  // namespace tailmend
