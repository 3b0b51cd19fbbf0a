#include "daemon/state/flight.hpp"

#include <charconv>
#include <optional>
#include <type_traits>
#include <variant>

#include "daemon/state/flight_shape.hpp"
#include "daemon/state/flight_words.hpp"

namespace tailmend {

namespace {

constexpr std::string_view magic = "tailmend-flight 1 ";
constexpr std::string_view seed_word = "seed ";
constexpr std::uint64_t this_shape = shape::of_variant<watch::Observation>();

std::string hex_text(std::uint64_t number) {
  std::string text(16, '0');
  for (std::size_t i = 16; i-- > 0; number >>= 4U) text[i] = flight::hex[number & 0xfU];
  return text;
}

std::optional<std::uint64_t> parse_hex(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Tries one kind of observation after the other.
template <std::size_t kind = 0>
bool take_kind(flight::Reader& reader, watch::Observation& observation) {
  if constexpr (kind == std::variant_size_v<watch::Observation>) {
    return reader.fail("is no kind of observation");
  } else {
    using Kind = std::variant_alternative_t<kind, watch::Observation>;
    if (reader.word() != shape::name_of<Kind>()) return take_kind<kind + 1>(reader, observation);
    return reader.take(observation.emplace<kind>());
  }
}

}  // namespace

std::uint64_t flight_shape() { return this_shape; }

std::string flight_header(watch::Seed seed) {
  return std::string(magic) + hex_text(this_shape) + "\n" + std::string(seed_word) +
         hex_text(static_cast<std::uint64_t>(seed)) + "\n";
}

std::string trouble_with_flight(std::string_view first_line) {
  if (!first_line.starts_with(magic)) return "not a flight record: it does not begin with \"tailmend-flight 1\"";
  if (first_line.substr(magic.size()) == hex_text(this_shape)) return {};
  return "written by another version of tailmend, whose observations have another shape; replay it with that version";
}

std::expected<watch::Seed, std::string> decode_seed(std::string_view second_line) {
  const auto number =
      second_line.starts_with(seed_word) ? parse_hex(second_line.substr(seed_word.size())) : std::nullopt;
  if (!number) return std::unexpected("expected \"seed\" and a hexadecimal number");
  return watch::Seed{*number};
}

std::string encode(watch::Instant when, const watch::Observation& observation) {
  std::string line;
  flight::Writer writer(line);
  writer.put(when);
  std::visit(
      [&](const auto& fact) {
        writer.word(shape::name_of<std::remove_cvref_t<decltype(fact)>>());
        writer.put(fact);
      },
      observation);
  return line += '\n';
}

std::expected<std::pair<watch::Instant, watch::Observation>, std::string> decode(std::string_view line) {
  if (line.size() > max_flight_line)
    return std::unexpected("the line is longer than " + std::to_string(max_flight_line) + " bytes");
  flight::Reader reader(line);
  std::pair<watch::Instant, watch::Observation> result;
  if (reader.take(result.first) && reader.next() && take_kind(reader, result.second)) {
    if (reader.at_end()) return result;
    reader.next();
    reader.fail("is one word too many");
  }
  return std::unexpected(reader.trouble());
}

}  // namespace tailmend
