// What the compiler knows about the facts: names of types and enumerators, and a hash over all of it. Compile time
// only.
#pragma once
#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <boost/pfr.hpp>

#include "libwatch/observation.hpp"

namespace tailmend::shape {

template <class T, template <class...> class Template>
inline constexpr bool is_a = false;
template <template <class...> class Template, class... Ts>
inline constexpr bool is_a<Template<Ts...>, Template> = true;

template <class T>
inline constexpr bool is_bytes = false;
template <std::size_t size>
inline constexpr bool is_bytes<std::array<std::uint8_t, size>> = true;

// An enum whose values are numbers of their own rather than a list of words.
template <class T>
inline constexpr bool is_numbered = std::same_as<T, watch::Round>;

// Of "… [with T = watch::NetworkSeen; …]" (g++) or "… [T = watch::NetworkSeen]" (clang) what stands behind `parameter`.
constexpr std::string_view argument_in(std::string_view pretty, std::string_view parameter) {
  const std::string_view rest = pretty.substr(pretty.find(parameter) + parameter.size());
  return rest.substr(0, rest.find_first_of(";]"));
}
constexpr std::string_view last_name(std::string_view name) {
  const std::size_t colons = name.rfind("::");
  return colons == std::string_view::npos ? name : name.substr(colons + 2);
}

template <class T>
constexpr std::string_view name_of() {
  return last_name(argument_in(__PRETTY_FUNCTION__, "T = "));
}
static_assert(name_of<watch::NetworkSeen>() == "NetworkSeen");

// "" for a value that is no enumerator: compilers print that as a cast, "(watch::Family)9".
template <auto value>
constexpr std::string_view enumerator() {
  constexpr std::string_view name = argument_in(__PRETTY_FUNCTION__, "value = ");
  return name.starts_with('(') ? std::string_view() : last_name(name);
}
static_assert(enumerator<watch::Family::v4>() == "v4" && enumerator<static_cast<watch::Family>(3)>().empty());

// Enumerators of our enums stand without gaps from 0.
template <class E, std::size_t count = 0>
constexpr std::size_t enumerators() {
  if constexpr (enumerator<static_cast<E>(count)>().empty()) {
    return count;
  } else {
    return enumerators<E, count + 1>();
  }
}

// FNV-1a, 64 bits.
constexpr std::uint64_t start_hash = 0xcbf29ce484222325U;
constexpr std::uint64_t mix(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return (hash ^ 0xffU) * 0x100000001b3U;
}

template <class T>
constexpr std::uint64_t mix_type(std::uint64_t hash);

template <class T, std::size_t... fields>
constexpr std::uint64_t mix_fields(std::uint64_t hash, std::index_sequence<fields...>) {
  ((hash = mix_type<boost::pfr::tuple_element_t<fields, T>>(hash)), ...);
  return mix(hash, "}");
}

template <class E, std::size_t... values>
constexpr std::uint64_t mix_enumerators(std::uint64_t hash, std::index_sequence<values...>) {
  ((hash = mix(hash, enumerator<static_cast<E>(values)>())), ...);
  return hash;
}

template <class T>
constexpr std::uint64_t mix_type(std::uint64_t hash) {
  if constexpr (std::same_as<T, std::string>) {
    return mix(hash, "text");
  } else if constexpr (std::integral<T>) {
    const char digit = static_cast<char>('0' + sizeof(T));
    return mix(mix(hash, std::signed_integral<T> ? "signed" : "unsigned"), std::string_view(&digit, 1));
  } else if constexpr (std::is_enum_v<T>) {
    hash = mix(hash, name_of<T>());
    if constexpr (!is_numbered<T>) hash = mix_enumerators<T>(hash, std::make_index_sequence<enumerators<T>()>());
    return hash;
  } else if constexpr (std::same_as<T, watch::Duration> || std::same_as<T, watch::Instant>) {
    return mix(hash, "us");
  } else if constexpr (is_a<T, std::vector>) {
    return mix_type<typename T::value_type>(mix(hash, "list"));
  } else if constexpr (is_a<T, std::optional>) {
    return mix_type<typename T::value_type>(mix(hash, "maybe"));
  } else if constexpr (is_bytes<T>) {
    return mix(hash, "bytes");
  } else {
    return mix_fields<T>(mix(hash, name_of<T>()), std::make_index_sequence<boost::pfr::tuple_size_v<T>>());
  }
}

template <class Variant, std::size_t... kinds>
constexpr std::uint64_t mix_kinds(std::uint64_t hash, std::index_sequence<kinds...>) {
  ((hash = mix_type<std::variant_alternative_t<kinds, Variant>>(hash)), ...);
  return hash;
}

template <class Variant>
constexpr std::uint64_t of_variant() {
  return mix_kinds<Variant>(start_hash, std::make_index_sequence<std::variant_size_v<Variant>>());
}

}  // namespace tailmend::shape
