#include "baseline.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "errors.hpp"
#include "read_json.hpp"

namespace gordian::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "gordian-baseline/1";

}  // namespace

Baseline::Baseline(std::vector<GoneFinding> findings) : version_(GORDIAN_VERSION) {
  for (GoneFinding& finding : findings)
    findings_[{finding.id, finding.fingerprint}] = std::move(finding.message);
}

Baseline Baseline::read(const std::string& file) {
  const JsonFile json(file);
  const Json& root = json.object(json.root(), "");
  if (json.text(root, "schema") != kSchema) json.fail("its schema is not gordian-baseline/1");
  Baseline baseline;
  baseline.version_ = json.text(root, "version");
  for (const Json& item : json.list(root, "findings"))
    baseline.findings_[{json.text(item, "id"), json.text(item, "fingerprint")}] =
        json.text(item, "message");
  return baseline;
}

bool Baseline::has(const Finding& finding) const {
  return findings_.count({finding.id, finding.fingerprint}) > 0;
}

void Baseline::add(const Finding& finding) {
  findings_[{finding.id, finding.fingerprint}] = finding.message;
}

void Baseline::remove(const std::string& id, const std::string& fingerprint) {
  findings_.erase({id, fingerprint});
}

std::vector<GoneFinding> Baseline::all() const {
  std::vector<GoneFinding> list;
  for (const auto& [key, message] : findings_) list.push_back({key.first, key.second, message});
  return list;
}

void Baseline::apply(Report& report, bool tellsGone) const {
  report.hasBaseline = true;
  const auto first = std::stable_partition(report.findings.begin(), report.findings.end(),
                                           [&](const Finding& finding) { return !has(finding); });
  report.known.insert(report.known.end(), std::make_move_iterator(first),
                      std::make_move_iterator(report.findings.end()));
  report.findings.erase(first, report.findings.end());
  if (!tellsGone) return;
  Baseline rest = *this;
  // What is suppressed now is still there.
  for (const auto* list : {&report.known, &report.suppressed})
    for (const Finding& finding : *list) rest.remove(finding.id, finding.fingerprint);
  report.gone = rest.all();
}

std::string Baseline::text() const {
  Json list = Json::array();
  for (const auto& [key, message] : findings_)
    list.push_back({{"id", key.first}, {"fingerprint", key.second}, {"message", message}});
  const Json json = {
      {"schema", kSchema}, {"version", GORDIAN_VERSION}, {"findings", std::move(list)}};
  return json.dump(1, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace gordian::cli
