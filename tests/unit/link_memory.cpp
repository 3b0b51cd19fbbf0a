#include "daemon/kernel/link_memory.hpp"

#include "tests/support/catch.hpp"

using tailmend::LinkMemory;
using watch::Hint;

namespace {
constexpr LinkMemory::Link::Standing working{.up = true, .carrier = true};
constexpr LinkMemory::Link::Standing silent{.up = true, .carrier = false};
constexpr LinkMemory::Link::Standing down{.up = false, .carrier = false};

watch::Egress egress_by(std::uint32_t index) {
  watch::Egress egress;
  egress.v4 = watch::Way{.interface = "wan0", .index = index, .gateway = {}, .source = {}};
  return egress;
}
}  // namespace

TEST_CASE("the first word about a link is no change of it") {
  LinkMemory memory;
  memory.note_standing(2, silent);
  CHECK(memory.link(2).hints.empty());
}

TEST_CASE("each way a link can change has its hint") {
  LinkMemory memory;
  const auto hint_of = [&](LinkMemory::Link::Standing before, LinkMemory::Link::Standing after) {
    LinkMemory fresh;
    fresh.note_standing(2, before);
    fresh.note_standing(2, after);
    return fresh.link(2).hints;
  };
  watch::Hints lost;
  lost.add(Hint::carrier_lost);
  watch::Hints back;
  back.add(Hint::carrier_back);
  watch::Hints went_down;
  went_down.add(Hint::link_down);
  watch::Hints came_up;
  came_up.add(Hint::link_up);
  CHECK(hint_of(working, silent) == lost);
  CHECK(hint_of(silent, working) == back);
  CHECK(hint_of(working, down) == went_down);
  CHECK(hint_of(silent, down) == went_down);
  CHECK(hint_of(down, working) == came_up);
  CHECK(hint_of(down, silent) == came_up);
  CHECK(hint_of(working, working).empty());
}

TEST_CASE("a flap within one burst leaves both of its hints, until the look is over") {
  LinkMemory memory;
  memory.note_standing(2, working);
  memory.note_standing(2, silent);
  memory.note_standing(2, working);
  memory.note_address(2);
  CHECK(memory.link(2).hints.has(Hint::carrier_lost));
  CHECK(memory.link(2).hints.has(Hint::carrier_back));
  CHECK(memory.link(2).addressed);
  memory.settle(egress_by(2));
  CHECK(memory.link(2).hints.empty());
  CHECK_FALSE(memory.link(2).addressed);
}

TEST_CASE("addresses are remembered for links of the egress only") {
  LinkMemory memory;
  memory.link(2).addresses.emplace();
  memory.link(3).addresses.emplace();
  memory.settle(egress_by(2));
  CHECK(memory.link(2).addresses);
  CHECK_FALSE(memory.link(3).addresses);
}

TEST_CASE("a host with thousands of links costs no more than a few, and the egress is not forgotten") {
  LinkMemory memory;
  memory.note_standing(2, working);
  memory.link(2).addresses.emplace();
  for (std::uint32_t index = 100; index < 5000; ++index) memory.note_standing(index, working);
  CHECK(memory.size() == LinkMemory::max_links);
  memory.note_standing(2, down);
  CHECK(memory.link(2).hints.has(Hint::link_down));
}
