#include "daemon/metrics/exposition.hpp"

#include <cassert>

#include "daemon/base/utf8.hpp"

namespace tailmend {

std::string seconds_text(watch::Duration value) {
  const std::int64_t us = value.count();
  const auto size = us < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(us) : static_cast<std::uint64_t>(us);
  std::string text = (us < 0 ? "-" : "") + std::to_string(size / 1'000'000);
  if (size % 1'000'000 == 0) return text;
  const std::string fraction = std::to_string(size % 1'000'000);
  text += '.' + std::string(6 - fraction.size(), '0') + fraction;
  while (text.back() == '0') text.pop_back();
  return text;
}

// One bad byte would cost the whole scrape.
std::string label_text(std::string_view value) {
  std::string text;
  for (const char c : as_utf8(std::string(value))) {
    if (c == '\\' || c == '"') text += '\\';
    if (c == '\n') text += "\\n";
    else text += c;
  }
  return text;
}

void Exposition::begin(const Metric& family) {
  if (family_ == family.figure) return;
  assert(!family_ || *family_ < family.figure);
  family_ = family.figure;
  for (const auto& [word, what] : {std::pair{"# HELP ", family.help}, std::pair{"# TYPE ", to_string(family.type)}}) {
    text_ += word;
    text_ += family.name;
    text_ += ' ';
    text_ += what;
    text_ += '\n';
  }
}

void Exposition::sample(const Metric& family, std::string_view suffix, Labels labels, std::string_view bound, std::string_view value) {
  assert(labels.size() == family.label_count());
  begin(family);
  text_ += family.name;
  text_ += suffix;
  char before = '{';
  const auto label = [&](std::string_view name, std::string_view text) {
    text_ += before;
    text_ += name;
    text_ += "=\"";
    text_ += label_text(text);
    text_ += '"';
    before = ',';
  };
  std::size_t index = 0;
  for (const std::string_view text : labels) label(family.labels[index++], text);
  if (!bound.empty()) label("le", bound);
  if (before == ',') text_ += '}';
  text_ += ' ';
  text_ += value;
  text_ += '\n';
}

void Exposition::number(Figure figure, Labels labels, std::uint64_t value) {
  sample(metric(figure), "", labels, "", std::to_string(value));
}

void Exposition::seconds(Figure figure, Labels labels, watch::Duration value) {
  sample(metric(figure), "", labels, "", seconds_text(value));
}

void Exposition::histogram(Figure figure, Labels labels, const Histogram& value) {
  const Metric& family = metric(figure);
  std::uint64_t upto = 0;
  for (std::size_t i = 0; i < Histogram::bounds.size(); ++i) {
    upto += value.counts[i];
    sample(family, "_bucket", labels, seconds_text(Histogram::bounds[i]), std::to_string(upto));
  }
  const std::string all = std::to_string(upto + value.counts.back());
  sample(family, "_bucket", labels, "+Inf", all);
  sample(family, "_sum", labels, "", seconds_text(value.sum));
  sample(family, "_count", labels, "", all);
}

}  // namespace tailmend
