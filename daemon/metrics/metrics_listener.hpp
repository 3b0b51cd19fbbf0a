// Serves one page over HTTP on a loopback address or a unix socket, on the one loop: few guests at a time, each with few
// bytes and little time, so that one who hangs or floods stalls nothing, and a newcomer takes the place of one who only
// sits there. Never reads more than the head of a request.
#pragma once
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <string>

#include "daemon/base/handles.hpp"
#include "daemon/base/loop.hpp"
#include "daemon/base/unix_listener.hpp"
#include "daemon/metrics/page_request.hpp"

namespace tailmend {

class MetricsListener {
 public:
  // Shared, so that many guests cost one text.
  using Page = std::function<std::shared_ptr<const std::string>()>;

  static constexpr std::size_t most_guests = 16;
  static constexpr watch::Duration patience = std::chrono::seconds(2);  // for a guest, from its first to its last byte
  static constexpr std::size_t most_ignored = std::size_t{64} << 10U;   // bytes behind a request, after which it is cut off

  // `place` is "127.0.0.1:9473", "[::1]:9473" or the absolute path of a socket, see UnixListener. EADDRINUSE where somebody
  // listens.
  static Expected<std::unique_ptr<MetricsListener>> open(Loop& loop, const std::string& place, Page page, watch::Duration limit = patience);
  MetricsListener(const MetricsListener&) = delete;
  MetricsListener& operator=(const MetricsListener&) = delete;

  [[nodiscard]] std::size_t guests() const { return guests_.size(); }

 private:
  struct Guest {
    Descriptor socket;
    Source ready;
    Source limit;
    std::string request;
    std::string head;                         // of the answer
    std::shared_ptr<const std::string> body;  // of the answer
    std::size_t sent = 0;                     // of head and body
    std::size_t ignored = 0;
    bool answering = false;
  };

  MetricsListener(Loop& loop, Page page, watch::Duration limit);
  [[nodiscard]] int fd() const noexcept { return at_path_ ? at_path_->get() : at_address_.get(); }
  void accept();
  void let_in(Descriptor socket);
  void make_room();
  void rest();
  void serve(Guest& guest);
  bool hear(Guest& guest);
  bool answer(Guest& guest);
  bool see_off(Guest& guest);
  void dismiss(const Guest& guest);

  Loop& loop_;
  std::unique_ptr<UnixListener> at_path_;  // or …
  Descriptor at_address_;
  Page page_;
  watch::Duration limit_;
  Source accepting_;
  Source resting_;
  std::list<Guest> guests_;
};

}  // namespace tailmend
