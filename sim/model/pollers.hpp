#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/model/bundle.hpp"

namespace spindrift::model {

/// Which servers downstream have had a version of a cluster's bundle from a poll, for the two
/// newest versions that anybody had: who asks is interested in the one before the last (R17).
class Pollers {
 public:
  /// A good poll of that server brought that version. An older one than the two is not kept.
  void note(const Bundle& version, history::ServerId by) {
    for (Of& each : newest_) {
      if (each.sequence == version.sequence) return each.servers.push_back(by);
    }
    Of& older = newest_[0].sequence < newest_[1].sequence ? newest_[0] : newest_[1];
    if (version.sequence < older.sequence) return;
    older.sequence = version.sequence;
    older.servers.assign(1, by);
  }

  /// Among them are all whose last good poll brought that version, some twice.
  [[nodiscard]] const std::vector<history::ServerId>& of(const Bundle& version) const {
    static const std::vector<history::ServerId> nobody;
    for (const Of& each : newest_) {
      if (each.sequence == version.sequence) return each.servers;
    }
    return nobody;
  }

 private:
  struct Of {
    std::uint64_t sequence = 0;
    std::vector<history::ServerId> servers;
  };
  std::array<Of, 2> newest_;
};

}  // namespace spindrift::model
