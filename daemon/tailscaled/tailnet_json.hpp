// LocalAPI's JSON as it streams in, decoded into the facts that decisions need, in memory that does not depend on the size
// of the tailnet. Never asks LocalAPI itself.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libwatch/address.hpp"
#include "libwatch/evidence.hpp"
#include "libwatch/observation.hpp"
#include "libwatch/tailnet.hpp"

namespace tailmend {

// RFC 3339 as Go writes it → Unix seconds; 0 for Go's zero time, for anything before 1970 and for what is no time.
std::int64_t parse_go_time(std::string_view text);

// Every decoder: feed() the pieces as they come (false: give up, the document is garbled), then finish() once.

// ipnstate.Status → watch::Tailnet.
class StatusDecoder {
 public:
  static constexpr std::size_t max_targets = 32;  // further ones have no carrier

  static constexpr std::size_t max_own_subnets = 8;  // further ones are not looked for among the peers

  // The index of a target in `targets` is its number in Carrier::target; Family::none where it is not known (yet). For
  // `own_subnets` see there. `now_s`: the wall clock's Unix seconds, against which this host's key is judged; 0: it is not.
  explicit StatusDecoder(std::vector<watch::Address> targets, std::vector<watch::Prefix> own_subnets = {}, std::int64_t now_s = 0);
  ~StatusDecoder();
  StatusDecoder(const StatusDecoder&) = delete;
  StatusDecoder& operator=(const StatusDecoder&) = delete;
  bool feed(std::string_view piece);
  // Nothing: it was not a whole status, or had no BackendState.
  std::optional<watch::Tailnet> finish();

 private:
  struct Reading;
  std::unique_ptr<Reading> reading_;
};

// A subnet that a peer carries for this host.
struct SubnetRoute {
  watch::Prefix prefix;
  std::string router;  // its name
  bool online = false;
  friend bool operator==(const SubnetRoute&, const SubnetRoute&) = default;
};

// ipnstate.Status → every subnet route, whether this host accepts them or not; of redundant routers the one that control chose.
class SubnetRoutesDecoder {
 public:
  static constexpr std::size_t max_routes = 64;  // further ones are passed over

  SubnetRoutesDecoder();
  ~SubnetRoutesDecoder();
  SubnetRoutesDecoder(const SubnetRoutesDecoder&) = delete;
  SubnetRoutesDecoder& operator=(const SubnetRoutesDecoder&) = delete;
  bool feed(std::string_view piece);
  std::optional<std::vector<SubnetRoute>> finish();

 private:
  struct Reading;
  std::unique_ptr<Reading> reading_;
};

// ipn.Prefs; without WantRunning it is not what it says.
class PrefsDecoder {
 public:
  PrefsDecoder();
  ~PrefsDecoder();
  PrefsDecoder(const PrefsDecoder&) = delete;
  PrefsDecoder& operator=(const PrefsDecoder&) = delete;
  bool feed(std::string_view piece);
  std::optional<watch::Prefs> finish();

 private:
  struct Reading;
  std::unique_ptr<Reading> reading_;
};

// ipnstate.PingResult → outcome (pong or failed), took (0 where it is not said), path and detail of a PingFact.
std::optional<watch::PingFact> decode_ping(std::string_view text);

// tailcfg.Node → what it advertises (Hostinfo.RoutableIPs), at most NodeFact::max_advertised.
class NodeDecoder {
 public:
  // Of too many routes those that hold a target are kept first.
  explicit NodeDecoder(std::vector<watch::Address> targets);
  ~NodeDecoder();
  NodeDecoder(const NodeDecoder&) = delete;
  NodeDecoder& operator=(const NodeDecoder&) = delete;
  bool feed(std::string_view piece);
  std::optional<std::vector<watch::Prefix>> finish();

 private:
  struct Reading;
  std::unique_ptr<Reading> reading_;
};

// The reply of check-ip-forwarding → tailscaled's warning in one printable line, "" for none.
std::optional<std::string> decode_forwarding(std::string_view text);

// One node of tailcfg.DERPMap that can be dialled.
struct DerpNode {
  std::string region_code;
  std::string host_name;
  std::optional<watch::Endpoint> v4;
  std::optional<watch::Endpoint> v6;
  friend bool operator==(const DerpNode&, const DerpNode&) = default;
};

class DerpMapDecoder {
 public:
  static constexpr std::size_t max_nodes = 128;  // further ones are passed over
  static constexpr std::size_t max_nodes_per_region = 3;

  DerpMapDecoder();
  ~DerpMapDecoder();
  DerpMapDecoder(const DerpMapDecoder&) = delete;
  DerpMapDecoder& operator=(const DerpMapDecoder&) = delete;
  bool feed(std::string_view piece);
  std::optional<std::vector<DerpNode>> finish();  // none are known: an empty list

 private:
  struct Reading;
  std::unique_ptr<Reading> reading_;
};

// The notifications of watch-ipn-bus, one JSON object a line. What a line does not speak of has not changed.
class BusDecoder {
 public:
  static constexpr std::size_t max_line = std::size_t{32} << 20U;  // what a longer line hints at is lost, the next one counts

  BusDecoder();
  ~BusDecoder();
  BusDecoder(const BusDecoder&) = delete;
  BusDecoder& operator=(const BusDecoder&) = delete;
  // Adds what was hinted at by the lines that end in `piece`, at most four hints a line. False: not the bus.
  bool feed(std::string_view piece, std::vector<watch::BusSeen>& hints);

 private:
  struct Reading;
  std::unique_ptr<Reading> reading_;
};

}  // namespace tailmend
