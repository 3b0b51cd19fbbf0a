#include "daemon/config/config_toml.hpp"

#include <algorithm>
#include <utility>

#include "daemon/base/duration.hpp"
#include "daemon/base/nearest.hpp"
#include "daemon/config/config_rules.hpp"
#include "daemon/config/toml.hpp"

namespace tailmend {

namespace {

std::string in_quotes(std::string_view text) { return between('"', text); }

std::string shown(const toml::node& node) {
  if (const auto* value = node.as_string()) return in_quotes(value->get());
  if (const auto* value = node.as_integer()) return std::to_string(value->get());
  if (const auto* value = node.as_boolean()) return value->get() ? "true" : "false";
  if (node.is_table()) return "a table";
  if (node.is_array()) return "a list";
  return node.is_floating_point() ? "a number with a fraction" : "a date or time";
}

Place place_of(const toml::source_region& source, const std::string& file) {
  return {.file = file, .line = source.begin.line, .column = source.begin.column};
}

std::string did_you_mean(std::string_view near) {
  return near.empty() ? std::string() : "; did you mean '" + std::string(near) + "'?";
}

}  // namespace

// Reads the keys of one table of one file.
struct TableReader {
  ConfigReader& reader;
  const std::string& file;
  std::string_view table;
  Draft draft;
  std::vector<Origin> set;

  void complain(const toml::node& node, std::string text) const {
    reader.mistake(place_of(node.source(), file), std::move(text));
  }
  void complain(const ConfigKey& key, const toml::node& node, const std::string& why) const {
    const auto* text = node.as_string();
    const std::string value = text != nullptr ? in_quotes(without_secret(key, text->get())) : shown(node);
    complain(node, '\'' + std::string(key.name) + "' is " + value + "; " + why);
  }
  void unfit(const ConfigKey& key, const toml::node& node) const {
    complain(key, node, "expected " + expected_text(key));
  }

  // Returns the key that was probably meant, "" when there is none.
  std::string_view unknown(const toml::key& name) const {
    std::vector<std::string_view> here;
    std::string elsewhere;
    for (const ConfigKey& key : config_keys()) {
      if (key.table == table) here.push_back(key.name);
      if (key.table != table && key.name == name.str() && elsewhere.empty()) elsewhere = table_title(key.table);
    }
    for (const ConfigTable& other : config_tables()) {
      if (table.empty()) here.push_back(other.name);
    }
    const std::string_view near = elsewhere.empty() ? nearest(name.str(), here) : std::string_view();
    const std::string hint = elsewhere.empty() ? did_you_mean(near) : "; it belongs to " + elsewhere;
    const std::string where = table.empty() ? "" : " in " + table_title(table);
    reader.mistake(place_of(name.source(), file), "unknown key " + between('\'', name.str()) + where + hint);
    return near;
  }

  void read(const toml::table& values) {
    std::vector<std::string_view> meant;
    for (const auto& [name, node] : values) {
      if (table.empty() && find_table(name.str()) != nullptr) continue;
      const ConfigKey* key = find_key(table, name.str());
      if (key == nullptr) {
        meant.push_back(unknown(name));
      } else if (is_for_root_to_say(*key) && reader.distrust_) {
        const auto& [why, mend] = *reader.distrust_;
        complain(node, '\'' + std::string(key->name) + "' is for root to say, and this file " + why + (mend.empty() ? "" : "; to do: " + mend));
      } else if (read_value(*key, node)) {
        const toml::source_position at = node.source().begin;
        set.push_back({.key = key, .file = static_cast<std::uint32_t>(reader.files_.size() - 1), .line = at.line, .column = at.column});
      }
    }
    for (const ConfigKey& key : config_keys()) {
      if (key.table != table || !key.required || values.contains(key.name)) continue;
      if (std::find(meant.begin(), meant.end(), key.name) == meant.end())
        complain(values, table_title(table) + " has no '" + std::string(key.name) + "'; expected " + expected_text(key));
    }
  }

  bool read_value(const ConfigKey& key, const toml::node& node) const {
    return std::visit([&](auto* value) { return read_into(key, node, *value); }, key.spot(draft));
  }

