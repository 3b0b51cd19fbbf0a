// A status as LocalAPI tells it, and what is decoded from it.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/tailscaled/tailnet_json.hpp"

namespace tailmend::testing {

inline watch::Address ip(std::string_view text) { return *watch::parse_address(text); }

// A peer of a status; `more` are members with a leading comma.
inline std::string peer(const std::string& id, const std::string& address, const std::string& routes = "", const std::string& more = "") {
  return R"("nodekey:)" + id + R"(":{"ID":")" + id + R"(","HostName":"host-)" + id + R"(","DNSName":")" + id +
         R"(.tail.ts.net.","TailscaleIPs":[")" + address + R"("],"AllowedIPs":[")" + address + "/32\"" + routes +
         R"(],"Addrs":null,"CapMap":{"x":[{"y":1}]},"Online":true,"InNetworkMap":true)" + more + "}";
}

inline std::string status(const std::vector<std::string>& peers) {
  std::string text = R"({"Version":"1.102.3","TUN":true,"BackendState":"Running","Peer":{)";
  for (const auto& one : peers) text += (&one == &peers.front() ? "" : ",") + one;
  return text + "}}";
}

inline std::optional<watch::Tailnet> decode(std::string_view text, std::vector<watch::Address> targets = {}, std::size_t step = 1000000) {
  StatusDecoder decoder(std::move(targets));
  for (std::size_t at = 0; at < text.size(); at += step) {
    if (!decoder.feed(text.substr(at, step))) return std::nullopt;
  }
  return decoder.finish();
}

inline std::vector<std::string> texts(const std::vector<watch::Prefix>& list) {
  std::vector<std::string> told;
  for (const auto& prefix : list) told.push_back(to_string(prefix));
  return told;
}

}  // namespace tailmend::testing
