// What goes over the control socket, as bytes. One request a connection, "tailmend 1 COLUMNS plain|colour WORDS\n" and the
// words, each ended by NUL; one answer, "tailmend 1 EXIT out|err BYTES\n" and the text. Every size has a limit. Opens
// nothing.
#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "daemon/control/control.hpp"

namespace tailmend {

// The first line keeps its form for ever, so that each side can name the other's version.
inline constexpr unsigned control_version = 1;
inline constexpr std::size_t max_control_head = 64;

std::string encode(const ControlRequest& request);  // its trouble_in() must be ""
std::string encode(const ControlReply& reply);      // must be presentable()

class RequestReader {
 public:
  enum class Stage : std::uint8_t {
    more,    // the request goes on
    done,    // complete
    failed,  // see trouble()
  };

  Stage feed(std::string_view bytes);
  Stage finish();  // the client says no more
  [[nodiscard]] Stage stage() const noexcept { return stage_; }
  [[nodiscard]] const ControlRequest& request() const noexcept { return request_; }  // after `done`; without a caller
  // A sentence for the one who sent it, no final stop.
  [[nodiscard]] const std::string& trouble() const noexcept { return trouble_; }

 private:
  bool read_head();
  Stage read_words();
  Stage fail(std::string trouble);

  Stage stage_ = Stage::more;
  std::string bytes_;  // of the head, then of the word that has begun
  bool has_head_ = false;
  std::size_t words_ = 0;  // that are announced
  std::size_t taken_ = 0;  // bytes of words
  ControlRequest request_;
  std::string trouble_;
};

enum class ReplyTrouble : std::uint8_t { garbled, other_version, cut };
// All that came until the daemon closed the connection.
std::expected<ControlReply, ReplyTrouble> decode_reply(std::string_view bytes);

}  // namespace tailmend
