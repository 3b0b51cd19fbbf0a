#include "daemon/config/config_show.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "daemon/base/json_text.hpp"
#include "daemon/config/config_keys.hpp"
#include "daemon/config/config_text.hpp"
#include "daemon/screen/screen_text.hpp"

namespace tailmend {

namespace {

constexpr std::size_t gap = 2;      // between a value and where it comes from
constexpr std::size_t widest = 80;  // on a wider screen origins do not move away from their values
constexpr std::size_t schema = 1;

// The settings, so that a key can be asked for the value of one item.
struct View {
  Settings settings;

  Draft draft(std::size_t item) {
    watch::Policy& policy = settings.policy;
    return {.policy = &policy,
            .outputs = &settings.outputs,
            .target = item < policy.targets.size() ? &policy.targets[item] : nullptr,
            .uplink = item < policy.uplinks.size() ? &policy.uplinks[item] : nullptr};
  }
  // Of [[…]]; any other table is there once.
  [[nodiscard]] std::size_t items(const ConfigTable& table) const {
    if (!table.repeated) return 1;
    return table.name == "target" ? settings.policy.targets.size() : settings.policy.uplinks.size();
  }
};

// "key = value", broken where a list is too long for the screen.
std::string line_of(const ConfigKey& key, const ValueText& value, std::size_t columns) {
  std::string text = std::string(key.name) + " = ";
  if (!value.is_list || text.size() + width(joined(value)) <= columns) return text + joined(value);
  text += '[';
  const std::string margin(text.size(), ' ');
  std::size_t taken = text.size();
  for (const std::string& item : value.items) {
    const bool last = &item == &value.items.back();
    if (taken > margin.size() && taken + width(item) + (last ? 2 : 3) > columns) {
      text += "\n" + margin;
      taken = margin.size();
    } else if (taken > margin.size()) {
      text += ' ';
      ++taken;
    }
    text += item + (last ? "]" : ",");
    taken += width(item) + 1;
  }
  return text;
}

struct Line {
  std::string code;
  std::string origin;
};

// Origins below each other; one for which there is no room stands above its line.
std::string aligned(const std::vector<Line>& lines, std::size_t columns) {
  std::size_t longest = 0;
  for (const Line& line : lines) longest = std::max(longest, width(line.origin));
  std::size_t column = 0;
  for (const Line& line : lines)
    if (width(line.code) + gap + longest <= std::min(columns, widest)) column = std::max(column, width(line.code) + gap);
  std::string text;
  for (const Line& line : lines) {
    const std::size_t taken = width(line.code);
    const std::size_t start = std::max(column, taken + gap);
    const bool beside = !line.code.contains('\n') && start + width(line.origin) <= columns;
    text += beside ? line.code + std::string(start - taken, ' ') + line.origin : line.origin + "\n" + line.code;
    text += '\n';
  }
  return text;
}

std::string table_text(View& view, std::string_view table, std::size_t item, std::size_t columns) {
  std::vector<Line> lines;
  for (const ConfigKey& key : config_keys()) {
    if (key.table != table) continue;
    const Origin* origin = origin_of(view.settings.origins, key, item);
    const std::string where = origin == nullptr ? "preset" : fmt::format("{}:{}", clean(view.settings.files[origin->file]), origin->line);
    lines.push_back({line_of(key, value_text(key, view.draft(item), Notation::toml), columns), "# " + where});
  }
  return aligned(lines, columns);
}

std::string table_json(View& view, std::string_view table, std::size_t item) {
  std::string json;
  for (const ConfigKey& key : config_keys()) {
    if (key.table != table) continue;
    const Origin* origin = origin_of(view.settings.origins, key, item);
    const std::string file = origin == nullptr ? "null" : text_json(view.settings.files[origin->file]);
    const std::string line = origin == nullptr ? "null" : std::to_string(origin->line);
    json += fmt::format(R"({}"{}":{{"value":{},"file":{},"line":{}}})", json.empty() ? "" : ",", key.name,
                        joined(value_text(key, view.draft(item), Notation::json)), file, line);
  }
  return json;
}

}  // namespace

std::string config_show(const Settings& settings, std::size_t columns) {
  View view{settings};
  std::string text = settings.files.empty() ? "# No file was read: every value is its preset.\n" : "# The configuration that these files make:\n";
  for (const std::string& file : settings.files) text += "#   " + clean(file) + '\n';
  text += '\n' + table_text(view, "", 0, columns);
  for (const ConfigTable& table : config_tables()) {
    const std::size_t items = view.items(table);
    if (items == 0) text += fmt::format("\n# no {}\n", table_title(table.name));
    for (std::size_t item = 0; item < items; ++item) text += fmt::format("\n{}\n{}", table_title(table.name), table_text(view, table.name, item, columns));
  }
  return text;
}

std::string config_show_json(const Settings& settings) {
  View view{settings};
  std::string files;
  for (const std::string& file : settings.files) files += (files.empty() ? "" : ",") + text_json(file);
  std::string json = fmt::format(R"({{"schema":{},"files":[{}],"settings":{{{})", schema, files, table_json(view, "", 0));
  for (const ConfigTable& table : config_tables()) {
    std::string items;
    for (std::size_t item = 0; item < view.items(table); ++item) items += fmt::format("{}{{{}}}", items.empty() ? "" : ",", table_json(view, table.name, item));
    json += fmt::format(R"(,"{}":{})", table.name, table.repeated ? "[" + items + "]" : items);
  }
  return json + "}}";
}

}  // namespace tailmend
