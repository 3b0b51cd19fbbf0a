// What a configured value has to be beyond its type: addresses with ports, names, argument lists. Values in, a sentence
// out; never resolves a name.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "daemon/config/config_keys.hpp"

namespace tailmend {

// What stands in a file, between two marks, for a message: printable, and cut at a character's border.
std::string between(char mark, std::string_view text);

// "" when the value can be used, else the reason, which continues "'address' is \"plc\"; ".
std::string rule_broken_by(const ConfigKey& key, std::string_view value);
// The same for a duration in milliseconds or a count.
std::string range_broken_by(const ConfigKey& key, std::int64_t value);
// A good value as the Policy has it: a proxy without its scheme, all else as it is.
std::string stored_text(const ConfigKey& key, std::string_view value);
// A value as a message may show it: what looks like a password before an "@" does not get into a journal.
std::string without_secret(const ConfigKey& key, std::string_view value);

// Two keys of one table of which the first must not be larger.
struct OrderedPair {
  std::string_view table;
  std::string_view smaller;
  std::string_view larger;
};
std::span<const OrderedPair> ordered_pairs();

}  // namespace tailmend
