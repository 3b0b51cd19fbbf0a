#include "daemon/config/config.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "daemon/base/duration.hpp"
#include "daemon/base/utf8.hpp"
#include "daemon/config/config_file.hpp"
#include "daemon/config/config_rules.hpp"
#include "daemon/config/config_toml.hpp"

namespace tailmend {

namespace {

std::string place_text(const Place& place) { return std::to_string(place.line) + ":" + std::to_string(place.column); }

// Whether it matters who may write the file: not where a person asks about one that is not in its place yet.
enum class Rights : std::uint8_t { matter, are_open };

void read_into(ConfigReader& reader, const std::filesystem::path& file, Presence presence, Rights rights = Rights::matter) {
  const auto read = read_judged(file, max_config_bytes);
  const std::string name = file.string();
  if (!read) return reader.mistake({.file = name}, read.error());
  if (!*read) {
    if (presence == Presence::required) reader.mistake({.file = name}, "does not exist (to begin one: tailmend config example)");
    return;
  }
  const auto& [text, distrust] = **read;
  if (const auto bad = find_bad_utf8(text)) {
    const TextPlace place = place_of(text, *bad);
    return reader.mistake({.file = name, .line = place.line, .column = place.column},
                          "not UTF-8, which TOML has to be");
  }
  reader.read(text, name, rights == Rights::matter ? distrust : std::nullopt);
}

std::expected<Settings, ConfigMistakes> finished(ConfigReader& reader) {
  reader.finish();
  if (!reader.mistakes().empty()) return std::unexpected(reader.mistakes());
  return Settings{.policy = reader.policy(), .outputs = reader.outputs(), .files = reader.files(), .origins = reader.origins()};
}

// Replaces the one of the same name from an earlier file, or adds it; where it is then, or nothing: it is one too many.
template <class Item, class SameName>
std::optional<std::size_t> place_in(std::vector<Item>& items, Item item, std::size_t most, const SameName& same_name) {
  const auto old = std::find_if(items.begin(), items.end(), same_name);
  const auto at = static_cast<std::size_t>(old - items.begin());
  if (at == most) return std::nullopt;
  if (old == items.end()) items.push_back(std::move(item));
  else *old = std::move(item);
  return at;
}

std::string one_too_many(std::size_t most) { return "is one too many; at most " + std::to_string(most) + " are possible"; }

}  // namespace

const Origin* origin_of(const std::vector<Origin>& origins, const ConfigKey& key, std::size_t item) {
  const auto found = std::find_if(origins.begin(), origins.end(),
                                  [&](const Origin& origin) { return origin.key == &key && origin.item == item; });
  return found == origins.end() ? nullptr : &*found;
}

void ConfigReader::mistake(const Place& place, std::string text) {
  mistakes_.push_back({.file = place.file, .line = place.line, .column = place.column, .text = std::move(text)});
}

void ConfigReader::replace_origins(std::size_t item, const std::vector<Origin>& origins) {
  if (origins.empty()) return;
  const std::string_view table = origins.front().key->table;
  const ConfigTable* repeated = find_table(table);
  std::erase_if(origins_, [&](const Origin& old) {
    if (repeated != nullptr && repeated->repeated) return old.key->table == table && old.item == item;
    return std::any_of(origins.begin(), origins.end(), [&](const Origin& fresh) { return fresh.key == old.key; });
  });
  for (Origin origin : origins) {
    origin.item = static_cast<std::uint32_t>(item);
    origins_.push_back(origin);
  }
}

void ConfigReader::add(watch::Target target, const Place& place, const std::vector<Origin>& origins) {
  if (target.name.empty()) return;  // its own mistake already
  if (target.timeout + target.hold > watch::Policy::round_limit) {
    mistake(place, "'timeout' and 'hold' of '" + target.name + "' are " + duration_text(target.timeout + target.hold) +
                       " together; a round of evidence ends after " + duration_text(watch::Policy::round_limit));
  }
  const auto [seen, fresh] = target_places_.try_emplace(target.name, place);
  if (!fresh && seen->second.file == place.file) {
    return mistake(place,
                   "a second target is called '" + target.name + "'; the first is at " + place_text(seen->second));
  }
  seen->second = place;
  const std::string name = target.name;
  const auto at =
      place_in(policy_.targets, std::move(target), max_targets, [&](const auto& old) { return old.name == name; });
  if (!at) return mistake(place, "target '" + name + "' " + one_too_many(max_targets));
  replace_origins(*at, origins);
}

void ConfigReader::add(watch::Uplink uplink, const Place& place, const std::vector<Origin>& origins) {
  if (uplink.match.empty()) return;
  const auto [seen, fresh] = uplink_places_.try_emplace(uplink.match, place);
  if (!fresh && seen->second.file == place.file) {
    return mistake(place,
                   "a second uplink matches '" + uplink.match + "'; the first is at " + place_text(seen->second));
  }
  seen->second = place;
  const std::string match = uplink.match;
  const auto at =
      place_in(policy_.uplinks, std::move(uplink), max_uplinks, [&](const auto& old) { return old.match == match; });
  if (!at) return mistake(place, "uplink '" + match + "' " + one_too_many(max_uplinks));
  replace_origins(*at, origins);
}

void ConfigReader::finish() {
  for (const OrderedPair& pair : ordered_pairs()) {
    const ConfigKey* smaller = find_key(pair.table, pair.smaller);
    const ConfigKey* larger = find_key(pair.table, pair.larger);
    const Draft draft{.policy = &policy_};
    const watch::Duration low = *std::get<watch::Duration*>(smaller->spot(draft));
    const watch::Duration high = *std::get<watch::Duration*>(larger->spot(draft));
    if (low <= high) continue;
    const Origin* set = origin_of(origins_, *smaller);
    if (set == nullptr) set = origin_of(origins_, *larger);
    mistake({.file = files_[set->file], .line = set->line, .column = set->column}, '\'' + std::string(pair.smaller) + "' is " + duration_text(low) + ", longer than '" +
                             std::string(pair.larger) + "' with " + duration_text(high));
  }
  // In the order of the files; those of one file in the order of its lines.
  std::vector<std::string> order;
  for (const ConfigMistake& mistake : mistakes_) {
    if (std::find(order.begin(), order.end(), mistake.file) == order.end()) order.push_back(mistake.file);
  }
  std::stable_sort(mistakes_.begin(), mistakes_.end(), [&](const ConfigMistake& a, const ConfigMistake& b) {
    const auto rank = [&](const std::string& file) { return std::find(order.begin(), order.end(), file); };
    return std::tuple(rank(a.file), a.line, a.column) < std::tuple(rank(b.file), b.line, b.column);
  });
}

std::expected<Settings, ConfigMistakes> read_config(const std::filesystem::path& main_file,
                                                    const std::filesystem::path& conf_d, Presence main_presence) {
  ConfigReader reader;
  read_into(reader, main_file, main_presence);
  const auto more = list_conf_d(conf_d, max_config_files);
  if (!more) reader.mistake({.file = conf_d.string()}, more.error());
  // Gone between the listing and now: as if it had never been there.
  for (const auto& file : more.value_or(std::vector<std::filesystem::path>{}))
    read_into(reader, file, Presence::optional);
  return finished(reader);
}

std::expected<Settings, ConfigMistakes> read_config_file(const std::filesystem::path& file) {
  ConfigReader reader;
  read_into(reader, file, Presence::required, Rights::are_open);
  return finished(reader);
}

std::expected<Settings, ConfigMistakes> read_config_text(std::string_view text, const std::string& name) {
  ConfigReader reader;
  if (const auto bad = find_bad_utf8(text)) {
    const TextPlace place = place_of(text, *bad);
    reader.mistake({.file = name, .line = place.line, .column = place.column}, "not UTF-8, which TOML has to be");
  } else {
    reader.read(text, name);
  }
  return finished(reader);
}

std::string render(const ConfigMistakes& mistakes, const std::filesystem::path& main_file,
                   std::string_view consequence) {
  // Of the file as a whole: no list.
  if (mistakes.size() == 1 && mistakes.front().line == 0)
    return "tailmend: " + mistakes.front().file + ' ' + mistakes.front().text + "; " + std::string(consequence);
  std::string folder = main_file.parent_path().string();
  if (!folder.empty() && !folder.ends_with('/')) folder += '/';
  const bool one_file = std::all_of(mistakes.begin(), mistakes.end(),
                                    [&](const auto& each) { return each.file == mistakes.front().file; });
  const std::string subject =
      one_file && !mistakes.empty() ? mistakes.front().file + " has " : "the files of the configuration have ";
  std::string text = "tailmend: " + subject + std::to_string(mistakes.size()) +
                     (mistakes.size() == 1 ? " mistake; " : " mistakes; ") + std::string(consequence);
  std::vector<std::string> places;
  std::size_t width = 0;
  for (const ConfigMistake& mistake : mistakes) {
    std::string place = mistake.file.starts_with(folder) ? mistake.file.substr(folder.size()) : mistake.file;
    if (mistake.line > 0) place += ":" + std::to_string(mistake.line) + ":" + std::to_string(mistake.column);
    width = std::max(width, place.size());
    places.push_back(std::move(place));
    if (places.size() == max_shown_mistakes) break;
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    text += "\n  " + places[i] + std::string(width - places[i].size() + 3, ' ') + mistakes[i].text;
  }
  if (mistakes.size() > places.size()) text += "\n  and " + std::to_string(mistakes.size() - places.size()) + " more";
  return text;
}

}  // namespace tailmend
