// Text without what must not leave a host: keys, auth URLs, passwords, login names. Pure; one pass, and its output is at
// most four times its input. Not for deciding what is secret: what looks like it, goes.
#pragma once
#include <array>
#include <string>
#include <string_view>

namespace tailmend {

inline constexpr std::string_view left_out = "(left out)";

// What a key of Tailscale's, or of headscale's, begins with.
inline constexpr std::array<std::string_view, 12> key_prefixes = {"tskey-", "hskey-", "nodekey:", "mkey:",  "discokey:", "privkey:",
                                                                  "nlpriv:", "nlpub:", "tlpriv:",  "tlpub:", "tlkey:",    "chalpub:"};

// Replaced by `left_out`: Tailscale keys (tskey-…, nodekey:…, privkey:… and their like); the value of a JSON field, an
// assignment or an option whose name speaks of a key, secret, token, password or login (KeyExpiry is a time, and stays);
// URLs with /a/ or /register/, and what stands before the '@' of any URL; login names (alice@example.com, alice@github).
// A systemd unit (getty@tty1.service) and a link of `ip` (eth0@if5) stay.
std::string redact(std::string_view text);

}  // namespace tailmend
