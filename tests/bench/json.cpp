// json [PEERS]: a status of that many peers (10,000) decoded by us as it streams, and by trees of JSON, in one run. Each reader
// runs in a process of its own, so that its memory is its own; the best of several turns counts, since a machine is only ever
// slower than it can be. What is measured ends in the same facts: how many peers, and who carries the target.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>
#if __has_include(<nlohmann/json.hpp>)
#include <nlohmann/json.hpp>
#define HAS_NLOHMANN
#endif
#ifdef HAS_SIMDJSON
#include <simdjson.h>
#endif

#include "daemon/base/handles.hpp"
#include "daemon/tailscaled/tailnet_json.hpp"
#include "tests/support/scripted_world.hpp"

namespace {
using namespace tailmend;

constexpr std::size_t piece_size = std::size_t{16} << 10U;  // what the client reads at once
constexpr int turns = 5;
constexpr std::string_view target = "10.77.0.10";

struct Facts {
  std::size_t peers = 0;
  std::string router;
};

// The parts that a tree's reader needs to find, once it stands: who carries the target, by the longest prefix.
class Search {
 public:
  void peer(std::string_view id, bool expired) {
    ++facts.peers;
    id_ = id;
    expired_ = expired;
  }
  void route(std::string_view text) {
    const auto prefix = watch::parse_prefix(text);
    if (!prefix || expired_ || !watch::contains(*prefix, address_) || prefix->bits < best_) return;
    best_ = prefix->bits;
    facts.router = id_;
  }
  Facts facts;

 private:
  watch::Address address_ = *watch::parse_address(target);
  std::string id_;
  bool expired_ = false;
  std::uint8_t best_ = 1;
};

using Feed = std::function<void(const std::function<void(std::string_view)>&)>;

Facts by_tailmend(const Feed& feed) {
  StatusDecoder decoder({*watch::parse_address(target)});
  feed([&](std::string_view piece) { decoder.feed(piece); });
  const auto tailnet = decoder.finish();
  if (!tailnet) return {};
  return {.peers = tailnet->peers, .router = tailnet->routers.empty() ? "" : tailnet->routers[0].id};
}

Facts by_boost_tree(const Feed& feed) {
  boost::json::stream_parser parser;
  feed([&](std::string_view piece) { parser.write(piece.data(), piece.size()); });
  parser.finish();
  const auto tree = parser.release();
  Search search;
  for (const auto& [key, value] : tree.at("Peer").as_object()) {
    const auto& peer = value.as_object();
    const auto* expired = peer.if_contains("Expired");
    const auto& id = peer.at("ID").as_string();
    search.peer({id.data(), id.size()}, expired != nullptr && expired->as_bool());
    for (const auto& route : peer.at("AllowedIPs").as_array()) search.route({route.as_string().data(), route.as_string().size()});
  }
  return search.facts;
}

#ifdef HAS_NLOHMANN
Facts by_nlohmann_tree(const Feed& feed) {
  std::string text;
  feed([&](std::string_view piece) { text += piece; });
  const auto tree = nlohmann::json::parse(text);
  Search search;
  for (const auto& peer : tree.at("Peer")) {
    search.peer(peer.at("ID").get<std::string>(), peer.value("Expired", false));
    for (const auto& route : peer.at("AllowedIPs")) search.route(route.get_ref<const std::string&>());
  }
  return search.facts;
}
#endif

#ifdef HAS_SIMDJSON
Facts by_simdjson(const Feed& feed) {
  std::string text;
  feed([&](std::string_view piece) { text += piece; });
  text.reserve(text.size() + simdjson::SIMDJSON_PADDING);  // it reads past the end, and copies where it may not
  simdjson::dom::parser parser;
  const simdjson::dom::element tree = parser.parse(text);
  Search search;
  for (const auto field : simdjson::dom::object(tree["Peer"])) {
    bool expired = false;
    if (field.value["Expired"].get(expired) != simdjson::SUCCESS) expired = false;
    search.peer(std::string_view(field.value["ID"]), expired);
    for (const auto route : simdjson::dom::array(field.value["AllowedIPs"])) search.route(std::string_view(route));
  }
  return search.facts;
}
#endif

struct Measured {
  double best_ms = std::numeric_limits<double>::infinity();
  long grown_kib = 0;
  std::size_t peers = 0;
  bool right = false;
};

long peak_kib() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

// The file is read afresh in each turn, as the client reads its socket: no reader is handed the reply in memory.
Facts read_once(const std::string& path, const std::function<Facts(const Feed&)>& reader) {
  const FileHandle file(std::fopen(path.c_str(), "re"));
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  return reader([&](const std::function<void(std::string_view)>& take) {
    static char buffer[piece_size];
    while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, file.get())) take({buffer, got});
  });
}

