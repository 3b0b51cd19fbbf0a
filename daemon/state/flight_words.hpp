// Any aggregate as words with one space between them, field by field in the order of its struct, and back. Never trusts
// a word: lists are bounded, enumerators checked, and what is too long, too short or no number is named.
#pragma once
#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/pfr.hpp>

#include "daemon/state/flight.hpp"
#include "daemon/state/flight_shape.hpp"

namespace tailmend::flight {

inline constexpr std::string_view hex = "0123456789abcdef";

inline std::optional<unsigned> parse_byte(std::string_view two) {
  const std::size_t high = two.size() == 2 ? hex.find(two[0]) : std::string_view::npos;
  const std::size_t low = two.size() == 2 ? hex.find(two[1]) : std::string_view::npos;
  if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
  return static_cast<unsigned>(high * 16 + low);
}

// Appends one word after the other.
class Writer {
 public:
  explicit Writer(std::string& line) : line_(line) {}

  void word(std::string_view text) {
    if (!line_.empty()) line_ += ' ';
    line_ += text;
  }
  template <std::integral T>
  void number(T value) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    word({digits.data(), static_cast<std::size_t>(end - digits.data())});
  }
  void byte(unsigned value) {
    line_ += hex[value >> 4U];
    line_ += hex[value & 0xfU];
  }

  template <class T>
  void put(const T& value) {
    if constexpr (std::same_as<T, std::string>) {
      text(value);
    } else if constexpr (std::same_as<T, bool>) {
      number(value ? 1 : 0);
    } else if constexpr (std::integral<T>) {
      number(value);
    } else if constexpr (std::is_enum_v<T>) {
      number(static_cast<std::underlying_type_t<T>>(value));
    } else if constexpr (std::same_as<T, watch::Duration>) {
      number(value.count());
    } else if constexpr (std::same_as<T, watch::Instant>) {
      number(value.time_since_epoch().count());
    } else if constexpr (shape::is_a<T, std::vector>) {
      const std::size_t count = std::min(value.size(), max_flight_items);
      number(count);
      for (std::size_t i = 0; i < count; ++i) put(value[i]);
    } else if constexpr (shape::is_a<T, std::optional>) {
      number(value ? 1 : 0);
      if (value) put(*value);
    } else if constexpr (shape::is_bytes<T>) {
      bytes(value.data(), value.size());
    } else {
      boost::pfr::for_each_field(value, [this](const auto& field) { put(field); });
    }
  }

 private:
  // "-" for an empty one; a lone "-" is therefore escaped.
  void text(const std::string& value) {
    word(value.empty() ? "-" : "");
    for (const char c : value) {
      const auto plain = static_cast<unsigned char>(c);
      if (plain > 0x20 && plain != 0x7f && c != '%' && value != "-") {
        line_ += c;
      } else {
        line_ += '%';
        byte(plain);
      }
    }
  }
  // Without the zeros at its end; "-" when nothing is left.
  void bytes(const std::uint8_t* data, std::size_t size) {
    while (size > 0 && data[size - 1] == 0) --size;
    word(size == 0 ? "-" : "");
    for (std::size_t i = 0; i < size; ++i) byte(data[i]);
  }

  std::string& line_;
};

// Takes one word after the other; after the first trouble everything fails.
class Reader {
 public:
  explicit Reader(std::string_view line) : rest_(line) {}

  [[nodiscard]] const std::string& trouble() const { return trouble_; }
  [[nodiscard]] bool at_end() const { return ended_; }

  bool fail(const std::string& what) {
    constexpr std::size_t longest_shown = 32;
    if (trouble_.empty())
      trouble_ = "word " + std::to_string(words_) + ", '" + std::string(word_.substr(0, longest_shown)) + "', " + what;
    return false;
  }

  bool next() {
    if (!trouble_.empty()) return false;
    ++words_;
    if (ended_) {
      word_ = {};
      trouble_ = "the line ends before word " + std::to_string(words_);
      return false;
    }
    const std::size_t space = rest_.find(' ');
    word_ = rest_.substr(0, space);
    ended_ = space == std::string_view::npos;
    rest_ = ended_ ? std::string_view() : rest_.substr(space + 1);
    return true;
  }
  [[nodiscard]] std::string_view word() const { return word_; }

