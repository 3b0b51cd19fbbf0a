#include <string>

#include <fmt/format.h>

#include "daemon/base/json_text.hpp"
#include "daemon/report/evidence_json.hpp"
#include "daemon/report/report.hpp"

namespace tailmend {

namespace {

std::string targets_json(const watch::Evidence& e) {
  std::string json;
  for (std::size_t i = 0; i < e.targets.size(); ++i)
    json += fmt::format("{}{{{}}}", i == 0 ? "" : ",", target_members(e.policy->targets[i], e.targets[i]));
  return "[" + json + "]";
}

}  // namespace

std::string report_json(const Findings& findings) {
  const watch::Evidence& e = findings.evidence;
  const watch::Judgement& judgement = findings.judgement;
  return fmt::format(R"({{"schema":1,"verdict":{},"exit":{},"whose":{},"sentence":{},"advice":{},"egress":{},"targets":{},{},"unseen":{}}})",
                     text_json(findings.blind ? "unknown" : to_string(judgement.verdict)), exit_of(findings),
                     text_json(findings.blind ? watch::code(watch::Whose::nobody) : watch::code(judgement.whose)), text_json(judgement.sentence),
                     text_json(judgement.advice), egress_json(e.egress), targets_json(e), evidence_members(e), array_json(findings.unseen, text_json));
}

}  // namespace tailmend