  bool read_into(const ConfigKey& key, const toml::node& node, std::string& value) const {
    if (key.type == KeyType::bytes && node.is_array()) return read_bytes(key, node, value);
    const auto* text = node.as_string();
    if (text == nullptr) return unfit(key, node), false;
    if (const std::string broken = rule_broken_by(key, text->get()); !broken.empty()) return complain(key, node, broken), false;
    value = stored_text(key, text->get());
    return true;
  }

  bool read_bytes(const ConfigKey& key, const toml::node& node, std::string& value) const {
    std::string bytes;
    for (const toml::node& item : *node.as_array()) {
      const auto number = item.value_exact<std::int64_t>();
      if (!number || *number < 0 || *number > 255)
        return complain(key, item, "a list of bytes holds numbers from 0 to 255"), false;
      bytes += static_cast<char>(static_cast<unsigned char>(*number));
    }
    if (const std::string broken = rule_broken_by(key, bytes); !broken.empty())
      return complain(key, node, broken), false;
    value = std::move(bytes);
    return true;
  }

  bool read_into(const ConfigKey& key, const toml::node& node, watch::Duration& value) const {
    const auto* text = node.as_string();
    const auto duration = text != nullptr ? parse_duration(text->get()) : std::nullopt;
    if (!duration) return unfit(key, node), false;
    if (const std::string broken = range_broken_by(key, duration->count() / 1000); !broken.empty())
      return complain(key, node, broken), false;
    value = *duration;
    return true;
  }

  bool read_into(const ConfigKey& key, const toml::node& node, std::uint32_t& value) const {
    const auto number = node.value_exact<std::int64_t>();
    if (!number) return unfit(key, node), false;
    if (const std::string broken = range_broken_by(key, *number); !broken.empty())
      return complain(key, node, broken), false;
    value = static_cast<std::uint32_t>(*number);
    return true;
  }

  template <class Choice>
  bool read_choice(const ConfigKey& key, const toml::node& node, Choice& value,
                   std::initializer_list<std::pair<std::string_view, Choice>> choices) const {
    const auto* text = node.as_string();
    for (const auto& [word, meaning] : choices) {
      if (text == nullptr || text->get() != word) continue;
      value = meaning;
      return true;
    }
    return unfit(key, node), false;
  }
  bool read_into(const ConfigKey& key, const toml::node& node, watch::Mode& value) const {
    return read_choice(key, node, value, {{"act", watch::Mode::act}, {"observe", watch::Mode::observe}});
  }
  bool read_into(const ConfigKey& key, const toml::node& node, watch::Refusal& value) const {
    return read_choice(key, node, value, {{"fail", watch::Refusal::fails}, {"alive", watch::Refusal::is_alive}});
  }
  bool read_into(const ConfigKey& key, const toml::node& node, watch::Courtesy& value) const {
    using enum watch::Courtesy;
    return read_choice(key, node, value, {{"defer", defer}, {"forbid", forbid}, {"ignore", ignore}});
  }

  // A list, not longer than its limit; each item gets its own complaint.
  template <class Item>
  bool read_list(const ConfigKey& key, const toml::node& node, const Item& read_item) const {
    const toml::array* list = node.as_array();
    if (list == nullptr) return unfit(key, node), false;
    const auto size = static_cast<std::int64_t>(list->size());
    if (size < key.least)
      return complain(node, '\'' + std::string(key.name) + "' is empty; expected " + expected_text(key)), false;
    if (size > key.most)
      return complain(node, '\'' + std::string(key.name) + "' has more than " + std::to_string(key.most) + " items"),
             false;
    bool good = true;
    for (const toml::node& item : *list) good = read_item(item) && good;
    return good;
  }

  bool read_into(const ConfigKey& key, const toml::node& node, std::vector<std::string>& value) const {
    std::vector<std::string> items;
    const bool good = read_list(key, node, [&](const toml::node& item) {
      const auto* text = item.as_string();
      if (text == nullptr)
        return complain(item, "an item of '" + std::string(key.name) + "' is " + shown(item) + "; expected a string"),
               false;
      const std::string broken = rule_broken_by(key, text->get());
      if (!broken.empty())
        return complain(item, in_quotes(text->get()) + " in '" + std::string(key.name) + "': " + broken), false;
      items.push_back(text->get());
      return true;
    });
    if (good) value = std::move(items);
    return good;
  }

