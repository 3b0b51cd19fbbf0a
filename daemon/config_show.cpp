#include "daemon/config_show.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "daemon/config_keys.hpp"
#include "daemon/config_text.hpp"
#include "daemon/utf8.hpp"

namespace tailmend {

namespace {

constexpr std::size_t gap = 2;  // between a value and where it comes from
constexpr std::size_t schema = 1;

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

// A file's name may hold anything; within a comment, or JSON, it must stay one line of text.
std::string shown_file(std::string_view name) {
  const bool is_text = !find_bad_utf8(name);
  std::string shown;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    shown += byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !is_text) ? '?' : c;
  }
  return shown;
}

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
  if (!value.is_list || text.size() + width_of(joined(value)) <= columns) return text + joined(value);
  text += '[';
  const std::string margin(text.size(), ' ');
  std::size_t width = text.size();
  for (const std::string& item : value.items) {
    const bool last = &item == &value.items.back();
    if (width > margin.size() && width + width_of(item) + (last ? 2 : 3) > columns) {
      text += "\n" + margin;
      width = margin.size();
    } else if (width > margin.size()) {
      text += ' ';
      ++width;
    }
    text += item + (last ? "]" : ",");
    width += width_of(item) + 1;
  }
  return text;
}

struct Line {
  std::string code;
  std::string origin;
};

// Origins below each other; one for which there is no room stands above its line.
std::string aligned(const std::vector<Line>& lines, std::size_t columns) {
  std::size_t column = 0;
  for (const Line& line : lines)
    if (width_of(line.code) + gap <= columns / 2) column = std::max(column, width_of(line.code) + gap);
  std::string text;
  for (const Line& line : lines) {
    const std::size_t width = width_of(line.code);
    const std::size_t start = std::max(column, width + gap);
    const bool beside = !line.code.contains('\n') && start + width_of(line.origin) <= columns;
    text += beside ? line.code + std::string(start - width, ' ') + line.origin : line.origin + "\n" + line.code;
    text += '\n';
  }
  return text;
}

std::string table_text(View& view, std::string_view table, std::size_t item, std::size_t columns) {
  std::vector<Line> lines;
  for (const ConfigKey& key : config_keys()) {
    if (key.table != table) continue;
    const Origin* origin = origin_of(view.settings.origins, key, item);
    const std::string where = origin == nullptr ? "preset" : fmt::format("{}:{}", shown_file(view.settings.files[origin->file]), origin->line);
    lines.push_back({line_of(key, value_text(key, view.draft(item), Notation::toml), columns), "# " + where});
  }
  return aligned(lines, columns);
}

std::string table_json(View& view, std::string_view table, std::size_t item) {
  std::string json;
  for (const ConfigKey& key : config_keys()) {
    if (key.table != table) continue;
    const Origin* origin = origin_of(view.settings.origins, key, item);
    const std::string file = origin == nullptr ? "null" : quoted_text(shown_file(view.settings.files[origin->file]));
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
  for (const std::string& file : settings.files) text += "#   " + shown_file(file) + '\n';
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
  for (const std::string& file : settings.files) files += (files.empty() ? "" : ",") + quoted_text(shown_file(file));
  std::string json = fmt::format(R"({{"schema":{},"files":[{}],"settings":{{{})", schema, files, table_json(view, "", 0));
  for (const ConfigTable& table : config_tables()) {
    std::string items;
    for (std::size_t item = 0; item < view.items(table); ++item) items += fmt::format("{}{{{}}}", items.empty() ? "" : ",", table_json(view, table.name, item));
    json += fmt::format(R"(,"{}":{})", table.name, table.repeated ? "[" + items + "]" : items);
  }
  return json + "}}";
}

}  // namespace tailmend
