#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/history/recording/prepare_attempt.hpp"

namespace spindrift::history {

/// Who made which key of a recording, and as how many-th. Letters of kids, authorities, roots and
/// KMS keys are random; the book gives each its name.
///
/// A key's maker is the server that logged its preparation. Where the process was killed before it
/// could, the maker is the server whose unfinished attempt fits in time. What nobody can have made
/// stays without a name (`Key::exists` is false).
class KeyBook {
 public:
  explicit KeyBook(const Recording& recording);

  [[nodiscard]] const std::vector<PrepareAttempt>& attempts() const { return attempts_; }

  [[nodiscard]] Key jwt(const std::string& kid) const { return find(jwt_, kid); }
  [[nodiscard]] Key wit(const std::string& kid) const { return find(wit_, kid); }
  /// By the first eight letters of the authority id, however long the text is.
  [[nodiscard]] Key x509(const std::string& authority) const;
  [[nodiscard]] Key root(const std::string& hash) const { return find(roots_, hash); }
  [[nodiscard]] Key kms(const std::string& id) const { return find(kms_, id); }

  /// Kids and root hashes that stand in a bundle and that nobody can have made.
  [[nodiscard]] const std::vector<std::string>& unknown() const { return unknown_; }

 private:
  using Names = std::map<std::string, Key>;
  static Key find(const Names& names, const std::string& id);

  void name_logged_keys();
  void name_unlogged_kids(const Recording& recording);
  void name_unlogged_authorities(const Recording& recording);
  void name_roots(const Recording& recording);

  std::vector<PrepareAttempt> attempts_;
  Names jwt_;
  Names wit_;
  Names x509_;
  Names roots_;
  Names kms_;
  std::vector<std::string> unknown_;
};

}  // namespace spindrift::history