// A small document goes first, so that the pages of code that a reader needs do not count as what it holds.
Measured measure(const std::string& small, const std::string& path, const std::function<Facts(const Feed&)>& reader) {
  Measured measured;
  (void)read_once(small, reader);
  const long before = peak_kib();
  for (int i = 0; i < turns; ++i) {
    const auto begun = std::chrono::steady_clock::now();
    const Facts facts = read_once(path, reader);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
    measured.best_ms = std::min(measured.best_ms, took.count());
    measured.peers = facts.peers;
    measured.right = facts.router == "r1";
  }
  measured.grown_kib = peak_kib() - before;
  return measured;
}

Measured measure_apart(const std::string& small, const std::string& path, const std::function<Facts(const Feed&)>& reader) {
  int ends[2];
  if (::pipe(ends) != 0) std::abort();
  const Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);
  const pid_t child = ::fork();
  if (child == 0) {
    const Measured measured = measure(small, path, reader);
    ::_exit(::write(write_end.get(), &measured, sizeof measured) == sizeof measured ? 0 : 1);
  }
  write_end.reset();
  Measured measured;
  if (::read(read_end.get(), &measured, sizeof measured) != sizeof measured) measured = {};
  ::waitpid(child, nullptr, 0);
  return measured;
}

struct Document {
  explicit Document(std::size_t peers) {
    if (path.empty()) std::abort();
    const Descriptor made(::mkstemp(path.data()));
    const FileHandle file(std::fopen(path.c_str(), "we"));
    if (!made || !file) std::abort();
    testing::World world;
    world.tell("peer r1 plant-router 100.64.0.2 route=10.77.0.0/24");
    world.tell("crowd " + std::to_string(peers - 1));
    for (std::size_t i = 0;; ++i) {
      const std::string piece = world.status_piece(i, true);
      if (piece.empty()) break;
      bytes += std::fwrite(piece.data(), 1, piece.size(), file.get());
    }
  }
  ~Document() { ::unlink(path.c_str()); }
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  std::string path = "/tmp/tailmend-bench-json-XXXXXX";
  std::size_t bytes = 0;
};
}  // namespace

int main(int argc, char** argv) {
  const std::size_t peers = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 10000;
  if (peers == 0) {
    std::fprintf(stderr, "usage: %s [PEERS]\n", argv[0]);
    return 2;
  }
  constexpr std::size_t few = 10;
  const Document small(few);
  const Document document(peers);
  std::printf("status of %zu peers, %.1f MB, best of %d\n", peers, static_cast<double>(document.bytes) / 1e6, turns);
  std::printf("%-24s %10s %10s %16s\n", "reader", "ms", "ratio", "peak grows, KiB");
  double ours = 0;
  bool good = true;
  const auto row = [&](const char* name, const std::function<Facts(const Feed&)>& reader) {
    const Measured measured = measure_apart(small.path, document.path, reader);
    if (ours == 0) ours = measured.best_ms;
    good = good && measured.right && measured.peers == peers;
    std::printf("%-24s %10.1f %10.2f %16ld%s\n", name, measured.best_ms, measured.best_ms / ours, measured.grown_kib,
                measured.right ? "" : "  wrong answer");
    return measured;
  };
  const Measured streamed = row("tailmend, streamed", by_tailmend);
  row("Boost.JSON tree", by_boost_tree);
#ifdef HAS_NLOHMANN
  row("nlohmann tree", by_nlohmann_tree);
#endif
#ifdef HAS_SIMDJSON
  row("simdjson dom", by_simdjson);
#endif
  constexpr long most_kib = 1024;
  if (streamed.grown_kib > most_kib) std::printf("over the limit of %ld KiB\n", most_kib);
  return good && streamed.grown_kib <= most_kib ? 0 : 1;
}
