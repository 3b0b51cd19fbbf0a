// The flight record as text: seed, then every observation with its instant, one line each, field by field in the order
// of its struct. Read back it gives the same observations bit for bit. Never opens a file.
#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "libwatch/dice.hpp"
#include "libwatch/observation.hpp"
#include "libwatch/time.hpp"

namespace tailmend {

// Of a list in an observation. Longer ones are cut while writing and refused while reading.
inline constexpr std::size_t max_flight_items = 256;
inline constexpr std::size_t max_flight_line = 1024 * 1024;

// Differs whenever a field, an enumerator or a kind of observation was added, removed, retyped or reordered, so that a
// record of another shape is refused rather than misread.
std::uint64_t flight_shape();

// "tailmend-flight 1 <shape>\nseed <hex>\n"
std::string flight_header(watch::Seed seed);
// "" for the first line of a record of this shape, else why it cannot be read.
std::string trouble_with_flight(std::string_view first_line);
std::expected<watch::Seed, std::string> decode_seed(std::string_view second_line);

// "7310000 TargetSeen 3 0 0 …\n". Words are separated by one space; a string is one word: '%' and bytes up to 0x20 as
// %XX.
std::string encode(watch::Instant when, const watch::Observation& observation);
// Takes the line without its newline. The error names the word: "word 4, 'x', is not a number from 0 to 255".
std::expected<std::pair<watch::Instant, watch::Observation>, std::string> decode(std::string_view line);

}  // namespace tailmend
