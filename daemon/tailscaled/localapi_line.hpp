// The connections to LocalAPI's socket: who waits, who is asking, which connections rest for the next call. Part of the
// localapi edge; nobody else uses it.
#pragma once
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/base/loop.hpp"
#include "daemon/tailscaled/http1.hpp"
#include "daemon/tailscaled/localapi.hpp"
#include "daemon/tailscaled/localapi_exchange.hpp"

namespace tailmend {

struct Asking {
  std::string wire;
  std::uint64_t body_limit = 0;
  ResponseParser::OnBody on_body;
  std::function<void(watch::Answer)> on_end;

  std::shared_ptr<Exchange> exchange;
  Source deadline;
  Source retry;              // the listener's queue was full
  bool on_kept = false;      // asked on a connection that was kept open
  bool fresh_only = false;   // such a connection turned out to be closed
};

class Line : public std::enable_shared_from_this<Line> {
 public:
  Line(Loop& loop, std::string socket, Localapi::Limits limits);

  Token ask(Request request, std::uint64_t body_limit, watch::Duration limit, ResponseParser::OnBody on_body,
            std::function<void(watch::Answer)> on_end);
  void close();  // cancels all

 private:
  struct Kept {
    Descriptor socket;
    Source source;
  };
  static constexpr watch::Duration retry_after = std::chrono::milliseconds(50);

  void later();
  void serve();
  void start(const std::shared_ptr<Asking>& asking);
  void on_exchange_end(const std::shared_ptr<Asking>& asking, const Exchange::End& end);
  void finish(const std::shared_ptr<Asking>& asking, watch::Answer answer);
  void cancel(const std::shared_ptr<Asking>& asking);
  void forget(std::shared_ptr<Asking> asking);
  void keep(Descriptor socket);
  void drop(int fd);

  Loop* loop_;
  std::string socket_;
  Localapi::Limits limits_;
  std::deque<std::shared_ptr<Asking>> waiting_;
  std::vector<std::shared_ptr<Asking>> active_;
  std::vector<std::shared_ptr<Asking>> turned_away_;  // found no place to wait
  std::vector<Kept> kept_;
  Source serving_;
};

}  // namespace tailmend
