// One request and its reply on one connection to LocalAPI's socket. The owner sets the time limit; this part only reads,
// writes and parses. Part of the localapi edge; nobody else uses it.
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "daemon/base/fault.hpp"
#include "daemon/base/handles.hpp"
#include "daemon/base/loop.hpp"
#include "daemon/tailscaled/http1.hpp"
#include "libwatch/tailnet.hpp"

namespace tailmend {

// ENOENT → absent, ECONNREFUSED → refused, EACCES and EPERM → denied, others → lost.
watch::Answer answer_for_connect(int error);

class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  struct End {
    watch::Answer answer = watch::Answer::lost;
    bool untouched = false;  // the other side closed before it sent a byte
    bool reusable = false;   // the connection may be asked again, see release()
  };
  struct Callbacks {
    ResponseParser::OnBody on_body;         // must not destroy the exchange
    std::function<void()> on_progress;      // after each batch of bytes that left the exchange open; may be empty
    std::function<void(const End&)> on_end; // once, unless closed before; never within begin()
  };

  Exchange(Descriptor socket, std::string wire, ResponseParser::Limits limits, Callbacks callbacks);

  Expected<void> begin(Loop& loop);
  // No callback afterwards.
  void close();
  // After a reusable end: the connection.
  Descriptor release() { return std::move(socket_); }
  [[nodiscard]] const ResponseParser& response() const { return parser_; }

 private:
  static constexpr std::size_t read_size = std::size_t{16} << 10U;
  static constexpr int reads_per_wake = 64;  // then others have their turn

  void ready(std::uint32_t events);
  bool write_some();
  void read_some();
  void end(watch::Answer answer);

  Descriptor socket_;
  std::string wire_;  // what is still to be sent
  ResponseParser parser_;
  Callbacks callbacks_;
  Source source_;
  bool received_ = false;
};

}  // namespace tailmend