  bool read_into(const ConfigKey& key, const toml::node& node, std::vector<std::uint16_t>& value) const {
    std::vector<std::uint16_t> ports;
    const bool good = read_list(key, node, [&](const toml::node& item) {
      const auto number = item.value_exact<std::int64_t>();
      if (!number || *number < 1 || *number > 65535)
        return complain(item, "an item of '" + std::string(key.name) + "' is " + shown(item) +
                                  "; expected a port from 1 to 65535"),
               false;
      ports.push_back(static_cast<std::uint16_t>(*number));
      return true;
    });
    if (good) value = std::move(ports);
    return good;
  }

  bool read_into(const ConfigKey& key, const toml::node& node, std::vector<watch::Remedy>& value) const {
    std::vector<std::string_view> words;
    for (std::size_t i = 0; i < watch::remedies; ++i) words.push_back(watch::to_string(static_cast<watch::Remedy>(i)));
    std::vector<watch::Remedy> found;
    const bool good = read_list(key, node, [&](const toml::node& item) {
      const auto* text = item.as_string();
      const auto word = text == nullptr ? words.end() : std::find(words.begin(), words.end(), text->get());
      if (word == words.end()) {
        return complain(item, "unknown remedy " + shown(item) + " in 'steps'" +
                                  (text == nullptr ? "" : did_you_mean(nearest(text->get(), words)))),
               false;
      }
      const auto remedy = static_cast<watch::Remedy>(word - words.begin());
      if (std::find(found.begin(), found.end(), remedy) != found.end())
        return complain(item, "'" + text->get() + "' is twice in 'steps'"), false;
      if (!found.empty() && remedy < found.back()) {
        return complain(item, "'" + text->get() + "' is milder than '" + std::string(watch::to_string(found.back())) +
                                  "'; 'steps' goes from mild to hard"),
               false;
      }
      found.push_back(remedy);
      return true;
    });
    if (good) value = std::move(found);
    return good;
  }
};

namespace {

// Calls `read_one` for each table of a [[…]], and complains where it is something else.
template <class ReadOne>
void each_table(const TableReader& top, const ConfigTable& table, const toml::node& node, const ReadOne& read_one) {
  const toml::array* list = node.as_array();
  if (list == nullptr) {
    return top.complain(node,
                        '\'' + std::string(table.name) + "' is " + shown(node) + "; write " + table_title(table.name));
  }
  for (const toml::node& item : *list) {
    if (const toml::table* values = item.as_table()) {
      read_one(*values);
    } else {
      top.complain(item, "an item of '" + std::string(table.name) + "' is " + shown(item) + "; expected a table");
    }
  }
}

std::string sentence(std::string_view description) {
  std::string text(description);
  if (const auto start = text.find("Error while parsing "); start == 0) text.replace(0, 20, "not TOML: ");
  return text;
}

}  // namespace

void ConfigReader::read(std::string_view text, const std::string& file, std::optional<Distrust> distrust) {
  distrust_ = std::move(distrust);
  files_.push_back(file);
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) return mistake(place_of(parsed.error().source(), file), sentence(parsed.error().description()));
  const toml::table& root = parsed.table();
  const Draft draft{.policy = &policy_, .outputs = &outputs_};
  TableReader top{.reader = *this, .file = file, .table = "", .draft = draft};
  top.read(root);
  replace_origins(0, top.set);
  for (const ConfigTable& table : config_tables()) {
    const toml::node* node = root.get(table.name);
    if (node == nullptr) continue;
    if (table.repeated) {
      each_table(top, table, *node, [&](const toml::table& values) {
        watch::Target target;
        watch::Uplink uplink;
        TableReader one{*this, file, table.name, {.policy = &policy_, .target = &target, .uplink = &uplink}};
        one.read(values);
        const Place place = place_of(values.source(), file);
        if (table.name == "target") add(std::move(target), place, one.set);
        else add(std::move(uplink), place, one.set);
      });
    } else if (const toml::table* values = node->as_table()) {
      TableReader one{*this, file, table.name, draft};
      one.read(*values);
      replace_origins(0, one.set);
    } else {
      top.complain(*node, '\'' + std::string(table.name) + "' is " + shown(*node) + "; write " + table_title(table.name));
    }
  }
}

}  // namespace tailmend