  template <std::integral T>
  bool number(T& value, T least = std::numeric_limits<T>::min(), T most = std::numeric_limits<T>::max()) {
    if (!next()) return false;
    const auto [end, error] = std::from_chars(word_.data(), word_.data() + word_.size(), value);
    if (error == std::errc{} && end == word_.data() + word_.size() && value >= least && value <= most) return true;
    return fail("is not a number from " + std::to_string(least) + " to " + std::to_string(most));
  }

  template <class T>
  bool take(T& value) {
    if constexpr (std::same_as<T, std::string>) {
      return text(value);
    } else if constexpr (std::same_as<T, bool>) {
      return flag(value);
    } else if constexpr (std::integral<T>) {
      return number(value);
    } else if constexpr (std::is_enum_v<T>) {
      return choice(value);
    } else if constexpr (std::same_as<T, watch::Duration> || std::same_as<T, watch::Instant>) {
      std::int64_t us = 0;
      const bool good = number(us);
      value = T(watch::Duration(us));
      return good;
    } else if constexpr (shape::is_a<T, std::vector>) {
      return list(value);
    } else if constexpr (shape::is_a<T, std::optional>) {
      bool there = false;
      return flag(there) && (!there || take(value.emplace()));
    } else if constexpr (shape::is_bytes<T>) {
      return bytes(value.data(), value.size());
    } else {
      bool good = true;
      boost::pfr::for_each_field(value, [&](auto& field) { good = good && take(field); });
      return good;
    }
  }

 private:
  bool flag(bool& value) {
    unsigned number_of = 0;
    const bool good = number(number_of, 0U, 1U);
    value = number_of == 1;
    return good;
  }
  template <class E>
  bool choice(E& value) {
    using Plain = std::underlying_type_t<E>;
    Plain plain = 0;
    Plain most = std::numeric_limits<Plain>::max();
    if constexpr (!shape::is_numbered<E>) most = static_cast<Plain>(shape::enumerators<E>() - 1);
    if (!number(plain, Plain{0}, most)) return false;
    value = static_cast<E>(plain);
    return true;
  }
  template <class T>
  bool list(std::vector<T>& value) {
    std::size_t count = 0;
    if (!number(count, std::size_t{0}, max_flight_items)) return false;
    value.clear();
    for (std::size_t i = 0; i < count; ++i) {
      if (!take(value.emplace_back())) return false;
    }
    return true;
  }
  bool text(std::string& value) {
    if (!next()) return false;
    value.clear();
    if (word_ == "-") return true;
    if (word_.empty()) return fail("is empty; an empty text is written as -");
    for (std::size_t i = 0; i < word_.size(); ++i) {
      if (word_[i] != '%') {
        value += word_[i];
        continue;
      }
      const auto byte = parse_byte(word_.substr(i + 1, 2));
      if (!byte) return fail("has a % without two hexadecimal digits");
      value += static_cast<char>(static_cast<unsigned char>(*byte));
      i += 2;
    }
    return true;
  }
  bool bytes(std::uint8_t* data, std::size_t size) {
    if (!next()) return false;
    std::fill(data, data + size, std::uint8_t{0});
    if (word_ == "-") return true;
    if (word_.empty() || word_.size() % 2 != 0 || word_.size() / 2 > size)
      return fail("is not 1 to " + std::to_string(size) + " bytes in hexadecimal");
    for (std::size_t i = 0; i < word_.size() / 2; ++i) {
      const auto byte = parse_byte(word_.substr(2 * i, 2));
      if (!byte) return fail("is not hexadecimal");
      data[i] = static_cast<std::uint8_t>(*byte);
    }
    return true;
  }

  std::string_view rest_;
  std::string_view word_;
  std::string trouble_;
  std::size_t words_ = 0;
  bool ended_ = false;
};

}  // namespace tailmend::flight
