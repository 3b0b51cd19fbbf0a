// Replays a corpus without libFuzzer: every file of a directory, cut short at every length, and with single bytes
// spoiled. Each input lives in memory of exactly its size, so that valgrind and ASan see a read past its end.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {
// Longer files are cut at, and spoiled in, so many places spread over them.
constexpr std::size_t max_places = 4096;

using Bytes = std::vector<std::uint8_t>;

void feed(const Bytes& bytes, std::size_t size) {
  const auto exact = std::make_unique<std::uint8_t[]>(size);
  if (size > 0) std::memcpy(exact.get(), bytes.data(), size);
  LLVMFuzzerTestOneInput(exact.get(), size);
}

std::size_t replay(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  Bytes bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::size_t inputs = 1;
  feed(bytes, bytes.size());
  const std::size_t step = bytes.size() / max_places + 1;
  for (std::size_t place = 0; place < bytes.size(); place += step) {
    feed(bytes, place);
    const std::uint8_t honest = bytes[place];
    for (const std::uint8_t spoiled : {std::uint8_t{0x00}, std::uint8_t{0xff}, static_cast<std::uint8_t>(honest ^ 0x01U)}) {
      bytes[place] = spoiled;
      feed(bytes, bytes.size());
    }
    bytes[place] = honest;
    inputs += 4;
  }
  return inputs;
}
}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s CORPUS-DIRECTORY\n", argv[0]);
    return 2;
  }
  std::vector<std::filesystem::path> paths;
  std::error_code trouble;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1], trouble)) {
    if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  if (trouble || paths.empty()) {
    std::fprintf(stderr, "%s: no corpus: %s\n", argv[1], trouble ? trouble.message().c_str() : "the directory is empty");
    return 1;
  }
  std::sort(paths.begin(), paths.end());
  std::size_t inputs = 0;
  for (const auto& path : paths) {
    std::printf("%s\n", path.filename().c_str());  // the last line names the culprit of a crash
    std::fflush(stdout);
    inputs += replay(path);
  }
  std::printf("%zu files, %zu inputs\n", paths.size(), inputs);
  return 0;
}
