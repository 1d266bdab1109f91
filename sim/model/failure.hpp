#pragma once

#include <stdexcept>
#include <string>

namespace spindrift::model {

/// An error that SPIRE would return: a call that failed, a transaction that was rolled back.
/// Thrown inside processes of the model and caught where the real one handles it.
class Failure : public std::runtime_error {
 public:
  explicit Failure(const std::string& why) : std::runtime_error{why} {}
};

}  // namespace spindrift::model
