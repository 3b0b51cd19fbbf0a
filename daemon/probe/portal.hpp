// Whether plain HTTP to a DERP server is answered by somebody else, as a captive portal does. Asks as tailscaled's own
// detection (net/captivedetection) and leaves as its traffic does. Follows no redirect, resolves no name, sends nothing
// about this host.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "daemon/base/loop.hpp"
#include "daemon/base/token.hpp"
#include "libwatch/address.hpp"
#include "libwatch/evidence.hpp"
#include "libwatch/policy.hpp"

namespace tailmend {

// What counts of a reply.
struct PortalReply {
  unsigned status = 0;
  std::string location;   // as sent
  std::string response;   // X-Tailscale-Response
  bool markup = false;    // the body is HTML
};

// `host`: to whom the question went. A DERP server answers 204 and our challenge. A redirect or a page is somebody else's;
// other replies, and a redirect to the same path by https, are those of a web server beside the DERP server.
watch::PortalFact judge_portal(const PortalReply& reply, std::string_view host);

// Scheme, host and path of a Location, without user, query and fragment, printable and at most PortalFact::max_location
// bytes; relative ones belong to `host`. "" for what is no web address.
std::string plain_location(std::string_view location, std::string_view host);

struct PortalQuestion {
  watch::Endpoint remote;  // a DERP server's, port 80
  watch::Duration limit = watch::Policy::anchor_limit;
  std::string interface;   // used only where the mark is not permitted
};

class Portal {
 public:
  using OnAnswer = std::function<void(const watch::PortalFact& fact)>;

  explicit Portal(Loop& loop) : loop_(&loop) {}

  // Answered exactly once within `limit`, never from within ask(). Silence, refusal and what is no HTTP: not found.
  // Destroying the token closes the connection.
  [[nodiscard]] Token ask(const PortalQuestion& question, OnAnswer on_answer);

  static constexpr std::size_t max_field = 2048;  // a longer Location is cut there

 private:
  class Try;
  Loop* loop_;
};

}  // namespace tailmend
