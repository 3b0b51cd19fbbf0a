#include "daemon/tailscaled/localapi.hpp"

#include <ctime>
#include <utility>

#include "daemon/tailscaled/localapi_line.hpp"

namespace tailmend {

namespace {
constexpr std::string_view prefix = "/localapi/v0/";

Request ask_for(std::string_view path) { return {.method = Method::get, .target = std::string(prefix).append(path), .body = {}}; }
Request tell(std::string_view path) { return {.method = Method::post, .target = std::string(prefix).append(path), .body = {}}; }

// LocalAPI's words, which are case-sensitive; an unknown one hangs for ever.
constexpr std::string_view ping_type(watch::PingKind kind) {
  switch (kind) {
    case watch::PingKind::disco: return "disco";
    case watch::PingKind::tsmp: return "TSMP";
    case watch::PingKind::icmp: return "ICMP";
  }
  return "disco";
}

bool is_good(unsigned status) { return answer_for(status) == watch::Answer::answered; }
}  // namespace

Localapi::Localapi(Loop& loop, std::string socket) : Localapi(loop, std::move(socket), Limits{}) {}
Localapi::Localapi(Loop& loop, std::string socket, Limits limits)
    : loop_(&loop), limits_(limits), line_(std::make_shared<Line>(loop, std::move(socket), limits)) {}
Localapi::~Localapi() { line_->close(); }

template <class Decoder, class Then>
Token Localapi::decoded(std::string_view path, std::shared_ptr<Decoder> decoder, watch::Duration limit, Then then) {
  return line_->ask(
      ask_for(path), limits_.streamed, limit,
      [decoder](unsigned status, std::string_view piece) { return !is_good(status) || decoder->feed(piece); },
      [decoder, then = std::move(then)](watch::Answer answer) {
        if (answer != watch::Answer::answered) return then(answer, {});
        auto value = decoder->finish();
        if (!value) return then(watch::Answer::garbled, {});
        then(answer, std::move(*value));
      });
}

Token Localapi::status(bool peers, Carried carried, watch::Duration limit, std::function<void(watch::StatusSeen)> on_seen) {
  auto decoder = std::make_shared<StatusDecoder>(std::move(carried.targets), std::move(carried.own_subnets), std::time(nullptr));
  return decoded(peers ? "status" : "status?peers=false", std::move(decoder), limit,
                 [peers, loop = loop_, begun = loop_->now(), call = std::move(on_seen)](watch::Answer answer, watch::Tailnet tailnet) {
                   call({.answer = answer, .tailnet = std::move(tailnet), .peers = peers, .took = loop->now() - begun});
                 });
}

Token Localapi::subnet_routes(watch::Duration limit, std::function<void(watch::Answer, std::vector<SubnetRoute>)> on_routes) {
  return decoded("status", std::make_shared<SubnetRoutesDecoder>(), limit, std::move(on_routes));
}

Token Localapi::prefs(watch::Duration limit, std::function<void(watch::PrefsSeen)> on_seen) {
  return decoded("prefs", std::make_shared<PrefsDecoder>(), limit, [call = std::move(on_seen)](watch::Answer answer, watch::Prefs prefs) {
    call({.answer = answer, .prefs = std::move(prefs)});
  });
}

Token Localapi::text(Request request, watch::Duration limit, OnText on_text) {
  auto held = std::make_shared<std::string>();
  return line_->ask(
      std::move(request), limits_.held, limit,
      [held](unsigned, std::string_view piece) {
        held->append(piece);  // bounded: the parser stops at limits_.held
        return true;
      },
      [held, call = std::move(on_text)](watch::Answer answer) { call(answer, std::move(*held)); });
}

Token Localapi::status_text(watch::Duration limit, OnText on_text) {
  return text(ask_for("status?peers=false"), limit, std::move(on_text));
}

Token Localapi::prefs_text(watch::Duration limit, OnText on_text) {
  return text(ask_for("prefs"), limit, std::move(on_text));
}

Token Localapi::patch_prefs(std::string body, watch::Duration limit, OnText on_text) {
  Request request{.method = Method::patch, .target = std::string(prefix).append("prefs"), .body = std::move(body)};
  return text(std::move(request), limit, std::move(on_text));
}

Token Localapi::node(std::int64_t number, std::vector<watch::Address> targets, watch::Duration limit,
                     std::function<void(watch::NodeFact)> on_fact) {
  return decoded("peer-by-id?id=" + std::to_string(number), std::make_shared<NodeDecoder>(std::move(targets)), limit,
                 [number, call = std::move(on_fact)](watch::Answer answer, std::vector<watch::Prefix> advertised) {
                   call({.node = number, .answer = answer, .advertised = std::move(advertised)});
                 });
}

Token Localapi::forwarding(watch::Duration limit, std::function<void(watch::ForwardingFact)> on_fact) {
  return text(ask_for("check-ip-forwarding"), limit, [call = std::move(on_fact)](watch::Answer answer, const std::string& reply) {
    watch::ForwardingFact fact{.answer = answer, .warning = {}};
    if (answer == watch::Answer::answered) {
      auto warning = decode_forwarding(reply);
      if (!warning) fact.answer = watch::Answer::garbled;
      else fact.warning = std::move(*warning);
    }
    call(std::move(fact));
  });
}

Token Localapi::ping(watch::Address peer, watch::PingKind kind, std::uint16_t size, watch::Duration limit,
                     std::function<void(watch::PingFact)> on_fact) {
  std::string path = "ping?ip=" + watch::to_string(peer);
  path.append("&type=").append(ping_type(kind));
  if (size > 0) path.append("&size=").append(std::to_string(size));
  const auto on_text = [peer, kind, size, loop = loop_, begun = loop_->now(), call = std::move(on_fact)](watch::Answer answer,
                                                                                                std::string text) {
    watch::PingFact fact{.outcome = watch::PingOutcome::unasked, .detail = std::string(to_string(answer))};
    if (answer == watch::Answer::timed_out) fact = {.outcome = watch::PingOutcome::silent};
    if (answer == watch::Answer::answered) {
      auto decoded = decode_ping(text);
      if (decoded) fact = std::move(*decoded);
      if (!decoded) fact.detail = to_string(watch::Answer::garbled);
    }
    if (fact.took == watch::Duration::zero()) fact.took = loop->now() - begun;
    fact.peer = peer;
    fact.kind = kind;
    fact.size = size;
    call(std::move(fact));
  };
  return text(tell(path), limit, on_text);
}

Token Localapi::debug(std::string_view action, watch::Duration limit, OnText on_text) {
  return text(tell("debug?action=" + std::string(action)), limit, std::move(on_text));
}

Token Localapi::start(watch::Duration limit, std::function<void(watch::Answer)> on_end) {
  Request request = tell("start");
  request.body = "{}";
  return text(std::move(request), limit, [call = std::move(on_end)](watch::Answer answer, const std::string&) { call(answer); });
}

Token Localapi::derp_map(watch::Duration limit, std::function<void(watch::Answer, std::vector<DerpNode>)> on_map) {
  return decoded("derpmap", std::make_shared<DerpMapDecoder>(), limit, std::move(on_map));
}

}  // namespace tailmend
