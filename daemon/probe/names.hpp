// Names to addresses through c-ares on the loop, with a limit: /etc/hosts, then the servers of resolv.conf. Never
// getaddrinfo, which blocks; with accept-dns the resolver may be the very tailscaled that hangs. Keeps no answers.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/base/loop.hpp"
#include "daemon/base/token.hpp"
#include "daemon/probe/target_book.hpp"
#include "libwatch/address.hpp"
#include "libwatch/policy.hpp"

namespace tailmend {

class Names {
 public:
  // The addresses of a name, IPv4 first, at least one and at most max_addresses. A Fault is 0 with the resolver's words
  // where it sent anything at all, ECONNREFUSED or ETIMEDOUT where nothing came.
  using OnAnswer = std::function<void(Expected<std::vector<watch::Address>>)>;

  // `servers` as of ares_set_servers_ports_csv ("127.0.0.1:5353"); "" = those of resolv.conf.
  explicit Names(Loop& loop, std::string servers = {});

  // Answered exactly once, within `limit`, never from within resolve(). Where one family's answer is missing at the
  // limit the other's counts. Every question reads resolv.conf afresh, so a rewritten one needs no notice.
  [[nodiscard]] Token resolve(std::string name, watch::Duration limit, OnAnswer on_answer);

  // The server that is asked first, without its port; 127.0.0.1 where resolv.conf names none, as for libc.
  [[nodiscard]] std::string first_server() const;

  static constexpr std::size_t max_open = 32;  // further questions fail at once
  static constexpr std::size_t max_addresses = 16;

 private:
  class Question;
  struct Library;
  Loop* loop_;
  std::string servers_;
  std::shared_ptr<Library> library_;
};

// Keeps a TargetBook's names fresh.
class TargetNames {
 public:
  TargetNames(Loop& loop, Names& names) : loop_(&loop), names_(&names) {}
  TargetNames(const TargetNames&) = delete;
  TargetNames& operator=(const TargetNames&) = delete;

  // Forgets lookups under way.
  void configure(const std::vector<watch::Target>& targets);
  // Looks up what is due; call it with every heartbeat. Costs nothing where nothing is due.
  void refresh();
  [[nodiscard]] TargetBook& book() { return book_; }

  static constexpr watch::Duration limit = std::chrono::seconds(5);

 private:
  Loop* loop_;
  Names* names_;
  TargetBook book_;
  std::vector<Token> tokens_;  // one per target
};

}  // namespace tailmend
