// The word that a person probably meant: edit distance over a short list. For messages only; nothing is ever guessed.
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace tailmend {

// Insertions, deletions, substitutions and swaps of neighbours; words over 64 bytes are as far away as can be.
std::size_t edit_distance(std::string_view a, std::string_view b);
// The nearest of `words` within a third of the length of `word` (at least 1, at most 3); "" when none is that near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> words);

}  // namespace tailmend
