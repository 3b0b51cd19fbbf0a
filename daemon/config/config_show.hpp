// `tailmend config show` and `config example`: what is in force and where it was set, and every key there is. Text out; each
// can be read again as a configuration. Never opens a file.
#pragma once
#include <cstddef>
#include <string>

#include "daemon/config/config.hpp"

namespace tailmend {

// Every key with its value as TOML, beside it "# /etc/tailmend/conf.d/10-plc.toml:3" or "# preset".
std::string config_show(const Settings& settings, std::size_t columns);
// The same as one JSON object, without a newline: {"schema":1,"files":[…],"settings":{…}}, each value with its file and
// line, or null.
std::string config_show_json(const Settings& settings);

// Every key, commented out, with its meaning and its preset. Without the "#" of the lines that have no blank behind it, it
// is a configuration too.
std::string config_example();

}  // namespace tailmend
