// A tailscaled's LocalAPI at the other end of a real unix socket, in a thread of its own: what it says and how it fails is
// set by the commands of scripted_world.hpp, from any thread, at any time.
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "daemon/base/handles.hpp"
#include "tests/support/scripted_world.hpp"

namespace tailmend::testing {

class ScriptedLocalapi {
 public:
  // Listens at `socket` (a stale file there is removed). Each request line goes to the file `log` as well, when given.
  explicit ScriptedLocalapi(std::string socket, std::string log = {});
  ~ScriptedLocalapi();  // closes all, removes the socket as Go does
  ScriptedLocalapi(const ScriptedLocalapi&) = delete;
  ScriptedLocalapi& operator=(const ScriptedLocalapi&) = delete;

  void tell(std::string_view command);
  // "GET /localapi/v0/status", as they came; with the body after a space where there was one.
  std::vector<std::string> requests();
  // Blocks until `condition` holds, asked again after every event of the server; false after five seconds.
  bool wait_until(const std::function<bool()>& condition);
  std::size_t accepted();  // connections so far
  std::size_t open();      // connections now
  void close_connections();

 private:
  struct Connection;
  void run();
  void serve(Connection& connection);
  bool take_request(Connection& connection);
  void answer(Connection& connection, const std::string& method, const std::string& target, const std::string& body);
  void answer_well(Connection& connection, const std::string& method, const std::string& path, const std::string& query,
                   const std::string& body);
  void answer_ping(Connection& connection, const std::string& query);
  bool write_some(Connection& connection);
  void spread_news();
  int next_timeout() const;

  std::string path_;
  FileHandle log_;
  std::mutex mutex_;
  std::condition_variable changed_;
  World world_;
  std::vector<std::string> requests_;
  std::list<Connection> connections_;
  std::size_t accepted_ = 0;
  bool stop_ = false;
  Descriptor listener_;
  Descriptor wake_;
  std::thread thread_;
};

}  // namespace tailmend::testing
