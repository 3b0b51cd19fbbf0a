// What a scripted tailscaled believes, and how it misbehaves: set by commands of one line, read as LocalAPI's JSON.
// Never touches a socket.
#pragma once
#include <boost/json.hpp>
#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tailmend::testing {

// How a reply to a path goes wrong.
enum class Trouble : unsigned char {
  none,
  silent,          // accepts and never answers
  garbage,         // bytes that are no HTTP
  not_json,        // HTTP whose body is no JSON
  half,            // ends in the middle of the body
  hang_up,         // closes without a byte
  endless_header,  // header lines for ever
  huge_chunk,      // a chunk size of 2^63
  oversize,        // JSON white space without end
  drip,            // the right reply, byte by byte
  forbidden,
  not_found,
  not_built,
  not_ready,
  bad_request,
};

struct ScriptedPing {
  enum class Kind : unsigned char { pong, silent, error } kind = Kind::pong;
  double seconds = 0.012;
  std::string error;
};

// Commands, one a line:
//   version TEXT                      backend WORD                 online yes|no (Self.Online)
//   self NAME RELAY ADDRESS           health [TEXT]                tun yes|no
//   own key=value… (of Self) with route= primary= (both may repeat) expired= key-expiry=
//   peer ID NAME ADDRESS [key=value…] with route= primary= (both may repeat) online= expired= shared= active= in-map=
//                                     in-engine= exit-node= rx= tx= handshake= direct= relay= node=; advertises= (may repeat) is what
//                                     peer-by-id tells beside its approved routes; again: changes what it names
//   gone ID                           crowd N (generated peers)
//   ping ID|* disco|TSMP|ICMP|* pong [SECONDS] | silent | error TEXT
//   prefs KEY JSON                    derp CODE HOST V4 PORT       forwarding [WARNING]
//   fault PATH WORD (silent, garbage, … as Trouble, with dashes; none)      wait PATH MILLISECONDS
//   notify JSON                       hang-up (closes the bus streams)
//   when PART COMMAND (each time a request line contains PART, before it is answered)
// PATH is what comes after /localapi/v0/, without the query; * is every path.
class World {
 public:
  World();
  // Throws std::invalid_argument for what it does not know.
  void tell(std::string_view command);
  // Carries out what `when` asked for.
  void requested(std::string_view request_line);

  [[nodiscard]] Trouble trouble(const std::string& path) const;
  [[nodiscard]] std::chrono::milliseconds wait(const std::string& path) const;

  // The status in pieces, so that a big one need not be held: piece 0, 1, … until one is empty.
  [[nodiscard]] std::string status_piece(std::size_t index, bool with_peers) const;
  [[nodiscard]] std::string prefs() const { return boost::json::serialize(prefs_); }
  void patch_prefs(std::string_view masked);  // throws when it is no MaskedPrefs
  [[nodiscard]] ScriptedPing ping(std::string_view address, std::string_view type) const;
  [[nodiscard]] std::string ping_result(std::string_view address, const ScriptedPing& ping) const;
  [[nodiscard]] std::string derp_map() const;
  [[nodiscard]] std::string node(std::string_view number) const;  // tailcfg.Node; "" where nobody has that number
  [[nodiscard]] std::string forwarding() const;
  [[nodiscard]] std::string first_notification() const;
  // Lines for the bus that have come up since the last call; `hang_up` says whether the streams are to be closed.
  std::vector<std::string> take_notifications();
  bool take_hang_up();

 private:
  struct Peer {
    std::string id;
    boost::json::object status;
    std::vector<std::string> addresses;
    boost::json::array advertised;
    std::map<std::string, ScriptedPing, std::less<>> pings;
  };
  void tell_peer(std::vector<std::string> words);
  void tell_own(const std::vector<std::string>& words);
  void tell_ping(const std::vector<std::string>& words, std::string_view rest);
  [[nodiscard]] static boost::json::object peer_status(std::string_view id, std::string_view name, const std::string& address);
  [[nodiscard]] static std::string crowd_member(std::size_t i);
  [[nodiscard]] const Peer* behind(std::string_view address) const;
  [[nodiscard]] int state_number() const;

  std::string version_ = "1.102.3-scripted";
  std::string backend_ = "Running";
  bool tun_ = true;
  boost::json::object self_;
  boost::json::array health_;
  boost::json::object prefs_;
  boost::json::object regions_;
  std::string forwarding_;
  std::vector<Peer> peers_;
  std::size_t crowd_ = 0;
  std::map<std::string, Trouble, std::less<>> troubles_;
  std::map<std::string, std::chrono::milliseconds, std::less<>> waits_;
  std::vector<std::pair<std::string, std::string>> whens_;
  std::vector<std::string> notifications_;
  bool hang_up_ = false;
};

}  // namespace tailmend::testing
